package dev.vernier.engine.evaluate;

import dev.vernier.engine.data.Dataset;
import java.util.OptionalDouble;

/**
 * Counts how another runtime's answers stand beside a model's own: classes, and which of them are right, are read as an evaluation reads
 * them.
 */
public final class AnswerComparison {
    private final ModelAnswers own;
    private final Truth truth;
    private final Agreement agreement = new Agreement();
    private final TopAccuracy accuracy = new TopAccuracy(1);

    /** @param data that {@code own} was answered on */
    public AnswerComparison(ModelAnswers own, Dataset data) {
        this.own = own;
        this.truth = Truth.of(data, own.form(), own.scores(0, 1).length);
    }

    /**
     * @param from index of the first sample
     * @param scores the other runtime's, for {@code count} samples
     */
    public void add(int from, int count, float[] scores) {
        ScoredBatch batch = truth.batch(
                from,
                OutputBatch.of(own.scores(from, count), count, own.form()),
                OutputBatch.of(scores, count, own.form()));
        if (own.form().hasClasses()) {
            agreement.add(batch);
        }
        if (truth.kind() == Truth.Kind.CLASSES) {
            accuracy.add(batch);
        }
    }

    /** Share of predictions that are the same; empty where answers are no classes. */
    public OptionalDouble agreement() {
        return own.form().hasClasses() ? OptionalDouble.of(agreement.value().value()) : OptionalDouble.empty();
    }

    /** Share of labels that the model predicts; empty without labels. */
    public OptionalDouble ownTop1() {
        return truth.kind() == Truth.Kind.CLASSES ? accuracy.value().baseline() : OptionalDouble.empty();
    }

    /** Share of labels that the other runtime predicts; empty without labels. */
    public OptionalDouble otherTop1() {
        return truth.kind() == Truth.Kind.CLASSES
                ? OptionalDouble.of(accuracy.value().value())
                : OptionalDouble.empty();
    }
}
