package dev.vernier.engine.graph.op;

/** What becomes of the element that stands where an update goes. */
public enum ScatterReduction {
    /** It is replaced; of several updates of one place the last stays. */
    NONE,
    ADD,
    MUL,
    MAX,
    MIN
}
