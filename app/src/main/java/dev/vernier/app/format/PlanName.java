package dev.vernier.app.format;

import dev.vernier.engine.spec.Cures;
import dev.vernier.engine.spec.QuantPlan;
import java.util.Set;

/** A plan in a few words. */
public final class PlanName {
    private PlanName() {}

    /** {@code int8}; {@code int8, 2 layers by hand, equalized}. */
    public static String of(QuantPlan plan) {
        return of(plan, plan.overrides().keySet());
    }

    /**
     * The same of a plan that a quantized file asks for: {@code int8, as in the file}.
     *
     * @param changed the layers that differ from the preset and from the file
     */
    public static String of(QuantPlan plan, Set<String> changed) {
        int byHand = changed.size();
        String file = byHand == 0 && !plan.overrides().isEmpty() ? ", as in the file" : "";
        return plan.preset().label()
                + (byHand == 0 ? file : ", " + byHand + (byHand == 1 ? " layer" : " layers") + " by hand")
                + cures(plan.cures());
    }

    /** {@code , equalized, biases corrected}. */
    private static String cures(Cures cures) {
        return (cures.equalization() == Cures.Equalization.NONE ? "" : ", equalized")
                + (cures.roundings().isEmpty() ? "" : ", rounding learned")
                + (cures.biasCorrections().isEmpty() ? "" : ", biases corrected");
    }
}
