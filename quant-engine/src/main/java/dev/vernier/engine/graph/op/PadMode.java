package dev.vernier.engine.graph.op;

/** What fills the border that {@link Pad} adds. */
public enum PadMode {
    CONSTANT,
    REFLECT,
    EDGE,
    WRAP
}
