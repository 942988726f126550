package dev.vernier.app.project;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import javafx.application.Platform;

/** Hands values from any thread to the window's thread; values that pile up before it gets to them are dropped but for the latest. */
public final class LatestOnWindowThread<T> implements Consumer<T> {
    private final AtomicReference<T> waiting = new AtomicReference<>();
    private final Consumer<T> receiver;

    /** @param receiver called on the window's thread */
    public LatestOnWindowThread(Consumer<T> receiver) {
        this.receiver = receiver;
    }

    /** @param value not null */
    @Override
    public void accept(T value) {
        if (waiting.getAndSet(value) == null) {
            Platform.runLater(() -> receiver.accept(waiting.getAndSet(null)));
        }
    }
}
