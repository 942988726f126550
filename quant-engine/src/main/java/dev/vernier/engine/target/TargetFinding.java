package dev.vernier.engine.target;

import java.util.Locale;

/**
 * A layer that the target runs in another way than the plan asks.
 *
 * @param layer its name
 * @param asked what the plan asks for: {@code int4 activations}
 * @param instead what the runtime does
 * @param cure how to settle it
 */
public record TargetFinding(String layer, Weight weight, String asked, String instead, String cure) {
    /** How much a finding matters. */
    public enum Weight {
        /** The numbers are those of the simulation; only time or room is not what one may expect. */
        NOTE,
        /** The runtime computes something else. */
        DIFFERS,
        /** There is no such file: export refuses. */
        REFUSED;

        /** {@code note}, {@code differs}, {@code refused}. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Without the layer's name: {@code int4 activations: … ; …}. */
    public String sentence() {
        return asked + ": " + instead + "; " + cure;
    }
}
