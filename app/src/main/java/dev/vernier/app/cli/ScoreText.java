package dev.vernier.app.cli;

import dev.vernier.app.format.NumberText;
import dev.vernier.engine.evaluate.EvaluationResult;
import dev.vernier.engine.evaluate.Interval;
import java.util.Optional;
import java.util.OptionalDouble;

/** Scores as a terminal shows them. */
final class ScoreText {
    private ScoreText() {}

    /** {@code 97.86 %}. */
    static String share(OptionalDouble share) {
        return share.isPresent() ? NumberText.fixed(share.getAsDouble() * 100, 2) + " %" : NumberText.NONE;
    }

    static String share(double share) {
        return share(OptionalDouble.of(share));
    }

    /** In percent: {@code 96.6 to 98.7}. */
    static String interval(Optional<Interval> interval) {
        return interval.map(i -> NumberText.fixed(i.low() * 100, 1) + " to " + NumberText.fixed(i.high() * 100, 1))
                .orElse(NumberText.NONE);
    }

    /** In percentage points, signed. */
    static String difference(OptionalDouble difference) {
        return difference.isPresent() ? NumberText.signed(difference.getAsDouble() * 100, 2) : NumberText.NONE;
    }

    /** {@code −0.9 to +0.2}. */
    static String signedInterval(Optional<Interval> interval) {
        return interval.map(i -> NumberText.signed(i.low() * 100, 1) + " to " + NumberText.signed(i.high() * 100, 1))
                .orElse(NumberText.NONE);
    }

    /** How many times smaller than float32. */
    static String ratio(EvaluationResult result) {
        long size = result.model().sizeBytes();
        return size == 0 ? NumberText.NONE : NumberText.ratio((double) result.baselineSizeBytes() / size);
    }

    static String error(double meanAbsError) {
        return NumberText.significant(meanAbsError, 3);
    }
}
