package dev.vernier.app.format;

import dev.vernier.engine.spec.Cures;
import dev.vernier.engine.spec.QuantPlan;

/** A plan in a few words. */
public final class PlanName {
    private PlanName() {}

    /** {@code int8}; {@code int8, 2 layers by hand, equalized}. */
    public static String of(QuantPlan plan) {
        int byHand = plan.overrides().size();
        return plan.preset().label()
                + (byHand == 0 ? "" : ", " + byHand + (byHand == 1 ? " layer" : " layers") + " by hand")
                + cures(plan.cures());
    }

    /** {@code , equalized, biases corrected}. */
    private static String cures(Cures cures) {
        return (cures.equalization() == Cures.Equalization.NONE ? "" : ", equalized")
                + (cures.roundings().isEmpty() ? "" : ", rounding learned")
                + (cures.biasCorrections().isEmpty() ? "" : ", biases corrected");
    }
}
