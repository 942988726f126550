package dev.vernier.engine.spec;

/**
 * The real values that a grid covers: what lies outside is clipped to the nearer end.
 *
 * @param low lower end, at most 0 once {@link #withZero() stretched}
 * @param high upper end
 */
public record ClipRange(float low, float high) {
    public ClipRange {
        if (!(low <= high) || Float.isInfinite(low) || Float.isInfinite(high)) {
            throw new IllegalArgumentException("clipping range [" + low + ", " + high + "] is not a finite interval");
        }
    }

    /** The smallest range that holds this one and 0, which every grid must represent exactly. */
    public ClipRange withZero() {
        return new ClipRange(Math.min(low, 0f), Math.max(high, 0f));
    }

    /** The smallest range around 0 that holds this one. */
    public ClipRange symmetric() {
        float m = Math.max(Math.abs(low), Math.abs(high));
        return new ClipRange(-m, m);
    }

    /** The smallest range that holds both. */
    public ClipRange union(ClipRange other) {
        return new ClipRange(Math.min(low, other.low), Math.max(high, other.high));
    }

    public float width() {
        return high - low;
    }

    public boolean contains(float x) {
        return x >= low && x <= high;
    }
}
