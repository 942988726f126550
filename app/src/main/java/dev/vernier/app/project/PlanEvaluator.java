package dev.vernier.app.project;

import dev.vernier.engine.evaluate.EvaluationResult;
import dev.vernier.engine.evaluate.SamplePredictions;
import dev.vernier.engine.progress.Cancellation;
import dev.vernier.engine.quantize.QuantizedModel;
import dev.vernier.engine.spec.QuantPlan;

/** Answers what a plan does to the open model. Returns at once, where nothing else is said; answers come on other threads. */
public interface PlanEvaluator extends AutoCloseable {
    /** Hears the answers to one plan, in this order. A plan that a newer one replaced may go unanswered. */
    interface Answers {
        /** The plan is computed: sizes, scales and weight errors are known. */
        void quantized(QuantizedModel model);

        /** A growing result; the last one is final. */
        void evaluated(EvaluationResult result);

        /** The plan has no answer. */
        void failed(RuntimeException error);
    }

    /** Asks for {@code plan} and gives up what was asked before. */
    void submit(QuantPlan plan, Answers answers);

    /**
     * While a hand moves, one core is left to the window: what is asked is worked on with one less, if there are several. A plan that was
     * begun is then answered once before a newer one has its turn.
     *
     * @param moving from now on until the next call
     */
    void handMoves(boolean moving);

    /** Gives up what was asked last; it goes unanswered. */
    void cancel();

    /**
     * What both models predict for each sample. Answers on the calling thread, and may take long for a model that was not evaluated.
     *
     * @throws java.util.concurrent.CancellationException if asked to stop
     */
    SamplePredictions predictions(QuantizedModel model, Cancellation cancellation);

    @Override
    void close();
}
