package dev.vernier.app.jobs;

import dev.vernier.engine.progress.Cancellation;
import dev.vernier.engine.progress.Progress;

/** What a running {@link Job} tells of itself and hears. To be used from the job's own threads; every method returns at once. */
public interface JobControl {
    /** A new name, for a job of several parts: {@code Calibrating resnet20}. */
    void rename(String name);

    /** Says in a few words what is being done just now; replaces the last such words. */
    void say(String words);

    /** Hears how far the job is; shown as a bar and as {@code 12 of 512 · about 5 s left}. */
    default Progress progress() {
        return counting("");
    }

    /** {@code  · about 40 s left}, to be put behind such words; empty as long as progress does not tell. */
    String timeLeft();

    /** As {@link #progress()}, with the name of what is counted: {@code layer 3 of 21}. */
    Progress counting(String what);

    /** Asks the job to stop once somebody cancels it, or the window closes. */
    Cancellation cancellation();
}
