package dev.vernier.app.distribution;

import dev.vernier.app.jobs.BackgroundWork;
import dev.vernier.engine.spec.ClipRange;
import dev.vernier.engine.spec.QuantSpec;
import java.util.List;
import java.util.Optional;

/**
 * The ranges that a rule takes on the weights of a model without data: weights need no calibration, only the lowered plan does, which
 * elsewhere carries them. Resolved in the background. To be used on the window's thread.
 */
final class UncalibratedRanges {
    private final BackgroundWork resolving = new BackgroundWork("vernier-weight-ranges");
    private final Runnable onKnown;
    private Question asked;
    private List<ClipRange> answer = List.of();

    private record Question(TensorDistribution tensor, QuantSpec spec) {}

    /** @param onKnown called when ranges that {@link #of} did not know yet are known */
    UncalibratedRanges(Runnable onKnown) {
        this.onKnown = onKnown;
    }

    /** Of {@code weights} under {@code spec}, one or one for each channel; empty while they are being resolved. */
    Optional<List<ClipRange>> of(TensorDistribution weights, QuantSpec spec) {
        Question question = new Question(weights, spec);
        if (!question.equals(asked)) {
            asked = question;
            answer = List.of();
            resolving.run(() -> ClipRanges.resolve(weights, spec), ranges -> {
                answer = ranges;
                onKnown.run();
            });
        }
        return answer.isEmpty() ? Optional.empty() : Optional.of(answer);
    }
}
