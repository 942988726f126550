package dev.vernier.engine.spec;

import java.util.BitSet;
import java.util.Objects;

/**
 * Which of a layer's weights are rounded up, the others being rounded down: a bit a weight, found by minimizing the error of the layer's
 * result rather than that of its weights (AdaRound, Nagel et al. 2020). Immutable.
 *
 * <p>The code of a weight {@code w} is {@code floor(w / scale) + zeroPoint}, plus 1 where its bit is set, limited to the grid.
 */
public final class LearnedRounding {
    private final QuantSpec learnedFor;
    private final int size;
    private final BitSet up;

    /**
     * @param learnedFor the grid the bits are for; in effect only where the plan asks for it
     * @param size number of weights
     * @param up the weights rounded up, in the tensor's row-major order
     */
    public LearnedRounding(QuantSpec learnedFor, int size, BitSet up) {
        this.learnedFor = Objects.requireNonNull(learnedFor);
        this.size = size;
        this.up = (BitSet) up.clone();
        if (size < 0 || up.length() > size) {
            throw new IllegalArgumentException("bit " + (up.length() - 1) + " of " + size + " weights");
        }
    }

    public QuantSpec learnedFor() {
        return learnedFor;
    }

    /** Number of weights. */
    public int size() {
        return size;
    }

    public boolean isUp(int weight) {
        return up.get(weight);
    }

    /** The bits, eight to a byte, the first in the lowest bit; as many bytes as that takes. */
    public byte[] toBytes() {
        byte[] bytes = new byte[(size + 7) / 8];
        byte[] used = up.toByteArray();
        System.arraycopy(used, 0, bytes, 0, used.length);
        return bytes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LearnedRounding
                && size == ((LearnedRounding) other).size
                && learnedFor.equals(((LearnedRounding) other).learnedFor)
                && up.equals(((LearnedRounding) other).up);
    }

    @Override
    public int hashCode() {
        return Objects.hash(learnedFor, size, up);
    }

    @Override
    public String toString() {
        return up.cardinality() + " of " + size + " weights up";
    }
}
