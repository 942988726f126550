package dev.vernier.app.grid;

import dev.vernier.engine.graph.QuantType;
import dev.vernier.engine.quantize.AffineQuantization;
import dev.vernier.engine.spec.Precision;
import dev.vernier.engine.spec.Rounding;

/** Codes with a scale and a zero point. Immutable. */
public record IntegerGrid(Precision precision, QuantType type, float scale, int zeroPoint) implements NumberGrid {
    @Override
    public int index(double x) {
        return AffineQuantization.quantize((float) x, scale, zeroPoint, type, Rounding.HALF_TO_EVEN);
    }

    @Override
    public double value(int index) {
        return AffineQuantization.dequantize(index, scale, zeroPoint);
    }

    @Override
    public int first() {
        return type.qMin();
    }

    @Override
    public int last() {
        return type.qMax();
    }

    @Override
    public double reconstructed(double x) {
        return value(index(x));
    }

    @Override
    public String code(int index) {
        return Integer.toString(index).replace('-', '\u2212');
    }

    @Override
    public String bits(int index) {
        String all = "0".repeat(Integer.SIZE) + Integer.toBinaryString(index);
        return all.substring(all.length() - type.bits());
    }
}
