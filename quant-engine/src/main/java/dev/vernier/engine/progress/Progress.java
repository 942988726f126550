package dev.vernier.engine.progress;

/** Hears how far a job is. Called from the job's thread; must return at once. */
@FunctionalInterface
public interface Progress {
    /** Hears nothing. */
    Progress NONE = (done, total) -> {};

    /** @param total what {@code done} counts up to, at least 1 */
    void report(long done, long total);
}
