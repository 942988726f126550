package dev.vernier.engine.exec.kernel;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.tensor.Tensor;
import java.util.HexFormat;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;

/** Weights in the order a primitive reads them fastest, packed once for all primitives and plans that want the same order. */
final class PackedWeights {
    private PackedWeights() {}

    /**
     * Operand {@code operand} in the order {@code wanted}; owned.
     *
     * @param plain how the operand lies in memory as the model has it, as the primitive's dimensions; where its elements are not floats,
     *     its codes are packed
     */
    static Tensor of(KernelCall call, int operand, NativeView plain, memory.desc wanted) {
        if (!call.isConstant(operand)) {
            return pack(call.tensor(operand), plain, wanted);
        }
        Constant weights = plain.type() == DataType.FLOAT32
                ? call.constant(operand)
                : call.constant(operand).coded().orElseThrow().codes();
        String key = "packed " + weights.fingerprint() + " " + plain.key() + " " + blobOf(wanted);
        return call.resources()
                .get(
                        key,
                        Tensor.class,
                        () -> {
                            try (Tensor t = Tensor.of(weights.data())) {
                                return pack(t, plain, wanted);
                            }
                        },
                        Tensor::bytes)
                .retain();
    }

    @SuppressWarnings("try") // the scope is there to be closed
    private static Tensor pack(Tensor weights, NativeView plain, memory.desc wanted) {
        try (PointerScope scope = new PointerScope()) {
            Tensor packed = Tensor.allocate(DataType.FLOAT32, Shape.of((wanted.get_size() + 3) / 4));
            try {
                memory from = new memory(OneDnn.describe(plain), OneDnn.CPU, weights.pointer());
                memory to = new memory(wanted, OneDnn.CPU, packed.pointer());
                new reorder(from, to).execute(OneDnn.queue(), from, to);
                OneDnn.queue()._wait();
                return packed;
            } catch (RuntimeException e) {
                packed.close();
                throw e;
            }
        }
    }

    /** oneDNN's own description of a memory order, byte for byte. */
    @SuppressWarnings("try")
    private static String blobOf(memory.desc description) {
        try (PointerScope scope = new PointerScope()) {
            BytePointer blob = description.get_blob();
            byte[] bytes = new byte[(int) blob.limit()];
            blob.get(bytes);
            return HexFormat.of().formatHex(bytes);
        }
    }
}
