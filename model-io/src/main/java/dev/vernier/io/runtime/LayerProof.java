package dev.vernier.io.runtime;

/**
 * One layer's result in the runtime beside the simulation's.
 *
 * @param step what counts as one step: of its grid; of half precision the spacing at its largest value; of float32 1e-4 of that
 * @param withinOneStep share of its values that differ by at most one step
 * @param maxAbsDifference largest difference of a value
 */
public record LayerProof(String layer, double step, double withinOneStep, double maxAbsDifference) {
    /** The least share within one step at which runtime and simulation still go together. */
    public static final double TOGETHER = 0.99;

    /** Whether runtime and simulation have parted. */
    public boolean parts() {
        return withinOneStep < TOGETHER;
    }
}
