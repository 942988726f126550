package dev.vernier.app.window;

import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import javafx.application.Platform;

/**
 * Asks the window's thread for an answer again and again, and keeps how much processor time the thread took between two answers at most,
 * and how long one was waited for. Processor time is that of the thread alone: other work on the machine does not count.
 */
final class WindowThreadProbe implements AutoCloseable {
    private static final long EVERY_MILLIS = 4;

    private final Thread asking = new Thread(this::ask, "window-thread-probe");
    private volatile boolean open = true;
    private volatile long mostBusyNanos;
    private volatile long longestWaitNanos;
    private volatile boolean answered = true;
    private long busyBefore = -1;

    WindowThreadProbe() {
        asking.setDaemon(true);
        asking.start();
    }

    private void ask() {
        while (open) {
            if (answered) {
                answered = false;
                long asked = System.nanoTime();
                Platform.runLater(() -> {
                    longestWaitNanos = Math.max(longestWaitNanos, System.nanoTime() - asked);
                    long busy = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
                    if (busyBefore >= 0) {
                        mostBusyNanos = Math.max(mostBusyNanos, busy - busyBefore);
                    }
                    busyBefore = busy;
                    answered = true;
                });
            }
            try {
                TimeUnit.MILLISECONDS.sleep(EVERY_MILLIS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** Processor time between two answers at most. */
    long mostBusyMillis() {
        return TimeUnit.NANOSECONDS.toMillis(mostBusyNanos);
    }

    long longestWaitMillis() {
        return TimeUnit.NANOSECONDS.toMillis(longestWaitNanos);
    }

    @Override
    public void close() {
        open = false;
        asking.interrupt();
    }
}
