package dev.vernier.io.onnx;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Float8;
import dev.vernier.engine.graph.QuantParams;
import dev.vernier.engine.graph.QuantType;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.op.RoundToFloat;
import dev.vernier.engine.spec.ClipRange;
import dev.vernier.engine.spec.Granularity;
import dev.vernier.engine.spec.Precision;
import dev.vernier.engine.spec.QuantSpec;
import dev.vernier.engine.spec.RangeRule;
import dev.vernier.engine.spec.Rounding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The file's scales and zero points as specifications of a plan, exact to the last bit. */
final class FoundGrids {
    private FoundGrids() {}

    /** The grid of an activation; empty where it has a scale for each channel, or codes that no plan knows. */
    static Optional<QuantSpec> activations(QuantParams grid) {
        Optional<Precision> precision = precision(grid);
        if (grid.isPerChannel() || precision.isEmpty()) {
            return Optional.empty();
        }
        boolean narrow = grid.type().qMin() == -grid.type().qMax();
        return Optional.of(new QuantSpec(
                precision.get(),
                Granularity.TENSOR,
                precision.get().bits() > 8 && grid.zeroPoint() == shift(grid.type()),
                narrow,
                Rounding.HALF_TO_EVEN,
                rule(grid, precision.get())));
    }

    /** The grid of stored weights; empty where they are no weights that a plan knows, such as a bias. */
    static Optional<QuantSpec> weights(QuantParams grid, TensorData codes) {
        Optional<Precision> precision = precision(grid);
        if (precision.isEmpty()) {
            return Optional.empty();
        }
        boolean symmetric = Arrays.stream(grid.zeroPoints()).allMatch(z -> z == shift(grid.type()));
        return Optional.of(new QuantSpec(
                precision.get(),
                grid.isPerChannel() ? Granularity.CHANNEL : Granularity.TENSOR,
                symmetric,
                symmetric && !hasLowestCode(grid, codes),
                Rounding.HALF_TO_EVEN,
                rule(grid, precision.get())));
    }

    /**
     * Stored weights with a scale for each block of a row; empty where no plan knows the codes.
     *
     * @param codes {@code [rows, n]}, integers or floats of 8 bits
     * @param scales {@code [rows, blocks]}
     * @param zeroPoints of the scales' shape; empty for 0
     */
    static Optional<QuantSpec> rows(
            TensorData codes, TensorData scales, Optional<TensorData> zeroPoints, int blockSize) {
        Granularity granularity = scales.elementCount() == 1
                ? Granularity.TENSOR
                : scales.shape().dim(1) > 1 ? new Granularity.PerBlock(blockSize) : Granularity.CHANNEL;
        if (Float8.isOne(codes.type())) {
            return float8(codes.type()).map(p -> {
                List<ClipRange> ranges = new ArrayList<>();
                for (float scale : scales.toFloats()) {
                    float end = scale * Float8.of(codes.type()).max();
                    ranges.add(new ClipRange(-end, end));
                }
                return QuantSpec.weights(p).withGranularity(granularity).withRule(new RangeRule.Manual(ranges));
            });
        }
        int count = Math.toIntExact(scales.elementCount());
        QuantParams grid = QuantParams.perChannel(
                QuantizationMappings.codeType(codes.type()),
                scales.toFloats(),
                zeroPoints.map(TensorData::toInts).orElse(new int[count]),
                0);
        return weights(grid, codes).map(s -> s.withGranularity(granularity));
    }

    /** What a rounding to a narrower float says of a value; empty for formats that no plan knows. */
    static Optional<QuantSpec> rounding(RoundToFloat op) {
        if (!Float8.isOne(op.format())) {
            return halves(op.format());
        }
        float end = op.scale() * Float8.of(op.format()).max();
        return float8(op.format()).map(p -> QuantSpec.activations(p).withRule(RangeRule.Manual.of(-end, end)));
    }

    private static Optional<Precision> float8(DataType type) {
        return type == DataType.FLOAT8E4M3FN
                ? Optional.of(Precision.FP8_E4M3)
                : type == DataType.FLOAT8E5M2 ? Optional.of(Precision.FP8_E5M2) : Optional.empty();
    }

    static Optional<QuantSpec> halves(DataType type) {
        return type == DataType.FLOAT16
                ? Optional.of(QuantSpec.ofFloat(Precision.FP16))
                : type == DataType.BFLOAT16 ? Optional.of(QuantSpec.ofFloat(Precision.BF16)) : Optional.empty();
    }

    private static Optional<Precision> precision(QuantParams grid) {
        return Precision.ofLabel("int" + grid.type().bits());
    }

    private static boolean hasLowestCode(QuantParams grid, TensorData codes) {
        for (int i = 0; i < codes.elementCount(); i++) {
            if (codes.longAt(i) == grid.type().qMin()) {
                return true;
            }
        }
        return false;
    }

    private static RangeRule.Given rule(QuantParams grid, Precision precision) {
        List<Float> scales = new ArrayList<>();
        List<Integer> zeroPoints = new ArrayList<>();
        for (int c = 0; c < grid.channels(); c++) {
            scales.add(grid.scale(c));
            zeroPoints.add(grid.zeroPoint(c) - shift(grid.type()));
        }
        return new RangeRule.Given(precision.bits(), scales, zeroPoints);
    }

    /** Unsigned codes are those of the signed type of the same width, moved by half their number. */
    private static int shift(QuantType type) {
        return type.storage().isSigned() ? 0 : 1 << (type.bits() - 1);
    }
}
