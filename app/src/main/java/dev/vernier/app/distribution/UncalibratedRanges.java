package dev.vernier.app.distribution;

import dev.vernier.app.jobs.BackgroundWork;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Layer;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.quantize.WeightQuantizer;
import dev.vernier.engine.spec.ClipRange;
import dev.vernier.engine.spec.QuantSpec;
import java.util.List;
import java.util.Optional;

/**
 * The clipping ranges of weights in a model without data: they need no calibration, only the lowered plan does, which elsewhere carries
 * them. Resolved in the background. To be used on the window's thread.
 */
final class UncalibratedRanges {
    private final BackgroundWork resolving = new BackgroundWork("vernier-weight-ranges");
    private final Runnable onKnown;
    private Question asked;
    private List<ClipRange> answer = List.of();

    private record Question(Graph graph, Layer layer, QuantSpec spec) {}

    /** @param onKnown called when ranges that {@link #of} did not know yet are known */
    UncalibratedRanges(Runnable onKnown) {
        this.onKnown = onKnown;
    }

    /**
     * One range, or one for each channel; empty while they are being resolved, and where {@code spec} allows none.
     *
     * @param counted the same weights, counted
     */
    Optional<List<ClipRange>> of(Graph graph, Layer layer, TensorDistribution counted, QuantSpec spec) {
        Question question = new Question(graph, layer, spec);
        if (!question.equals(asked)) {
            asked = question;
            answer = List.of();
            resolving.run(
                    stopped -> resolve(question, counted),
                    ranges -> {
                        answer = ranges;
                        onKnown.run();
                    },
                    impossible -> {});
        }
        return answer.isEmpty() ? Optional.empty() : Optional.of(answer);
    }

    private static List<ClipRange> resolve(Question q, TensorDistribution counted) {
        if (!q.spec().precision().isInteger()) {
            return ClipRanges.resolve(counted, q.spec());
        }
        TensorData weights =
                q.graph().constant(q.layer().weights().orElseThrow()).orElseThrow();
        return WeightQuantizer.quantize(weights, q.layer().weightChannelAxis(), q.spec())
                .ranges();
    }
}
