package dev.vernier.app.project;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Lets one plan pass at a time, some while after the one before, and of those that come meanwhile only the latest. One that is stopped
 * before its first estimate, as while a handle moves, tells nothing and takes the processor from the window.
 */
final class PlanGate {
    private final long nanosBetween;
    private final LongSupplier clock;
    private final LongConsumer park;
    private final AtomicLong latest = new AtomicLong();
    /** Plans that arrived up to this one are not wanted any more. */
    private final AtomicLong givenUp = new AtomicLong();
    /** When the next plan may pass. */
    private long due;

    PlanGate(long nanosBetween) {
        this(nanosBetween, System::nanoTime, LockSupport::parkNanos);
    }

    /**
     * @param clock in nanoseconds, as {@link System#nanoTime}
     * @param park waits for so many nanoseconds, or fewer
     */
    PlanGate(long nanosBetween, LongSupplier clock, LongConsumer park) {
        this.nanosBetween = nanosBetween;
        this.clock = clock;
        this.park = park;
        this.due = clock.getAsLong();
    }

    /** A plan arrives; every earlier one that waits is passed over from now on. From any thread. */
    long arrive() {
        return latest.incrementAndGet();
    }

    /** Nothing that has arrived is wanted any more. From any thread. */
    void giveUp() {
        givenUp.set(arrive());
    }

    /** Whether a plan that passed is still to be answered; a newer one that waits does not change that, or where each comes soon none would be. */
    boolean isWanted(long arrival) {
        return arrival > givenUp.get();
    }

    /** Waits until a plan may pass, as long as it is the latest; on one thread alone. */
    boolean passes(long arrival) {
        long left = due - clock.getAsLong();
        while (latest.get() == arrival && left > 0) {
            park.accept(left);
            left = due - clock.getAsLong();
        }
        if (latest.get() != arrival) {
            return false;
        }
        due = clock.getAsLong() + nanosBetween;
        return true;
    }
}
