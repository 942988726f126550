package dev.vernier.engine.graph.op;

/**
 * The activation a runtime fuses into the operation before it: the result is limited to {@code [low, high]}.
 *
 * <p>ReLU is {@code [0, ∞]}, ReLU6 {@code [0, 6]}; {@link #NONE} limits nothing.
 */
public record Clamp(float low, float high) {
    public static final Clamp NONE = new Clamp(Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY);
    public static final Clamp RELU = new Clamp(0, Float.POSITIVE_INFINITY);
    public static final Clamp RELU6 = new Clamp(0, 6);

    public Clamp {
        if (!(low <= high)) {
            throw new IllegalArgumentException("clamp [" + low + ", " + high + "]");
        }
    }

    public boolean isNone() {
        return equals(NONE);
    }

    /** What both limits together allow: this clamp, then {@code next}. */
    public Clamp then(Clamp next) {
        return new Clamp(next.apply(low), next.apply(high));
    }

    public float apply(float x) {
        return Math.min(Math.max(x, low), high);
    }

    /** As it is shown after an operation's name: empty, {@code ReLU}, {@code ReLU6} or {@code [low, high]}. */
    public String label() {
        if (isNone()) {
            return "";
        }
        return equals(RELU) ? "ReLU" : equals(RELU6) ? "ReLU6" : "[" + low + ", " + high + "]";
    }
}
