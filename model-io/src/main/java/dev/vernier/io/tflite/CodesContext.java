package dev.vernier.io.tflite;

import dev.vernier.engine.graph.QuantParams;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import java.util.List;
import java.util.Optional;

/**
 * What an operation that may run on codes would meet.
 *
 * @param operands its operands as they are held, in order; null where one is left out
 * @param result grid wanted of its result
 */
record CodesContext(List<HeldValue> operands, QuantParams result) {
    HeldValue operand(int i) {
        return operands.get(i);
    }

    boolean has(int i) {
        return i < operands.size() && operands.get(i) != null;
    }

    Shape shape(int i) {
        return operands.get(i).shape();
    }

    /** The grid of operand {@code i}, empty where it is real numbers. */
    Optional<QuantParams> grid(int i) {
        return has(i) ? operands.get(i).grid() : Optional.empty();
    }

    /** The numbers of operand {@code i} where it is a plain constant. */
    Optional<TensorData> constant(int i) {
        return has(i) ? operands.get(i).constant() : Optional.empty();
    }

    /** Whether operand {@code i} and the result are on one grid. */
    boolean keepsGrid(int i) {
        return grid(i).map(result::equals).orElse(false);
    }
}
