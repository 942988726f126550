package dev.vernier.engine.diagnose;

/**
 * Where noise comes into a network: one layer's part. Ratios are of noise to signal power at the layer's output, 0 for none, 0.01 for
 * 20 dB; a ratio that cannot be told is NaN.
 *
 * @param layer its name
 * @param accumulated measured there with the whole plan in effect
 * @param added what of it is not in the layer's inputs already
 * @param share of {@code added} among all layers, 0 to 1
 * @param fromInput estimated from rounding and clipping of what the layer reads
 * @param fromWeights estimated from the rounding of its weights
 * @param fromOutput of its own output's grid
 */
public record LayerNoise(
        String layer,
        double accumulated,
        double added,
        double share,
        double fromInput,
        double fromWeights,
        double fromOutput) {

    /** Signal to noise in dB; +∞ without noise. */
    public static double decibels(double ratio) {
        return ratio <= 0 ? Double.POSITIVE_INFINITY : -10 * Math.log10(ratio);
    }

    LayerNoise withShare(double s) {
        return new LayerNoise(layer, accumulated, added, s, fromInput, fromWeights, fromOutput);
    }

    /** The largest of the three estimates in words, or empty where none is known to matter. */
    public String mainSource() {
        double input = orZero(fromInput);
        double weights = orZero(fromWeights);
        double output = orZero(fromOutput);
        double most = Math.max(input, Math.max(weights, output));
        if (most == 0) {
            return "";
        }
        return most == weights
                ? "rounding of its weights"
                : most == input ? "rounding of its inputs" : "rounding of its output";
    }

    private static double orZero(double x) {
        return Double.isNaN(x) ? 0 : x;
    }
}
