package dev.vernier.engine.evaluate;

import dev.vernier.engine.VernierException;
import dev.vernier.engine.data.Dataset;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.progress.BackgroundThread;
import dev.vernier.engine.progress.Cancellation;
import dev.vernier.engine.progress.Progress;
import dev.vernier.engine.quantize.QuantizedModel;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Evaluates one quantized model after another against the same float model and data, reusing every activation that did not change.
 *
 * <p>Activations are known by a fingerprint of the operation, the quantization parameters in effect and the fingerprints of what it
 * reads. A change at one layer leaves everything upstream as it was, so only that layer and what follows run; going back is found in the
 * cache. There are no dirty flags. Batches are divided always alike, so an incremental result equals a fresh one bit for bit.
 *
 * <p>Safe to be called from several threads; evaluations run one at a time.
 */
public final class EvaluationSession implements AutoCloseable {
    private final SessionState state;
    private final ReentrantLock running = new ReentrantLock();
    private final AtomicLong latest = new AtomicLong();
    /** Requests up to this one are not to be answered any more. */
    private final AtomicLong givenUp = new AtomicLong();

    private volatile boolean keepsEstimatesComing;
    private final ExecutorService worker = BackgroundThread.executor("vernier-evaluation");
    private volatile boolean closed;

    /**
     * @param data fitted to the graph: as many inputs, of the same shapes
     * @throws VernierException if there is no sample to evaluate, or an input does not fit
     */
    public EvaluationSession(Graph graph, Dataset data, EvaluationOptions options) {
        if (data.size() == 0 || options.samples() < 1) {
            throw new VernierException("Data set " + data.name() + " has no samples to evaluate; choose another one");
        }
        if (data.inputs().size() != graph.inputs().size()) {
            throw new VernierException(
                    "Model " + graph.name() + " takes " + graph.inputs().size()
                            + " inputs but data set " + data.name() + " has "
                            + data.inputs().size()
                            + "; choose data made for this model");
        }
        this.state = new SessionState(graph, data, options);
    }

    /**
     * Evaluates {@code model} on the session's own thread and stops what it was doing, unless {@linkplain #keepEstimatesComing estimates are
     * to keep coming}; the latest request wins and its final result is always delivered.
     *
     * @param onResult hears growing results, the last one {@linkplain EvaluationResult#isFinal() final}; called on the session's thread
     * @param onFailure hears what went wrong, if anything did, unless a newer request replaced this one
     */
    public void submit(
            QuantizedModel model, Consumer<EvaluationResult> onResult, Consumer<RuntimeException> onFailure) {
        long request = latest.incrementAndGet();
        AtomicBoolean told = new AtomicBoolean();
        Cancellation superseded = () ->
                closed || request <= givenUp.get() || latest.get() != request && (told.get() || !keepsEstimatesComing);
        worker.execute(() -> {
            if (latest.get() != request || superseded.isRequested()) {
                return;
            }
            try {
                EvaluationResult last = evaluate(
                        model,
                        result -> {
                            told.set(true);
                            onResult.accept(result);
                        },
                        superseded);
                if (!superseded.isRequested()) {
                    onResult.accept(last);
                }
            } catch (CancellationException replaced) {
                // A newer request is on its way and will be answered.
            } catch (RuntimeException e) {
                if (!superseded.isRequested()) {
                    onFailure.accept(e);
                }
            }
        });
    }

    /**
     * While plans come faster than a slow network answers, none would ever be answered if each stopped the one before: from now on what
     * {@link #submit} has begun goes on until its first result is told, and then the latest plan has its turn.
     *
     * @param keeps {@code false}: a newer plan stops an older one at once again, also the one that runs
     */
    public void keepEstimatesComing(boolean keeps) {
        keepsEstimatesComing = keeps;
    }

    /**
     * Leaves cores to others from the next batch on, also of an evaluation that runs; where there would be none left it keeps one.
     *
     * @param cores how many; 0 for none
     */
    public void spareCores(int cores) {
        state.lanes().spare(cores);
    }

    /** Stops what {@link #submit} started, if anything. */
    public void cancel() {
        givenUp.set(latest.get());
    }

    /**
     * Evaluates {@code model} on the calling thread.
     *
     * @param onResult hears the results before the final one
     * @return the final result
     * @throws CancellationException if asked to stop
     * @throws VernierException if a layer cannot run
     */
    public EvaluationResult evaluate(
            QuantizedModel model, Consumer<EvaluationResult> onResult, Cancellation cancellation) {
        running.lock();
        try {
            if (closed) {
                throw new CancellationException();
            }
            state.cache().nextGeneration();
            return new PlanEvaluation(state, model).run(onResult, cancellation);
        } finally {
            running.unlock();
        }
    }

    /**
     * Evaluates several models on the calling thread, each as {@link #evaluate} would, bit for bit, but in much less time where they have
     * layers in common, and without errors layer by layer. Nothing of it is kept for later evaluations.
     *
     * @param models in an order in which each has most in common with the one before: those changed at the first layers first
     * @param onResults hears results of all models over growing numbers of samples, before the final ones
     * @return final results in the order of {@code models}
     * @throws CancellationException if asked to stop
     * @throws VernierException if a layer cannot run
     */
    public List<EvaluationResult> evaluateAll(
            List<QuantizedModel> models, Consumer<List<EvaluationResult>> onResults, Cancellation cancellation) {
        running.lock();
        try {
            if (closed) {
                throw new CancellationException();
            }
            return new PlanSweep(state, models).run(onResults, cancellation);
        } finally {
            running.unlock();
        }
    }

    /**
     * What both models predict for each sample; at hand for a model that was evaluated.
     *
     * @throws CancellationException if asked to stop
     */
    public SamplePredictions predictions(QuantizedModel model, Cancellation cancellation) {
        running.lock();
        try {
            if (closed) {
                throw new CancellationException();
            }
            return SamplePredictions.of(state, model, cancellation);
        } finally {
            running.unlock();
        }
    }

    /**
     * What {@code model} answers for each sample, number by number; at hand for a model that was evaluated.
     *
     * @throws CancellationException if asked to stop
     * @throws VernierException if a layer cannot run
     */
    public ModelAnswers answers(QuantizedModel model, Progress progress, Cancellation cancellation) {
        running.lock();
        try {
            if (closed) {
                throw new CancellationException();
            }
            return ModelAnswers.of(state, model, progress, cancellation);
        } finally {
            running.unlock();
        }
    }

    /** Native bytes of activations in the cache. */
    public long cachedBytes() {
        return state.cache().bytes();
    }

    /** Stops what is running and gives all native memory back. */
    @Override
    public void close() {
        closed = true;
        worker.shutdown();
        running.lock();
        try {
            state.close();
        } finally {
            running.unlock();
        }
    }
}
