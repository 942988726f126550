package dev.vernier.app.workbench;

import dev.vernier.engine.calibrate.CalibrationResult;
import dev.vernier.engine.data.Dataset;
import dev.vernier.engine.datacheck.DataFinding;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.progress.Cancellation;
import dev.vernier.engine.progress.Progress;
import dev.vernier.io.ImportedModel;
import java.util.List;

/**
 * A model with the data it is evaluated on and the samples it is calibrated on. Immutable.
 *
 * @param modelName as shown to people: the file's name, or the bundled sample's id
 * @param data fitted to the model's input
 * @param findings what looks wrong, or is good to know, about the data for this model
 */
public record OpenedProject(
        String modelName,
        ImportedModel model,
        Dataset data,
        CalibrationSource calibration,
        List<DataFinding> findings) {
    public OpenedProject {
        findings = List.copyOf(findings);
    }

    public Graph graph() {
        return model.graph();
    }

    /**
     * What the calibration samples show of every activation; takes seconds.
     *
     * @throws java.util.concurrent.CancellationException if asked to stop
     */
    public CalibrationResult calibrate(Progress progress, Cancellation cancellation) {
        return calibration.run(graph(), progress, cancellation);
    }
}
