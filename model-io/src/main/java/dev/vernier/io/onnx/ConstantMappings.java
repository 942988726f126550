package dev.vernier.io.onnx;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.op.Expand;
import dev.vernier.engine.graph.shape.SymbolicTensor;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Operators that are constants by another name. */
final class ConstantMappings {
    /** Most elements a fill may have, 512 MB of floats: the number comes from the file, and nothing else there bounds it. */
    private static final long MAX_FILLED = 1L << 27;

    private ConstantMappings() {}

    static String constant(OnnxNode node, NodeEmitter emit) {
        return emit.constant("value", value(node, emit));
    }

    private static TensorData value(OnnxNode node, NodeEmitter emit) {
        if (node.has("value")) {
            return emit.read(node.tensor("value").orElseThrow());
        }
        if (node.has("value_float")) {
            return TensorData.scalar(node.real("value_float", 0));
        }
        if (node.has("value_int")) {
            return TensorData.ofLongs(Shape.SCALAR, node.integer("value_int", 0));
        }
        Optional<float[]> floats = node.reals("value_floats");
        if (floats.isPresent()) {
            return TensorData.ofFloats(Shape.of(floats.get().length), floats.get());
        }
        long[] longs =
                node.integers("value_ints").orElseThrow(() -> new UnsupportedOperator("with a text or sparse value"));
        return TensorData.ofLongs(Shape.of(longs.length), longs);
    }

    static String constantOfShape(OnnxNode node, NodeEmitter emit) {
        TensorData value = node.has("value") ? emit.read(node.tensor("value").orElseThrow()) : TensorData.scalar(0);
        if (value.elementCount() != 1) {
            throw new UnsupportedOperator("with " + value.elementCount() + " values to fill with");
        }
        Optional<long[]> dims = emit.fact(node.input(0)).flatMap(SymbolicTensor::knownElements);
        if (dims.isEmpty()) {
            return emit.main(new Expand(), emit.constant("value", value.reshaped(Shape.SCALAR)), node.input(0));
        }
        return emit.constant("value", filled(checked(dims.get()), value));
    }

    private static Shape checked(long[] dims) {
        long count = 1;
        for (long d : dims) {
            if (d < 0 || d > MAX_FILLED || (count *= d) > MAX_FILLED) {
                throw new UnsupportedOperator("to more than " + MAX_FILLED + " elements");
            }
        }
        return Shape.of(dims);
    }

    private static TensorData filled(Shape shape, TensorData value) {
        DataType type = value.type();
        byte[] element = new byte[TensorData.elementBytes(type)];
        value.bytes().get(element);
        ByteBuffer all = ByteBuffer.allocateDirect((int) (shape.elementCount() * element.length));
        while (all.hasRemaining()) {
            all.put(element);
        }
        return TensorData.of(type, shape, all.flip());
    }
}
