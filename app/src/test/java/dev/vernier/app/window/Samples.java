package dev.vernier.app.window;

import dev.vernier.app.project.Project;
import dev.vernier.app.workbench.BundledFiles;
import dev.vernier.engine.calibrate.CalibrationResult;
import dev.vernier.engine.calibrate.CalibrationRun;
import dev.vernier.engine.data.Dataset;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.progress.Cancellation;
import dev.vernier.engine.progress.Progress;
import dev.vernier.io.ModelReader;
import dev.vernier.io.dataset.DatasetFitter;
import dev.vernier.io.dataset.DatasetReader;

/** The bundled samples as open projects, without the window's ways of opening them. */
final class Samples {
    private Samples() {}

    static Project open(String model) {
        Graph graph = ModelReader.open(BundledFiles.of(model + ".onnx")).graph();
        Dataset data = DatasetFitter.fit(DatasetReader.open(BundledFiles.of("digits-test.dataset.json")), graph);
        Dataset calibration =
                DatasetFitter.fit(DatasetReader.open(BundledFiles.of("digits-calibration.dataset.json")), graph);
        CalibrationResult observed =
                CalibrationRun.run(graph, calibration, 300, calibration.name(), Progress.NONE, Cancellation.NEVER);
        return Project.of(model, graph, data, observed);
    }
}
