package dev.vernier.app.jobs;

import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.concurrent.Task;

/** The long jobs under way. Each runs on a thread of its own and can be cancelled. To be used on the window's thread. */
public final class Jobs {
    private final ObservableList<Task<?>> running = FXCollections.observableArrayList();

    /**
     * Starts {@code task}.
     *
     * @param done hears its answer
     * @param failed hears what went wrong; a task that was cancelled is silent
     */
    public <T> void start(Task<T> task, Consumer<T> done, Consumer<Throwable> failed) {
        running.add(task);
        task.setOnSucceeded(e -> {
            running.remove(task);
            done.accept(task.getValue());
        });
        task.setOnCancelled(e -> running.remove(task));
        task.setOnFailed(e -> {
            running.remove(task);
            if (!(task.getException() instanceof CancellationException)) {
                failed.accept(task.getException());
            }
        });
        Thread thread = new Thread(task, "vernier-job-" + task.getTitle());
        thread.setDaemon(true);
        thread.start();
    }

    /** In the order they were started. */
    public ObservableList<Task<?>> running() {
        return running;
    }

    /** Asks all of them to stop. */
    public void cancelAll() {
        java.util.List.copyOf(running).forEach(Task::cancel);
    }
}
