package dev.vernier.io.tflite;

/** How one TensorFlow Lite operator becomes operations of the engine. */
@FunctionalInterface
interface TfliteOpMapping {
    /**
     * Emits the operations that compute the operator's results.
     *
     * @throws UnsupportedOperator if the operator is used in a way that does not run
     */
    void map(OperatorEmitter op);
}
