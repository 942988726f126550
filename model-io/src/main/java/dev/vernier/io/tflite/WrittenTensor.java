package dev.vernier.io.tflite;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.QuantParams;
import dev.vernier.engine.graph.Shape;
import java.util.Optional;

/**
 * A tensor of a file that is being written.
 *
 * @param index its number in the file; -1 for an operand that is left out
 * @param shape in the file's order of axes; unknown where the file leaves a dimension free
 * @param grid of its codes, the axis counted in the file's order
 */
record WrittenTensor(int index, DataType type, Shape shape, Optional<QuantParams> grid, boolean isConstant) {
    static final WrittenTensor NONE = new WrittenTensor(-1, DataType.FLOAT32, Shape.SCALAR, Optional.empty(), false);

    boolean isNone() {
        return index < 0;
    }

    int rank() {
        return shape.rank();
    }

    boolean isPerChannel() {
        return grid.map(QuantParams::isPerChannel).orElse(false);
    }
}
