package dev.vernier.engine.evaluate;

/**
 * Float values and what became of them, side by side, thinned out evenly where there were more than could be kept. Immutable by agreement:
 * the arrays are not copied.
 */
public final class ValuePairs {
    private final float[] x;
    private final float[] y;

    /**
     * @param x float values
     * @param y of the same length: the quantized ones
     */
    ValuePairs(float[] x, float[] y) {
        this.x = x;
        this.y = y;
    }

    public int size() {
        return x.length;
    }

    public float x(int i) {
        return x[i];
    }

    public float y(int i) {
        return y[i];
    }
}
