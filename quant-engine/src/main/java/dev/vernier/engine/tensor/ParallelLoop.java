package dev.vernier.engine.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A counted loop split over threads, for what no native kernel does. The parts depend on the length alone, so that sums over parts are the
 * same on every run.
 *
 * <p>As many threads as the environment variable {@code OMP_NUM_THREADS} says (it governs the native kernels too), or one a core.
 */
public final class ParallelLoop {
    /** Threads that work on one loop, the caller's among them. */
    public static final int THREADS = threads();

    private static final ExecutorService HELPERS = helpers();

    /** Whether loops of this thread are done by it alone. */
    private static final ThreadLocal<Boolean> ALONE = ThreadLocal.withInitial(() -> false);

    private ParallelLoop() {}

    /** From now on loops of the calling thread are done by it alone, because others like it have the other cores. */
    public static void stayAlone() {
        ALONE.set(true);
    }

    /** Does the work of indices {@code from} up to {@code to}. */
    @FunctionalInterface
    public interface Body {
        void run(long from, long to);
    }

    /**
     * Runs {@code body} over {@code [0, count)} and waits for all parts.
     *
     * @param minPerPart below two parts of this length the caller does all the work
     * @throws RuntimeException what a part threw; none is at work any more then
     */
    public static void run(long count, long minPerPart, Body body) {
        int parts = (int) Math.min(THREADS, count / Math.max(1, minPerPart));
        if (parts <= 1 || ALONE.get()) {
            if (count > 0) {
                body.run(0, count);
            }
            return;
        }
        List<Future<?>> others = new ArrayList<>(parts - 1);
        for (int part = 1; part < parts; part++) {
            long from = count * part / parts;
            long to = count * (part + 1) / parts;
            others.add(HELPERS.submit(() -> body.run(from, to)));
        }
        Throwable failure = null;
        try {
            body.run(0, count / parts);
        } catch (RuntimeException | Error e) {
            failure = e;
        }
        for (Future<?> other : others) {
            Throwable itsFailure = await(other);
            failure = failure == null ? itsFailure : failure;
        }
        if (failure instanceof Error) {
            throw (Error) failure;
        }
        if (failure != null) {
            throw (RuntimeException) failure;
        }
    }

    /**
     * Waits even when interrupted: the part still writes to memory its caller owns.
     *
     * @return what the part threw, or null
     */
    private static Throwable await(Future<?> part) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    part.get();
                    return null;
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    return e.getCause();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static int threads() {
        int cores = Runtime.getRuntime().availableProcessors();
        String asked = System.getenv("OMP_NUM_THREADS");
        return asked != null && asked.matches("[1-9][0-9]{0,3}") ? Math.min(Integer.parseInt(asked), cores) : cores;
    }

    private static ExecutorService helpers() {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                Math.max(1, THREADS - 1),
                Math.max(1, THREADS - 1),
                30,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                task -> {
                    Thread t = new Thread(task, "vernier-loop");
                    t.setDaemon(true);
                    return t;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }
}
