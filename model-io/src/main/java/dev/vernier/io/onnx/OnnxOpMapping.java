package dev.vernier.io.onnx;

/** How one operator, in one range of versions, becomes operations of the engine. */
@FunctionalInterface
interface OnnxOpMapping {
    /**
     * Emits the operations that compute {@code node}, older forms turned into the newest one.
     *
     * @return the value that holds the result: one that was emitted, or an operand passed on
     * @throws UnsupportedOperator if this use of the operator is not run
     */
    String map(OnnxNode node, NodeEmitter emit);
}
