package dev.vernier.app.jobs;

/**
 * Work that takes long enough to be listed with its progress and to be cancelled: opening, calibrating, searching, exporting.
 *
 * <pre>
 * jobs.start("Sensitivity of 21 layers", job -&gt; Sensitivity.run(graph, job.counting("layer"), job.cancellation()), shown::set, this::tell);
 * </pre>
 *
 * @param <T> what it answers
 */
@FunctionalInterface
public interface Job<T> {
    /**
     * Does the work, on a thread of its own.
     *
     * @param control what the job tells of itself, and hears
     * @throws java.util.concurrent.CancellationException if it was asked to stop
     * @throws Exception whatever else ended it; told to whom started it
     */
    T run(JobControl control) throws Exception;
}
