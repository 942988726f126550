package dev.vernier.engine.graph.op;

/** What fills the border that {@link Pad} adds. */
public enum PadMode {
    CONSTANT,
    REFLECT,
    EDGE,
    WRAP,
    /** Mirrored with the border itself repeated: {@code b a | a b c | c b}. ONNX has no such mode, TensorFlow Lite has. */
    SYMMETRIC
}
