package dev.vernier.engine.evaluate;

import dev.vernier.engine.data.Dataset;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.progress.Cancellation;
import dev.vernier.engine.quantize.QuantizedModel;
import java.util.function.Consumer;

/** Evaluates one quantized model after another against the same float model and data, reusing every activation that did not change. */
public final class EvaluationSession implements AutoCloseable {
    public EvaluationSession(Graph graph, Dataset data, EvaluationOptions options) {}

    /**
     * Evaluates {@code model} on the session's own thread and cancels what it was doing; the latest request wins and its final result is
     * always delivered.
     *
     * @param onResult hears growing results, the last one {@linkplain EvaluationResult#isFinal() final}; called on the session's thread
     * @param onFailure hears what went wrong, if anything did, unless a newer request replaced this one
     */
    public void submit(
            QuantizedModel model, Consumer<EvaluationResult> onResult, Consumer<RuntimeException> onFailure) {
        throw new UnsupportedOperationException();
    }

    /**
     * Evaluates {@code model} on the calling thread.
     *
     * @return the final result
     * @throws java.util.concurrent.CancellationException if asked to stop
     */
    public EvaluationResult evaluate(
            QuantizedModel model, Consumer<EvaluationResult> onResult, Cancellation cancellation) {
        throw new UnsupportedOperationException();
    }

    /** Bytes of activations in the cache. */
    public long cachedBytes() {
        return 0;
    }

    @Override
    public void close() {}
}
