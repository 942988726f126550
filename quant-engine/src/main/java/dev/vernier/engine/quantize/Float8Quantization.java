package dev.vernier.engine.quantize;

import dev.vernier.engine.graph.Float8;
import dev.vernier.engine.spec.ClipRange;
import dev.vernier.engine.spec.Precision;

/**
 * Floats of 8 bits with a scale: {@code x' = round(x / scale) · scale}, where the scale puts the larger end of the clipping range on the
 * format's largest number, and what lies beyond saturates (Micikevicius et al., FP8 Formats for Deep Learning, 2022, section 4).
 */
public final class Float8Quantization {
    private Float8Quantization() {}

    /**
     * The format that {@code precision} means.
     *
     * @throws IllegalArgumentException if that is no float of 8 bits
     */
    public static Float8 format(Precision precision) {
        if (!precision.isScaledFloat()) {
            throw new IllegalArgumentException(precision.label() + " is no float of 8 bits");
        }
        return precision == Precision.FP8_E4M3 ? Float8.E4M3FN : Float8.E5M2;
    }

    /** 1 for a range that holds nothing but 0. */
    public static float scale(ClipRange range, Float8 format) {
        float scale = (float) (Math.max(-(double) range.low(), range.high()) / format.max());
        return scale < ScaleCalculator.MIN_SCALE ? 1 : scale;
    }
}
