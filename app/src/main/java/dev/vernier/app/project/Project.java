package dev.vernier.app.project;

import dev.vernier.app.format.NumberText;
import dev.vernier.app.format.PlanName;
import dev.vernier.engine.calibrate.CalibrationResult;
import dev.vernier.engine.calibrate.TensorStatistics;
import dev.vernier.engine.data.Dataset;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Layer;
import dev.vernier.engine.spec.QuantPlan;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is open: a model, and where it could be fitted to data, that and what calibration showed. Immutable.
 *
 * @param modelName as shown to people: the file's name
 * @param layers of {@code graph}, in running order
 * @param data to evaluate on; empty for a model that is open only to look at
 * @param calibration empty like {@code data}
 * @param ownPlan what the model's file itself asks for, where it is quantized already
 */
public record Project(
        String modelName,
        Graph graph,
        List<Layer> layers,
        Optional<Dataset> data,
        Optional<CalibrationResult> calibration,
        Optional<QuantPlan> ownPlan) {
    public Project {
        Objects.requireNonNull(modelName);
        layers = List.copyOf(layers);
        if (data.isPresent() != calibration.isPresent()) {
            throw new IllegalArgumentException("data and calibration come together");
        }
    }

    public static Project of(String modelName, Graph graph, Dataset data, CalibrationResult calibration) {
        return new Project(
                modelName, graph, Layer.listOf(graph), Optional.of(data), Optional.of(calibration), Optional.empty());
    }

    /** A model without data: its layers and weights can be looked at, nothing can be measured. */
    public static Project toLookAt(String modelName, Graph graph) {
        return new Project(modelName, graph, Layer.listOf(graph), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** The same where the model's file is quantized as {@code own} says. */
    public Project withOwnPlan(Optional<QuantPlan> own) {
        return new Project(modelName, graph, layers, data, calibration, own);
    }

    /** The layers that {@code plan} has neither as its preset nor as the model's file: what a hand, or a search, changed. */
    public Set<String> changedLayers(QuantPlan plan) {
        return plan.overrides().keySet().stream()
                .filter(l -> ownPlan.isEmpty() || !ownPlan.get().configFor(l).equals(plan.configFor(l)))
                .collect(Collectors.toSet());
    }

    /** Whether plans can be evaluated. */
    public boolean isMeasurable() {
        return data.isPresent();
    }

    /** Of every activation that calibration saw; empty without data. */
    public Map<String, TensorStatistics> activationStatistics() {
        return calibration.map(CalibrationResult::statistics).orElse(Map.of());
    }

    /** {@code plan} in a few words: {@code int8, 2 layers by hand}; {@code int8, as in the file}. */
    public String nameOf(QuantPlan plan) {
        return PlanName.of(plan, changedLayers(plan));
    }

    /** What the title says of the data: {@code digits test, 797 samples}. */
    public String dataWords() {
        return data.map(d -> d.name() + ", " + NumberText.exactCount(d.size()) + " samples")
                .orElse("no data");
    }
}
