package dev.vernier.engine.exec;

import dev.vernier.engine.progress.BackgroundThread;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Works on several batches at once, each on a core of its own, and hands over what they gave in their order. A core that goes with one
 * batch through the whole network waits for no other core after each layer and finds in its own cache what the layer before has written.
 */
public final class BatchLanes implements AutoCloseable {
    /** What is done with a batch, with kernels for the thread it is done on. */
    @FunctionalInterface
    public interface Work<T> {
        T on(int batch, KernelCache kernels);
    }

    private record Lane(ExecutorService thread, KernelCache kernels) {}

    private final KernelCache kernels;
    private final List<Lane> lanes = new ArrayList<>();
    /** How many lanes begin nothing; guarded by this. */
    private int spared;
    /** What is under way; null for nothing; guarded by this. */
    private Round<?> current;

    /** @param kernels outlives this */
    public BatchLanes(KernelCache kernels) {
        this.kernels = kernels;
        int worth = KernelCache.lanesWorthHaving();
        for (int i = 0; worth > 1 && i < worth; i++) {
            ExecutorService thread = BackgroundThread.executor("vernier-batch");
            thread.execute(KernelCache::keepToThisThread);
            lanes.add(new Lane(thread, kernels.lane()));
        }
    }

    /**
     * Works on batches 0 up to {@code batches}; fewer than there are lanes have all cores one after the other.
     *
     * @param taken hears what each gave, in order, on the calling thread
     * @throws RuntimeException what the work or {@code taken} threw; nothing is being worked on then
     */
    public <T> void run(int batches, Work<T> work, Consumer<T> taken) {
        if (lanes.isEmpty() || batches < lanes.size()) {
            for (int b = 0; b < batches; b++) {
                taken.accept(work.on(b, kernels));
            }
            return;
        }
        Round<T> round = new Round<>(batches, lanes.size(), work);
        begin(round);
        for (int i = 0; i < lanes.size(); i++) {
            int lane = i;
            lanes.get(i).thread().execute(() -> round.work(lane, lanes.get(lane).kernels()));
        }
        try {
            for (int b = 0; b < batches; b++) {
                taken.accept(round.take(b));
            }
        } finally {
            round.stop();
            begin(null);
        }
    }

    private synchronized void begin(Round<?> round) {
        current = round;
        spare(spared);
    }

    /**
     * From the next batch on some lanes begin nothing, also of what is under way; one always does.
     *
     * @param count how many; 0 for none
     */
    public synchronized void spare(int count) {
        spared = count;
        if (current != null) {
            current.use(Math.max(1, lanes.size() - count));
        }
    }

    @Override
    public void close() {
        lanes.forEach(lane -> lane.thread().shutdown());
        for (Lane lane : lanes) {
            awaitEnd(lane.thread());
            lane.kernels().close();
        }
        lanes.clear();
    }

    private static void awaitEnd(ExecutorService thread) {
        boolean interrupted = false;
        while (true) {
            try {
                if (thread.awaitTermination(1, TimeUnit.MINUTES)) {
                    break;
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** One run over all batches: which is next, what is done. */
    private static final class Round<T> {
        private final int batches;
        private final Work<T> work;
        private final Map<Integer, T> done = new HashMap<>();
        private Throwable failure;
        private int next;
        private int working;
        /** Lanes from this one on wait. */
        private int used;

        Round(int batches, int lanes, Work<T> work) {
            this.batches = batches;
            this.work = work;
            this.working = lanes;
            this.used = lanes;
        }

        /** What each lane does. */
        void work(int lane, KernelCache kernels) {
            try {
                for (int b = begin(lane); b < batches; b = begin(lane)) {
                    finish(b, work.on(b, kernels));
                }
            } catch (RuntimeException | Error e) {
                fail(e);
            } finally {
                end();
            }
        }

        private synchronized int begin(int lane) {
            waitUntil(() -> lane < used || next == batches);
            int mine = next < batches ? next++ : batches;
            if (next == batches) {
                notifyAll();
            }
            return mine;
        }

        synchronized void use(int lanes) {
            used = lanes;
            notifyAll();
        }

        private synchronized void finish(int batch, T result) {
            done.put(batch, result);
            notifyAll();
        }

        private synchronized void fail(Throwable e) {
            failure = failure == null ? e : failure;
            next = batches;
            notifyAll();
        }

        private synchronized void end() {
            working--;
            notifyAll();
        }

        /** Waits for what {@code batch} gave. */
        synchronized T take(int batch) {
            waitUntil(() -> done.containsKey(batch) || failure != null);
            if (failure instanceof Error) {
                throw (Error) failure;
            }
            if (failure != null) {
                throw (RuntimeException) failure;
            }
            return done.remove(batch);
        }

        /** Begins nothing new and waits for what is being worked on. */
        synchronized void stop() {
            next = batches;
            notifyAll();
            waitUntil(() -> working == 0);
        }

        private void waitUntil(BooleanSupplier condition) {
            boolean interrupted = false;
            while (!condition.getAsBoolean()) {
                try {
                    wait();
                } catch (InterruptedException e) {
                    // The lanes use memory that the caller owns; evaluations are stopped by their cancellation.
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
