package dev.vernier.engine.progress;

import java.util.concurrent.CancellationException;

/** Asks a job to stop. The job looks at it between steps. */
@FunctionalInterface
public interface Cancellation {
    /** Never asks. */
    Cancellation NEVER = () -> false;

    boolean isRequested();

    /** @throws CancellationException if the job is asked to stop */
    default void check() {
        if (isRequested()) {
            throw new CancellationException();
        }
    }
}
