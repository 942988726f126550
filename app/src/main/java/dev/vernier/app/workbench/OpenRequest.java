package dev.vernier.app.workbench;

import dev.vernier.io.dataset.DatasetDescriptor;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What to open, as the command line or a dialog names it. Immutable.
 *
 * @param model a model file, or the id of a bundled sample; empty: the bundled sample
 * @param data a data set; empty: the bundled sample's
 * @param calibration a data set to calibrate on; empty: the bundled sample's own, else the first samples of the data
 * @param calibrationSamples how many samples to calibrate on; fewer if there are fewer
 * @param plan a saved plan; empty: none
 * @param described how {@code data} are to be read, where that was chosen in a dialog; empty: as the file or descriptor says
 */
public record OpenRequest(
        Optional<String> model,
        Optional<Path> data,
        Optional<Path> calibration,
        int calibrationSamples,
        Optional<Path> plan,
        Optional<DatasetDescriptor> described) {

    /** How many samples are used for calibration unless somebody says otherwise. */
    public static final int CALIBRATION_SAMPLES = 512;

    /** With data that are read as their file says. */
    public OpenRequest(
            Optional<String> model,
            Optional<Path> data,
            Optional<Path> calibration,
            int calibrationSamples,
            Optional<Path> plan) {
        this(model, data, calibration, calibrationSamples, plan, Optional.empty());
    }

    /** Another model with the same data; no plan. */
    public OpenRequest withModel(Path file) {
        return new OpenRequest(
                Optional.of(file.toString()), data, calibration, calibrationSamples, Optional.empty(), described);
    }

    /** The same model and data, calibrated on others; no plan. */
    public OpenRequest withCalibration(Path file) {
        return new OpenRequest(model, data, Optional.of(file), calibrationSamples, Optional.empty(), described);
    }

    /** The same model with these data, which calibrate it too; no plan. */
    public OpenRequest withData(Path file) {
        return new OpenRequest(model, Optional.of(file), Optional.empty(), calibrationSamples, Optional.empty());
    }

    /** The same model with data that are read in this way, which calibrate it too; no plan. */
    public OpenRequest withData(DatasetDescriptor data) {
        return new OpenRequest(
                model,
                Optional.of(data.path()),
                Optional.empty(),
                calibrationSamples,
                Optional.empty(),
                Optional.of(data));
    }

    /** The bundled sample that is open on first start. */
    public static OpenRequest bundledSample() {
        return new OpenRequest(
                Optional.empty(), Optional.empty(), Optional.empty(), CALIBRATION_SAMPLES, Optional.empty());
    }

    /** A model with its data. */
    public static OpenRequest of(Path model, Path data) {
        return new OpenRequest(
                Optional.of(model.toString()),
                Optional.of(data),
                Optional.empty(),
                CALIBRATION_SAMPLES,
                Optional.empty());
    }
}
