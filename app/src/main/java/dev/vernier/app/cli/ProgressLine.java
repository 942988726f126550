package dev.vernier.app.cli;

import dev.vernier.engine.progress.Progress;
import java.io.PrintWriter;

/** One line on a terminal's standard error that says what is being done and is gone when it is; nothing where there is no terminal. */
final class ProgressLine implements AutoCloseable {
    private static final long SHORTEST_PAUSE_NANOS = 50_000_000;
    private static final String CLEAR = "\r\033[K";

    private final PrintWriter err;
    private final boolean shown;
    private long lastNanos;

    ProgressLine(PrintWriter err, Terminal terminal) {
        this.err = err;
        this.shown = terminal.errorIsTerminal();
    }

    /** Shows {@code what} at once. */
    void say(String what) {
        if (shown) {
            err.print(CLEAR + what + "…");
            err.flush();
            lastNanos = System.nanoTime();
        }
    }

    /** Shows {@code what} with counts, a few times a second. */
    Progress counting(String what) {
        return (done, total) -> count(what, done, total);
    }

    void count(String what, long done, long total) {
        long now = System.nanoTime();
        if (shown && (now - lastNanos > SHORTEST_PAUSE_NANOS || done == total)) {
            lastNanos = now;
            err.print(CLEAR + what + " " + done + " of " + total);
            err.flush();
        }
    }

    /** Wipes the line: results come next. */
    void clear() {
        if (shown) {
            err.print(CLEAR);
            err.flush();
        }
    }

    @Override
    public void close() {
        clear();
    }
}
