package dev.vernier.io.tflite;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.spec.Granularity;
import dev.vernier.engine.spec.Precision;
import dev.vernier.engine.spec.QuantSpec;
import dev.vernier.engine.spec.RangeRule;
import dev.vernier.engine.spec.Rounding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The file's scales and zero points as specifications of a plan, exact to the last bit. */
final class TfliteGrids {
    /** Unsigned codes are those of the signed type of the same width, moved by half their number. */
    private static final int UNSIGNED_SHIFT = 128;

    private TfliteGrids() {}

    /** The grid of an activation; empty where the tensor is not quantized. */
    static Optional<QuantSpec> activations(TfliteTensor t) {
        if (!t.isQuantized() || t.quantization().isPerChannel()) {
            return Optional.empty();
        }
        Precision precision = precision(t.type().orElseThrow());
        return Optional.of(new QuantSpec(
                precision,
                Granularity.TENSOR,
                precision == Precision.INT16,
                false,
                Rounding.HALF_TO_EVEN,
                rule(t, precision)));
    }

    /** The grid of weights, channels in the file's own order; empty where they are not quantized. */
    static Optional<QuantSpec> weights(TfliteTensor t) {
        DataType type = t.type().orElse(DataType.STRING);
        if (type == DataType.FLOAT16) {
            return Optional.of(QuantSpec.ofFloat(Precision.FP16));
        }
        if (type == DataType.BFLOAT16) {
            return Optional.of(QuantSpec.ofFloat(Precision.BF16));
        }
        if (!t.isQuantized()) {
            return Optional.empty();
        }
        Precision precision = precision(type);
        RangeRule.Given rule = rule(t, precision);
        boolean symmetric = rule.zeroPoints().stream().allMatch(z -> z == 0);
        return Optional.of(new QuantSpec(
                precision,
                t.quantization().isPerChannel() ? Granularity.CHANNEL : Granularity.TENSOR,
                symmetric,
                symmetric && !hasLowestCode(t, precision),
                Rounding.HALF_TO_EVEN,
                rule));
    }

    private static boolean hasLowestCode(TfliteTensor t, Precision precision) {
        if (precision != Precision.INT8 || t.data() == null) {
            return precision == Precision.INT4;
        }
        byte lowest = t.type().orElseThrow() == DataType.UINT8 ? 0 : Byte.MIN_VALUE;
        for (int i = t.data().position(); i < t.data().limit(); i++) {
            if (t.data().get(i) == lowest) {
                return true;
            }
        }
        return false;
    }

    private static RangeRule.Given rule(TfliteTensor t, Precision precision) {
        int shift = t.type().orElseThrow() == DataType.UINT8 ? UNSIGNED_SHIFT : 0;
        List<Float> scales = new ArrayList<>();
        List<Integer> zeroPoints = new ArrayList<>();
        for (int c = 0; c < t.quantization().scales().length; c++) {
            scales.add(t.quantization().scales()[c]);
            zeroPoints.add(t.quantization().zeroPoints()[c] - shift);
        }
        return new RangeRule.Given(precision.bits(), scales, zeroPoints);
    }

    private static Precision precision(DataType type) {
        return switch (type.bits()) {
            case 4 -> Precision.INT4;
            case 8 -> Precision.INT8;
            default -> Precision.INT16;
        };
    }
}
