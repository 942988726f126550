package dev.vernier.app.jobs;

import dev.vernier.engine.progress.BackgroundThread;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.concurrent.Task;

/**
 * The long jobs under way. Each runs on a thread of its own, stands in the status bar's list with its progress, and can be cancelled. To be
 * used on the window's thread.
 */
public final class Jobs {
    private static final long LONGEST_WRITE_SECONDS = 30;

    private final ObservableList<Task<?>> running = FXCollections.observableArrayList();
    private final Map<Task<?>, Thread> writing = new LinkedHashMap<>();
    private final ReadOnlyObjectWrapper<Path> saved = new ReadOnlyObjectWrapper<>(this, "saved");

    /**
     * Starts {@code job}.
     *
     * @param name in the list of tasks: {@code Opening resnet20.onnx}
     * @param done hears its answer, on the window's thread
     * @param failed hears what went wrong, likewise; a job that was cancelled is silent
     * @return the task, to be cancelled or watched
     */
    public <T> Task<T> start(String name, Job<T> job, Consumer<T> done, Consumer<Throwable> failed) {
        Task<T> task = new JobTask<>(name, job);
        start(task, done, failed, false);
        return task;
    }

    /** As {@link #start}, for a job that writes what somebody asked to keep: closing the window waits for it instead of stopping it. */
    public <T> Task<T> startWriting(String name, Job<T> job, Consumer<T> done, Consumer<Throwable> failed) {
        Task<T> task = new JobTask<>(name, job);
        start(task, done, failed, true);
        return task;
    }

    /**
     * Writes {@code file}, which somebody asked to keep.
     *
     * @param write writes it, in the background
     * @param done hears that it is written, on the window's thread
     */
    public void startSaving(Path file, Consumer<Path> write, Runnable done, Consumer<Throwable> failed) {
        startWriting(
                "Saving " + file.getFileName(),
                job -> {
                    write.accept(file);
                    return file;
                },
                written -> {
                    done.run();
                    // told anew where the same file is saved again
                    saved.set(null);
                    saved.set(written);
                },
                failed);
    }

    /** The file that was saved last; null for none. */
    public ReadOnlyObjectProperty<Path> savedProperty() {
        return saved.getReadOnlyProperty();
    }

    private <T> void start(Task<T> task, Consumer<T> done, Consumer<Throwable> failed, boolean writes) {
        Thread thread = BackgroundThread.of("vernier-job-" + task.getTitle(), task);
        running.add(task);
        if (writes) {
            writing.put(task, thread);
        }
        task.setOnSucceeded(e -> {
            end(task);
            done.accept(task.getValue());
        });
        task.setOnCancelled(e -> end(task));
        task.setOnFailed(e -> {
            end(task);
            if (!(task.getException() instanceof CancellationException)) {
                failed.accept(task.getException());
            }
        });
        thread.start();
    }

    private void end(Task<?> task) {
        running.remove(task);
        writing.remove(task);
    }

    /** In the order they were started. */
    public ObservableList<Task<?>> running() {
        return running;
    }

    /** Stops all of them but those that write, and waits for these. */
    public void close() {
        List.copyOf(running).stream().filter(t -> !writing.containsKey(t)).forEach(Task::cancel);
        for (Thread writer : List.copyOf(writing.values())) {
            try {
                writer.join(TimeUnit.SECONDS.toMillis(LONGEST_WRITE_SECONDS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
