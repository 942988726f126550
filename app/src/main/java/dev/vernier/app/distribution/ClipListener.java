package dev.vernier.app.distribution;

/** Hears what is done to the handles. All calls come on the window's thread. */
public interface ClipListener {
    /** A handle moves; called for every movement. */
    void moving(double low, double high);

    /** A handle was let go or the key released: the gesture is done. */
    void moved(double low, double high);

    /** The range goes back to what the rule says. */
    void reset();

    /** Does what a movement does as far as it is seen, and undoes it at once, so that nothing is seen and nothing changes. */
    void rehearse(double low, double high);
}
