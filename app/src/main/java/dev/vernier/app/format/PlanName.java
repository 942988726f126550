package dev.vernier.app.format;

import dev.vernier.engine.spec.QuantPlan;

/** A plan in a few words. */
public final class PlanName {
    private PlanName() {}

    /** {@code int8}; {@code int8, 2 layers by hand}. */
    public static String of(QuantPlan plan) {
        int byHand = plan.overrides().size();
        return plan.preset().label()
                + (byHand == 0 ? "" : ", " + byHand + (byHand == 1 ? " layer" : " layers") + " by hand");
    }
}
