package dev.vernier.app.jobs;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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
        thread = Executors.newSingleThreadExecutor(r -> {
            Thread t = new Thread(r, name);
            t.setDaemon(true);
            return t;
        });
    }

    /** Asks {@code question} in the background and hands its answer to {@code receiver} on the window's thread. */
    public <T> void run(Supplier<T> question, Consumer<T> receiver) {
        run(stopped -> question.get(), receiver);
    }

    /** The same for a question that looks now and then whether it still matters. */
    public <T> void run(Function<BooleanSupplier, T> question, Consumer<T> receiver) {
        long mine = latest.incrementAndGet();
        BooleanSupplier stopped = () -> latest.get() != mine;
        thread.execute(() -> {
            if (!stopped.getAsBoolean()) {
                T answer = question.apply(stopped);
                Platform.runLater(() -> {
                    if (!stopped.getAsBoolean()) {
                        receiver.accept(answer);
                    }
                });
            }
        });
    }
}
