package dev.vernier.app.project;

import dev.vernier.engine.evaluate.EvaluationResult;
import dev.vernier.engine.spec.QuantPlan;
import java.util.Optional;

/**
 * A plan kept beside the present one, with its numbers.
 *
 * @param letter A, B, C, …
 * @param words what it is: the step that led to it, or the name it was given
 * @param result empty until it was measured to the end
 */
public record Snapshot(String letter, String words, QuantPlan plan, Optional<EvaluationResult> result) {
    /** Under another name. */
    public Snapshot named(String name) {
        return new Snapshot(letter, name, plan, result);
    }

    public Snapshot withResult(EvaluationResult measured) {
        return new Snapshot(letter, words, plan, Optional.of(measured));
    }
}
