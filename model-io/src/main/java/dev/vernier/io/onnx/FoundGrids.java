package dev.vernier.io.onnx;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.QuantParams;
import dev.vernier.engine.graph.QuantType;
import dev.vernier.engine.graph.TensorData;
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
