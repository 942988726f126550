package dev.vernier.app.project;

import dev.vernier.engine.evaluate.EvaluationResult;
import dev.vernier.engine.evaluate.Metric;
import dev.vernier.engine.evaluate.PlanScore;
import dev.vernier.engine.spec.QuantPlan;
import java.util.Optional;

/**
 * A plan kept beside the present one, with its numbers.
 *
 * @param letter A, B, C, …
 * @param words what it is: the step that led to it, or the name it was given
 * @param score empty until it was measured to the end
 * @param recalled whether the score was read from a project's file, and not measured since
 */
public record Snapshot(String letter, String words, QuantPlan plan, Optional<PlanScore> score, boolean recalled) {
    /** With what was measured since the model was opened, if anything. */
    public Snapshot(String letter, String words, QuantPlan plan, Optional<PlanScore> score) {
        this(letter, words, plan, score, false);
    }

    /** Under another name. */
    public Snapshot named(String name) {
        return new Snapshot(letter, name, plan, score, recalled);
    }

    /** Whether a measurement of its plan says something new. */
    boolean isToBeMeasured() {
        return score.isEmpty() || recalled;
    }

    /** With the numbers led by {@code metric}; null for the one that mattered most when they were measured. */
    Snapshot ledBy(Metric metric) {
        return new Snapshot(
                letter,
                words,
                plan,
                score.map(
                        s -> s.ledBy(metric == null ? Metric.usualOf(s.metrics().keySet()) : metric)),
                recalled);
    }

    Snapshot withResult(EvaluationResult measured) {
        return new Snapshot(letter, words, plan, Optional.of(PlanScore.of(measured)));
    }
}
