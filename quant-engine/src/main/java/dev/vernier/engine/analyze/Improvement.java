package dev.vernier.engine.analyze;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A cure that a plan can be given, in the order in which they are applied. */
public enum Improvement {
    /** {@link dev.vernier.engine.equalize.CrossLayerEqualization}. */
    CLE("cross-layer equalization"),
    /** Range rule {@link dev.vernier.engine.spec.RangeRule.LeastSquaredError} for weights. */
    WEIGHT_CLIPPING("weight clipping"),
    /** {@link RoundingLearner}. */
    ADAROUND("learned rounding (AdaRound)"),
    /** {@link BiasCorrector}. */
    BIAS_CORRECTION("bias correction");

    private final String title;

    Improvement(String title) {
        this.title = title;
    }

    /** As people write it. */
    public String title() {
        return title;
    }

    /** {@code cle}, {@code weight-clipping}, {@code adaround}, {@code bias-correction}: as on the command line. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<Improvement> ofLabel(String label) {
        return Stream.of(values()).filter(i -> i.label().equals(label)).findFirst();
    }
}
