package dev.vernier.app.compare;

import dev.vernier.app.format.NumberText;
import dev.vernier.app.format.ScoreText;
import dev.vernier.engine.evaluate.PlanScore;
import dev.vernier.engine.spec.Precision;
import dev.vernier.engine.spec.QuantPlan;
import java.util.Optional;

/**
 * One plan of the comparison, measured or not. Immutable.
 *
 * @param name {@code int8}, {@code A}, {@code present plan}
 * @param score empty until something was measured
 * @param reason why it cannot be measured, else empty
 * @param time in ONNX Runtime; empty until measured
 */
record ComparedPlan(
        Kind kind, String name, QuantPlan plan, Optional<PlanScore> score, String reason, Optional<RuntimeTime> time) {
    /** Where the plan comes from. */
    enum Kind {
        TECHNIQUE,
        SNAPSHOT,
        PRESENT
    }

    boolean isMeasured() {
        return score.isPresent();
    }

    /** Whether more samples are to come. */
    boolean isGrowing() {
        return score.isPresent() && !score.get().isFinal();
    }

    /** The precision whose colour stands for the plan: that of the activations where they are wider than 8 bits, else of the weights. */
    Precision precision() {
        Precision activations = plan.preset().config().activations().precision();
        return activations == Precision.INT16
                ? activations
                : plan.preset().config().weights().precision();
    }

    /** The name where there is little room: of a snapshot its letter, of the present plan {@code present}. */
    String shortName() {
        return kind == Kind.TECHNIQUE ? name : name.substring(0, name.indexOf(' '));
    }

    /** What {@code ÷} float32 it is, for people. */
    String ratio() {
        return score.filter(s -> s.sizeBytes() > 0)
                .map(s -> NumberText.ratio((double) s.floatBytes() / s.sizeBytes()))
                .orElse(NumberText.NONE);
    }

    /** The plan and its numbers, for screen readers. */
    String sentence() {
        if (score.isEmpty()) {
            return name + ": " + (reason.isEmpty() ? "not measured" : reason);
        }
        PlanScore s = score.get();
        return name + ", " + s.mainMetric().title() + " "
                + ScoreText.value(s.mainMetric(), s.main().value()) + ", size " + NumberText.bytes(s.sizeBytes());
    }
}
