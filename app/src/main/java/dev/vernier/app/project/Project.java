package dev.vernier.app.project;

import dev.vernier.app.format.NumberText;
import dev.vernier.engine.calibrate.CalibrationResult;
import dev.vernier.engine.calibrate.TensorStatistics;
import dev.vernier.engine.data.Dataset;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Layer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What is open: a model, and where it could be fitted to data, that and what calibration showed. Immutable.
 *
 * @param modelName as shown to people: the file's name
 * @param layers of {@code graph}, in running order
 * @param data to evaluate on; empty for a model that is open only to look at
 * @param calibration empty like {@code data}
 */
public record Project(
        String modelName,
        Graph graph,
        List<Layer> layers,
        Optional<Dataset> data,
        Optional<CalibrationResult> calibration) {
    public Project {
        Objects.requireNonNull(modelName);
        layers = List.copyOf(layers);
        if (data.isPresent() != calibration.isPresent()) {
            throw new IllegalArgumentException("data and calibration come together");
        }
    }

    public static Project of(String modelName, Graph graph, Dataset data, CalibrationResult calibration) {
        return new Project(modelName, graph, Layer.listOf(graph), Optional.of(data), Optional.of(calibration));
    }

    /** A model without data: its layers and weights can be looked at, nothing can be measured. */
    public static Project toLookAt(String modelName, Graph graph) {
        return new Project(modelName, graph, Layer.listOf(graph), Optional.empty(), Optional.empty());
    }

    /** Whether plans can be evaluated. */
    public boolean isMeasurable() {
        return data.isPresent();
    }

    /** Of every activation that calibration saw; empty without data. */
    public Map<String, TensorStatistics> activationStatistics() {
        return calibration.map(CalibrationResult::statistics).orElse(Map.of());
    }

    /** What the title says of the data: {@code digits test, 797 samples}. */
    public String dataWords() {
        return data.map(d -> d.name() + ", " + NumberText.exactCount(d.size()) + " samples")
                .orElse("no data");
    }
}
