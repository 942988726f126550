package dev.vernier.io.tflite;

/**
 * Scale and zero point of a tensor as the file has them, in the tensor's own type (an uint8 zero point is 0 to 255).
 *
 * @param scales one, or one for each index along {@code axis}
 * @param zeroPoints as many as scales
 * @param axis the axis channels run along in the file's own layout; without meaning for a single scale
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record TfliteQuantization(float[] scales, int[] zeroPoints, int axis) {
    boolean isPerChannel() {
        return scales.length > 1;
    }

    /** Whether every scale is a positive, finite number. */
    boolean isUsable() {
        for (float s : scales) {
            if (!(s > 0) || Float.isInfinite(s)) {
                return false;
            }
        }
        return true;
    }
}
