package dev.vernier.app.workbench;

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
 */
public record OpenRequest(
        Optional<String> model,
        Optional<Path> data,
        Optional<Path> calibration,
        int calibrationSamples,
        Optional<Path> plan) {

    /** How many samples are used for calibration unless somebody says otherwise. */
    public static final int CALIBRATION_SAMPLES = 512;

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
