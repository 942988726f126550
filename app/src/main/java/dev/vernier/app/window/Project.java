package dev.vernier.app.window;

import dev.vernier.engine.calibrate.CalibrationResult;
import dev.vernier.engine.data.Dataset;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Layer;
import java.util.List;
import java.util.Objects;

/**
 * What is open: a model, data to evaluate on, and what the calibration data showed. Immutable.
 *
 * @param modelName as shown to people: the file's name
 * @param layers of {@code graph}, in running order
 */
public record Project(String modelName, Graph graph, List<Layer> layers, Dataset data, CalibrationResult calibration) {
    public Project {
        Objects.requireNonNull(modelName);
        layers = List.copyOf(layers);
    }

    public static Project of(String modelName, Graph graph, Dataset data, CalibrationResult calibration) {
        return new Project(modelName, graph, Layer.listOf(graph), data, calibration);
    }

    /** What the title says of the data: {@code digits test, 797 samples}. */
    public String dataWords() {
        return data.name() + ", " + data.size() + " samples";
    }
}
