package dev.vernier.app.layers;

import dev.vernier.app.format.NumberText;
import dev.vernier.app.format.SpecText;
import dev.vernier.app.project.LayerNumbers;
import dev.vernier.engine.diagnose.Finding;
import dev.vernier.engine.evaluate.LayerResult;
import dev.vernier.engine.evaluate.TensorError;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Layer;
import dev.vernier.engine.graph.LayerCosts;
import dev.vernier.engine.spec.LayerConfig;
import dev.vernier.engine.target.TargetFinding;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.LongProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.beans.property.SimpleLongProperty;
import javafx.beans.property.SimpleObjectProperty;

/** One row of the layer table. What does not change with the plan is fields, the rest properties; an unknown number is NaN or -1. */
public final class LayerRow {
    /** Stands for a number of bytes that is not known yet. */
    public static final long UNKNOWN = -1;

    private final int number;
    private final Layer layer;
    private final String operation;
    private final String outputShape;
    private final long parameters;
    private final OptionalLong macs;
    private final ObjectProperty<LayerConfig> config = new SimpleObjectProperty<>(this, "config", LayerConfig.FLOAT);
    private final BooleanProperty differs = new SimpleBooleanProperty(this, "differs");
    private final ObjectProperty<List<TargetFinding>> findings =
            new SimpleObjectProperty<>(this, "findings", List.of());
    private final ObjectProperty<List<Finding>> diagnosed = new SimpleObjectProperty<>(this, "diagnosed", List.of());
    private final LongProperty bytes = new SimpleLongProperty(this, "bytes", UNKNOWN);
    private final DoubleProperty weightSqnrDb = new SimpleDoubleProperty(this, "weightSqnrDb", Double.NaN);
    private final DoubleProperty activationSqnrDb = new SimpleDoubleProperty(this, "activationSqnrDb", Double.NaN);
    private final DoubleProperty localSqnrDb = new SimpleDoubleProperty(this, "localSqnrDb", Double.NaN);
    private final ObjectProperty<LayerNumbers.Value> sensitivity = new SimpleObjectProperty<>(this, "sensitivity");
    private final ObjectProperty<List<String>> cures = new SimpleObjectProperty<>(this, "cures", List.of());
    private final DoubleProperty accumulatedSqnrDb = new SimpleDoubleProperty(this, "accumulatedSqnrDb", Double.NaN);

    /** @param number position among the layers that compute, from 1; 0 for a graph input */
    LayerRow(int number, Layer layer, Graph graph) {
        this.number = number;
        this.layer = layer;
        this.operation = layer.operation(graph);
        this.outputShape = layer.output().shape().rank() > 1
                ? layer.output().shape().withoutBatch().toString()
                : layer.output().shape().toString();
        LayerCosts cost = LayerCosts.of(graph, layer);
        this.parameters = cost.parameters();
        OptionalLong counted = cost.macsPerSample();
        this.macs = counted.orElse(0) == 0 ? OptionalLong.empty() : counted;
    }

    void show(LayerConfig asked, boolean isChanged) {
        config.set(asked);
        differs.set(isChanged);
    }

    /** @param isFinal whether what is not there will not come: until then an accumulated error stands until its successor is measured */
    void show(LayerResult result, boolean isFinal) {
        weightSqnrDb.set(sqnr(result.localWeights()));
        activationSqnrDb.set(sqnr(result.localActivations()));
        if (isFinal || result.accumulated().isPresent()) {
            accumulatedSqnrDb.set(sqnr(result.accumulated()));
        }
        // the worse of the two is what the layer loses by itself
        localSqnrDb.set(worse(weightSqnrDb.get(), activationSqnrDb.get()));
    }

    void clearErrors() {
        weightSqnrDb.set(Double.NaN);
        activationSqnrDb.set(Double.NaN);
        accumulatedSqnrDb.set(Double.NaN);
        localSqnrDb.set(Double.NaN);
    }

