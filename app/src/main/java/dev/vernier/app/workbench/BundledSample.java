package dev.vernier.app.workbench;

/**
 * A network with data that comes with the program. Immutable.
 *
 * @param id as on the command line: {@code digits-dw}
 * @param title as shown to people
 * @param description what there is to find, in a sentence
 * @param model file name of the model, among the bundled files
 * @param test file name of the descriptor of the data to evaluate on
 * @param calibration file name of the descriptor of the data to calibrate on
 */
public record BundledSample(
        String id, String title, String description, String model, String test, String calibration) {}
