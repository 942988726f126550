package dev.vernier.app.jobs;

import dev.vernier.app.format.NumberText;
import dev.vernier.engine.progress.Cancellation;
import dev.vernier.engine.progress.Progress;
import javafx.concurrent.Task;

/** A {@link Job} as the toolkit's task, which carries its progress to the window's thread. */
final class JobTask<T> extends Task<T> implements JobControl {
    private final Job<T> job;
    private volatile RemainingTime remaining = new RemainingTime(System::nanoTime);
    private volatile String left = "";

    JobTask(String name, Job<T> job) {
        this.job = job;
        updateTitle(name);
    }

    @Override
    protected T call() throws Exception {
        return job.run(this);
    }

    /** Never interrupts: an interrupt would close the data file that others read, too. The job sees the request between two steps. */
    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        return super.cancel(false);
    }

    @Override
    public void rename(String name) {
        remaining = new RemainingTime(System::nanoTime);
        left = "";
        updateTitle(name);
        updateMessage("");
        updateProgress(-1, 1);
    }

    @Override
    public void say(String words) {
        updateMessage(words);
    }

    @Override
    public String timeLeft() {
        return left.isEmpty() ? "" : " · " + left;
    }

    @Override
    public Progress counting(String what) {
        String before = what.isEmpty() ? "" : what + " ";
        return (done, total) -> {
            updateProgress(done, total);
            left = remaining.words(done, total);
            say(before + NumberText.exactCount(done) + " of " + NumberText.exactCount(total) + timeLeft());
        };
    }

    @Override
    public Cancellation cancellation() {
        return this::isCancelled;
    }
}
