package dev.vernier.engine.progress;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Threads for work that somebody waits for: they end with the program, and come after others where processors are short, since who waits for
 * an answer can wait a moment longer and who moves a handle cannot.
 */
public final class BackgroundThread {
    private BackgroundThread() {}

    /** A thread, not started, for {@code work}. */
    public static Thread of(String name, Runnable work) {
        Thread t = new Thread(work, name);
        t.setDaemon(true);
        t.setPriority(Thread.MIN_PRIORITY);
        return t;
    }

    /** One such thread that does one thing after the other. */
    public static ExecutorService executor(String name) {
        return Executors.newSingleThreadExecutor(work -> of(name, work));
    }
}
