package dev.vernier.app.jobs;

import dev.vernier.engine.progress.BackgroundThread;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import javafx.application.Platform;

/** One thread for short questions; a newer question makes an older one's answer worthless, which is then not delivered. */
public final class BackgroundWork {
    private final AtomicLong latest = new AtomicLong();
    private final ExecutorService thread;

    /** @param name of the thread */
    public BackgroundWork(String name) {
        thread = BackgroundThread.executor(name);
    }

    /** Asks {@code question} in the background and hands its answer to {@code receiver} on the window's thread. */
    public <T> void run(Supplier<T> question, Consumer<T> receiver) {
        run(stopped -> question.get(), receiver);
    }

    /**
     * The same for a question that looks now and then whether it still matters.
     *
     * @param question may throw {@link CancellationException} when it does not
     */
    public <T> void run(Function<BooleanSupplier, T> question, Consumer<T> receiver) {
        run(question, receiver, e -> {
            throw e;
        });
    }

    /**
     * The same for a question that may have no answer.
     *
     * @param failed hears why, on the window's thread
     */
    public <T> void run(
            Function<BooleanSupplier, T> question, Consumer<T> receiver, Consumer<RuntimeException> failed) {
        long mine = latest.incrementAndGet();
        BooleanSupplier stopped = () -> latest.get() != mine;
        thread.execute(() -> {
            if (!stopped.getAsBoolean()) {
                try {
                    T answer = question.apply(stopped);
                    deliver(stopped, () -> receiver.accept(answer));
                } catch (CancellationException replaced) {
                    // a newer question is on its way
                } catch (RuntimeException e) {
                    deliver(stopped, () -> failed.accept(e));
                }
            }
        });
    }

    private static void deliver(BooleanSupplier stopped, Runnable answer) {
        Platform.runLater(() -> {
            if (!stopped.getAsBoolean()) {
                answer.run();
            }
        });
    }

    /** Makes the answer to what was asked last worthless. */
    public void forget() {
        latest.incrementAndGet();
    }
}
