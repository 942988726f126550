package dev.vernier.app.window;

import dev.vernier.app.project.Project;
import dev.vernier.engine.calibrate.CalibrationResult;
import dev.vernier.engine.calibrate.CalibrationRun;
import dev.vernier.engine.data.Dataset;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.progress.Cancellation;
import dev.vernier.engine.progress.Progress;
import dev.vernier.io.ModelReader;
import dev.vernier.io.dataset.DatasetFitter;
import dev.vernier.io.dataset.DatasetReader;
import java.net.URISyntaxException;
import java.nio.file.Path;

/** The bundled samples as open projects, without the window's ways of opening them. */
final class Samples {
    private Samples() {}

    static Path file(String name) {
        try {
            return Path.of(
                    Samples.class.getResource("/dev/vernier/assets/" + name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static Project open(String model) {
        Graph graph = ModelReader.open(file(model + ".onnx")).graph();
        Dataset data = DatasetFitter.fit(DatasetReader.open(file("digits-test.dataset.json")), graph);
        Dataset calibration = DatasetFitter.fit(DatasetReader.open(file("digits-calibration.dataset.json")), graph);
        CalibrationResult observed =
                CalibrationRun.run(graph, calibration, 300, calibration.name(), Progress.NONE, Cancellation.NEVER);
        return Project.of(model, graph, data, observed);
    }
}
