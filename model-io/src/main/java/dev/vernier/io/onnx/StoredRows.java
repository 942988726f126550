package dev.vernier.io.onnx;

import dev.vernier.engine.graph.Float8;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.op.DequantizeRows;
import dev.vernier.engine.graph.op.Reshape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Stored codes that are no grid with one scale a channel: floats of 8 bits, and {@code DequantizeLinear} with {@code block_size} along the
 * last axis of a matrix (ONNX, operator sets 19 and 21).
 */
final class StoredRows {
    private StoredRows() {}

    static boolean isForm(OnnxNode node, NodeEmitter emit) {
        Optional<TensorData> codes = emit.constantOf(node.input(0));
        Optional<TensorData> scales = emit.constantOf(node.input(1));
        boolean stored = codes.isPresent()
                && scales.isPresent()
                && (!node.hasInput(2) || emit.constantOf(node.input(2)).isPresent());
        if (!stored) {
            return false;
        }
        Shape shape = codes.get().shape();
        Shape grid = scales.get().shape();
        int block = node.intValue("block_size", 0);
        if (block > 0) {
            return shape.rank() == 2
                    && emit.axis(node.integer("axis", 1), 2) == 1
                    && grid.rank() == 2
                    && grid.dim(0) == shape.dim(0)
                    && grid.dim(1) == (shape.dim(1) + block - 1) / block;
        }
        boolean firstAxis = shape.rank() > 0
                && emit.axis(node.integer("axis", 1), shape.rank()) == 0
                && grid.elementCount() == shape.dim(0);
        return Float8.isOne(codes.get().type()) && (grid.elementCount() == 1 || firstAxis);
    }

    /** {@code (q - zero point) · scale} of each row's blocks, in the shape of the codes. */
    static String dequantize(OnnxNode node, NodeEmitter emit) {
        TensorData codes = emit.constantOf(node.input(0)).orElseThrow();
        TensorData scales = emit.constantOf(node.input(1)).orElseThrow();
        int block = node.intValue("block_size", 0);
        long rows = block > 0 ? codes.shape().dim(0) : scales.elementCount();
        long inRow = codes.elementCount() / Math.max(1, rows);
        Shape grid = Shape.of(rows, scales.elementCount() / Math.max(1, rows));
        Shape asRows = Shape.of(rows, inRow);
        List<String> operands = new ArrayList<>();
        operands.add(emit.constant("codes", codes.reshaped(asRows)));
        operands.add(emit.constant("scales", TensorData.ofFloats(grid, scales.toFloats())));
        if (node.hasInput(2) && codes.type().isInteger()) {
            operands.add(emit.constant(
                    "zero_points", emit.constantOf(node.input(2)).orElseThrow().reshaped(grid)));
        }
        DequantizeRows op = new DequantizeRows((int) Math.max(1, block > 0 ? block : inRow));
        if (codes.shape().equals(asRows)) {
            return emit.main(op, operands);
        }
        String real = emit.helper("rows", op, operands.toArray(new String[0]));
        return emit.main(
                new Reshape(false), real, emit.longs("shape", codes.shape().toArray()));
    }
}
