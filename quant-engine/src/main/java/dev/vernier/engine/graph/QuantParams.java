package dev.vernier.engine.graph;

import java.util.Arrays;
import java.util.Objects;

/**
 * Scale and zero point of a tensor, per tensor or per channel: {@code x ≈ (q - zeroPoint) * scale}.
 *
 * <p>Immutable. {@code scales[channel] > 0}; {@code zeroPoints[channel]} lies in {@code [type.qMin, type.qMax]} (a bias has 0).
 */
public final class QuantParams {
    /** Axis of a tensor that has one scale for all its elements. */
    public static final int PER_TENSOR = -1;

    private static final int MOST_WRITTEN = 8;

    private final QuantType type;
    private final float[] scales;
    private final int[] zeroPoints;
    private final int axis;
    /** Made when first asked for, which compiling a plan does for every layer; harmless if two threads make it. */
    private String text;

    private QuantParams(QuantType type, float[] scales, int[] zeroPoints, int axis) {
        this.type = Objects.requireNonNull(type);
        this.scales = scales;
        this.zeroPoints = zeroPoints;
        this.axis = axis;
        if (scales.length == 0 || scales.length != zeroPoints.length || (axis == PER_TENSOR && scales.length != 1)) {
            throw new IllegalArgumentException(
                    scales.length + " scales, " + zeroPoints.length + " zero points, axis " + axis);
        }
        for (int c = 0; c < scales.length; c++) {
            if (!(scales[c] > 0) || Float.isInfinite(scales[c])) {
                throw new IllegalArgumentException(
                        "scale " + scales[c] + " of channel " + c + " is not positive and finite");
            }
            if (zeroPoints[c] < type.qMin() || zeroPoints[c] > type.qMax()) {
                throw new IllegalArgumentException(
                        "zero point " + zeroPoints[c] + " of channel " + c + " is outside " + type);
            }
        }
    }

    public static QuantParams perTensor(QuantType type, float scale, int zeroPoint) {
        return new QuantParams(type, new float[] {scale}, new int[] {zeroPoint}, PER_TENSOR);
    }

    /** One scale and zero point for each index along {@code axis}. */
    public static QuantParams perChannel(QuantType type, float[] scales, int[] zeroPoints, int axis) {
        if (axis < 0) {
            throw new IllegalArgumentException("axis " + axis);
        }
        return new QuantParams(type, scales.clone(), zeroPoints.clone(), axis);
    }

    public QuantType type() {
        return type;
    }

    /** The axis channels run along, or {@link #PER_TENSOR}. */
    public int axis() {
        return axis;
    }

    public boolean isPerChannel() {
        return axis != PER_TENSOR;
    }

    /** Number of scales: 1 or the number of channels. */
    public int channels() {
        return scales.length;
    }

    public float scale(int channel) {
        return scales[channel];
    }

    public int zeroPoint(int channel) {
        return zeroPoints[channel];
    }

    /** The one scale of a tensor without channels. */
    public float scale() {
        requirePerTensor();
        return scales[0];
    }

    /** The one zero point of a tensor without channels. */
    public int zeroPoint() {
        requirePerTensor();
        return zeroPoints[0];
    }

    private void requirePerTensor() {
        if (isPerChannel()) {
            throw new IllegalStateException("has " + scales.length + " scales along axis " + axis);
        }
    }

    public float[] scales() {
        return scales.clone();
    }

    public int[] zeroPoints() {
        return zeroPoints.clone();
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof QuantParams)) {
            return false;
        }
        QuantParams that = (QuantParams) other;
        return axis == that.axis
                && type.equals(that.type)
                && Arrays.equals(scales, that.scales)
                && Arrays.equals(zeroPoints, that.zeroPoints);
    }

    @Override
    public int hashCode() {
        return Objects.hash(type, axis, Arrays.hashCode(scales), Arrays.hashCode(zeroPoints));
    }

    /** Equal parameters, and only those, have equal text: every number, or where there are many a hash of all. */
    @Override
    public String toString() {
        String known = text;
        if (known == null) {
            known = type + " axis " + axis
                    + (scales.length <= MOST_WRITTEN
                            ? " scales " + Arrays.toString(scales) + " zero points " + Arrays.toString(zeroPoints)
                            : " " + scales.length + " scales and zero points "
                                    + numbers().contentHash());
            text = known;
        }
        return known;
    }

    private TensorData numbers() {
        int[] bits = new int[2 * scales.length];
        for (int c = 0; c < scales.length; c++) {
            bits[c] = Float.floatToIntBits(scales[c]);
            bits[scales.length + c] = zeroPoints[c];
        }
        return TensorData.ofInts(Shape.of(bits.length), bits);
    }
}