    private static double sqnr(Optional<TensorError> error) {
        return error.map(TensorError::sqnrDb).orElse(Double.NaN);
    }

    private static double worse(double a, double b) {
        return Double.isNaN(a) ? b : Double.isNaN(b) ? a : Math.min(a, b);
    }

    /** Whether a precision can be chosen for {@code side}. */
    public boolean hasChoice(TensorSide side) {
        return side == TensorSide.WEIGHTS ? layer.hasWeights() : layer.isQuantizable() && !layer.keepsScale();
    }

    /** What stands where there is no choice. */
    public String noChoiceText(TensorSide side) {
        return side == TensorSide.ACTIVATIONS && layer.keepsScale() && layer.isQuantizable()
                ? "keeps"
                : NumberText.NONE;
    }

    /** The row as a sentence, for screen readers. */
    public String sentence() {
        StringBuilder s = new StringBuilder(number == 0 ? "Input " : "Layer " + number + ", ").append(name());
        s.append(", ").append(operation);
        if (hasChoice(TensorSide.WEIGHTS)) {
            s.append(", weights ").append(SpecText.precision(config.get().weights()));
        }
        if (hasChoice(TensorSide.ACTIVATIONS)) {
            s.append(", activations ").append(SpecText.precision(config.get().activations()));
        }
        findings.get()
                .forEach(f ->
                        s.append(", ").append(f.weight().label()).append(": ").append(f.asked()));
        diagnosed
                .get()
                .forEach(f ->
                        s.append(", ").append(f.severity().label()).append(": ").append(f.title()));
        if (bytes.get() > 0) {
            s.append(", ").append(NumberText.bytes(bytes.get()));
        }
        if (!Double.isNaN(localSqnrDb.get())) {
            s.append(", local error ").append(NumberText.decibels(localSqnrDb.get()));
        }
        if (sensitivity.get() != null) {
            s.append(", sensitivity ").append(sensitivity.get().text());
        }
        cures.get().forEach(c -> s.append(", ").append(c));
        return s.append(differs.get() ? ", differs from the preset." : ".").toString();
    }

    public String name() {
        return layer.name();
    }

    public int number() {
        return number;
    }

    public Layer layer() {
        return layer;
    }

    /** {@code Conv 3×3 + Relu}. */
    public String operation() {
        return operation;
    }

    /** Of one sample. */
    public String outputShape() {
        return outputShape;
    }

    /** Elements of weights and bias. */
    public long parameters() {
        return parameters;
    }

    /** Multiply-accumulates for one sample. */
    public OptionalLong macs() {
        return macs;
    }

    public ObjectProperty<LayerConfig> configProperty() {
        return config;
    }

    /** Whether the layer is set differently from the preset, and from the model's file where that is quantized. */
    public BooleanProperty differsProperty() {
        return differs;
    }

    /** What the plan's target does otherwise than is asked here. */
    public ObjectProperty<List<TargetFinding>> findingsProperty() {
        return findings;
    }

    /** Why it hurts: what was found at this layer that is more than a note, the worst first. */
    public ObjectProperty<List<Finding>> diagnosedProperty() {
        return diagnosed;
    }

    /** Bytes in the target's file; {@link #UNKNOWN} until computed. */
    public LongProperty bytesProperty() {
        return bytes;
    }

    /** The worse of weights and activations. */
    public DoubleProperty localSqnrDbProperty() {
        return localSqnrDb;
    }

    /** What the layer's quantization costs; null where it was not measured. */
    public ObjectProperty<LayerNumbers.Value> sensitivityProperty() {
        return sensitivity;
    }

    /** What the plan does to the layer beside choosing its grids, one sentence each. */
    public ObjectProperty<List<String>> curesProperty() {
        return cures;
    }

    public DoubleProperty weightSqnrDbProperty() {
        return weightSqnrDb;
    }

    public DoubleProperty activationSqnrDbProperty() {
        return activationSqnrDb;
    }

    public DoubleProperty accumulatedSqnrDbProperty() {
        return accumulatedSqnrDb;
    }
}
