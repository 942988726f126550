package dev.vernier.app.drawer;

import dev.vernier.app.jobs.Job;
import dev.vernier.app.jobs.Jobs;
import dev.vernier.app.notice.Notice;
import java.util.function.Function;
import java.util.function.Supplier;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.concurrent.Task;

/**
 * The long job that a view of the drawer starts and stops, one at a time: whether it can be started, whether it runs, how far it is or how it
 * ended, and what went wrong. To be used on the window's thread.
 */
public final class DrawerJob {
    private final ReadOnlyBooleanWrapper running = new ReadOnlyBooleanWrapper(this, "running");
    private final BooleanProperty runnable = new SimpleBooleanProperty(this, "runnable");
    private final ReadOnlyStringWrapper status = new ReadOnlyStringWrapper(this, "status", "");
    private final ObjectProperty<Notice> notice = new SimpleObjectProperty<>(this, "notice");
    private Task<?> task;
    private Supplier<String> stopped;

    public ReadOnlyBooleanProperty runningProperty() {
        return running.getReadOnlyProperty();
    }

    /** Whether there is something to work on. */
    public BooleanProperty runnableProperty() {
        return runnable;
    }

    /** {@code int8, 4 of 10} while it runs, then {@code 797 samples · 3.1 s}. */
    public ReadOnlyStringProperty statusProperty() {
        return status.getReadOnlyProperty();
    }

    /** What went wrong; null if nothing. */
    public ObjectProperty<Notice> noticeProperty() {
        return notice;
    }

    /**
     * Starts {@code job}, which must not run already.
     *
     * @param name in the list of tasks
     * @param done hears the answer and tells the status then
     * @param stopped tells the status if it is stopped, here or in the list of tasks
     * @param failure what did not happen if it fails: {@code Search not finished}
     */
    public <T> Task<T> start(
            Jobs jobs, String name, Job<T> job, Function<T, String> done, Supplier<String> stopped, String failure) {
        running.set(true);
        this.stopped = stopped;
        Task<T> mine = jobs.start(name, job, answer -> ended(done.apply(answer)), e -> {
            ended("");
            notice.set(Notice.of(failure, e));
        });
        task = mine;
        status.bind(mine.messageProperty());
        mine.runningProperty().addListener((o, was, is) -> {
            if (task == mine && mine.isCancelled()) {
                ended(stopped.get());
            }
        });
        return mine;
    }

    /** Whether {@code started} is the job that runs. */
    public boolean isRunning(Task<?> started) {
        return task != null && task == started;
    }

    /** Stops it, if it runs. */
    public void cancel() {
        if (task != null) {
            Task<?> mine = task;
            ended(stopped.get());
            mine.cancel();
        }
    }

    /** Stops it, and nothing is said of what it did. */
    public void forget() {
        cancel();
        notice.set(null);
        status.set("");
    }

    private void ended(String words) {
        task = null;
        status.unbind();
        status.set(words);
        running.set(false);
    }
}
