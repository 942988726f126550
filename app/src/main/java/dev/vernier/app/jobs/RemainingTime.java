package dev.vernier.app.jobs;

import dev.vernier.app.format.NumberText;
import java.util.function.LongSupplier;

/** How long a job still takes if it goes on as it did since it began to count. To be used by one thread at a time. */
final class RemainingTime {
    /** Before that, and for the last of it, nothing is said: it would be wrong, or over before it is read. */
    private static final long WORTH_SAYING_NANOS = 2_000_000_000L;

    private final LongSupplier nanoClock;
    private long began = -1;
    private long first;
    private long last;

    /** @param nanoClock as {@link System#nanoTime()} */
    RemainingTime(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /** {@code about 40 s left} with {@code done} of {@code total} done; empty as long as nobody knows. */
    String words(long done, long total) {
        long now = nanoClock.getAsLong();
        // what goes back counts something else now
        if (began < 0 || done < last) {
            began = now;
            first = done;
        }
        last = done;
        long elapsed = now - began;
        if (elapsed < WORTH_SAYING_NANOS || done <= first || done >= total) {
            return "";
        }
        double left = (double) elapsed * (total - done) / (done - first);
        return left < WORTH_SAYING_NANOS ? "" : "about " + NumberText.roughDuration(Math.round(left)) + " left";
    }
}
