package dev.vernier.engine.graph.op;

/** In which order a recurrent layer meets the steps of a sequence. */
public enum RecurrentDirection {
    FORWARD,
    REVERSE,
    /** Two layers side by side, the first one forward and the second one in reverse. */
    BIDIRECTIONAL;

    /** How many layers run side by side. */
    public int count() {
        return this == BIDIRECTIONAL ? 2 : 1;
    }
}
