package dev.vernier.engine.evaluate;

import dev.vernier.engine.calibrate.CalibrationResult;
import dev.vernier.engine.data.Dataset;
import dev.vernier.engine.exec.GraphRunner;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Layer;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.TensorSpec;
import dev.vernier.engine.progress.Cancellation;
import dev.vernier.engine.quantize.ModelQuantizer;
import dev.vernier.engine.quantize.QuantizedModel;
import dev.vernier.engine.spec.LayerConfig;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.engine.spec.QuantSpec;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One layer looked at closely: its float output against its quantized output on the first few samples, and what quantizing this layer
 * alone does to the network's output there. Immutable.
 *
 * @param samples how many were run
 * @param inPlan this layer's output, float against the whole plan
 * @param alone this layer's output, float against this layer alone quantized
 * @param accumulated of {@code inPlan}, of all values
 * @param outputOfWeights the network's output with only this layer's weights quantized; empty where they stay float
 * @param outputOfActivations the same with only its activations; empty where they stay float
 * @param outputOfLayer the same with both, every other layer float
 * @param changed samples whose largest output is another one than the float model's, with only this layer quantized
 */
public record LayerErrorSample(
        int samples,
        ValuePairs inPlan,
        ValuePairs alone,
        TensorError accumulated,
        Optional<TensorError> outputOfWeights,
        Optional<TensorError> outputOfActivations,
        TensorError outputOfLayer,
        int changed) {
    /** Pairs that are kept of each kind. */
    public static final int MAX_PAIRS = 1 << 17;

    /**
     * Runs the float model and up to four quantized ones.
     *
     * @throws java.util.concurrent.CancellationException if asked to stop
     * @throws dev.vernier.engine.VernierException if a layer cannot run
     */
    public static LayerErrorSample of(
            Graph graph,
            CalibrationResult calibration,
            QuantPlan plan,
            Layer layer,
            Dataset data,
            Cancellation cancellation) {
        FirstSamples first = FirstSamples.of(graph, data);
        int samples = first.count();
        Map<String, TensorData> inputs = first.inputs();
        String scored = ModelOutputs.scoredOutput(graph);
        Map<String, TensorData> exact = run(graph, inputs, Set.of(layer.output().name(), scored));
        float[] floats = exact.get(layer.output().name()).toFloats();
        float[] answers = exact.get(scored).toFloats();
        Probe probe = new Probe(graph, calibration, plan, layer, inputs, cancellation);

        LayerConfig asked = plan.configFor(layer.name());
        Probe.Answer whole = probe.ask(plan);
        Probe.Answer alone = probe.ask(probe.only(asked));
        return new LayerErrorSample(
                samples,
                pairs(floats, whole.layer()),
                pairs(floats, alone.layer()),
                TensorError.between(floats, whole.layer()),
                effect(probe, asked.withActivations(QuantSpec.FLOAT), answers),
                effect(probe, asked.withWeights(QuantSpec.FLOAT), answers),
                TensorError.between(answers, alone.output()),
                changed(answers, alone.output(), samples));
    }

    private static Optional<TensorError> effect(Probe probe, LayerConfig part, float[] answers) {
        return part.equals(LayerConfig.FLOAT)
                ? Optional.empty()
                : Optional.of(
                        TensorError.between(answers, probe.ask(probe.only(part)).output()));
    }

    private static Map<String, TensorData> run(Graph graph, Map<String, TensorData> inputs, Set<String> wanted) {
        try (GraphRunner runner = new GraphRunner(graph, wanted)) {
            return runner.run(inputs);
        }
    }

    private static int changed(float[] floats, float[] quantized, int samples) {
        int classes = floats.length / samples;
        int changed = 0;
        for (int s = 0; s < samples; s++) {
            changed += largest(floats, s * classes, classes) == largest(quantized, s * classes, classes) ? 0 : 1;
        }
        return changed;
    }

    private static int largest(float[] values, int from, int count) {
        int best = 0;
        for (int i = 1; i < count; i++) {
            best = values[from + i] > values[from + best] ? i : best;
        }
        return best;
    }

    private static ValuePairs pairs(float[] x, float[] y) {
        int kept = Math.min(MAX_PAIRS, x.length);
        float[] keptX = new float[kept];
        float[] keptY = new float[kept];
        for (int i = 0; i < kept; i++) {
            int from = (int) ((long) i * x.length / kept);
            keptX[i] = x[from];
            keptY[i] = y[from];
        }
        return new ValuePairs(keptX, keptY);
    }

    /** Runs variants of the plan on the same samples. */
    private record Probe(
            Graph graph,
            CalibrationResult calibration,
            QuantPlan plan,
            Layer layer,
            Map<String, TensorData> inputs,
            Cancellation cancellation) {
        /** What the layer and the network answered. */
        record Answer(float[] layer, float[] output) {}

        /** Every other layer float, this one as {@code config}. */
        QuantPlan only(LayerConfig config) {
            Set<String> all = Layer.listOf(graph).stream().map(Layer::name).collect(Collectors.toSet());
            return plan.withLayers(all, c -> LayerConfig.FLOAT).withLayer(layer.name(), config);
        }

        Answer ask(QuantPlan variant) {
            cancellation.check();
            QuantizedModel model = ModelQuantizer.quantize(graph, calibration, variant);
            String ofLayer = model.layer(layer.name()).outputValue();
            String scored = ModelOutputs.scoredOutput(model.graph());
            Map<String, TensorData> given = new LinkedHashMap<>();
            for (int i = 0; i < graph.inputs().size(); i++) {
                TensorSpec to = model.graph().inputs().get(i);
                given.put(to.name(), inputs.get(graph.inputs().get(i).name()));
            }
            cancellation.check();
            Map<String, TensorData> values = run(model.graph(), given, new LinkedHashSet<>(List.of(ofLayer, scored)));
            return new Answer(values.get(ofLayer).toFloats(), values.get(scored).toFloats());
        }
    }
}
