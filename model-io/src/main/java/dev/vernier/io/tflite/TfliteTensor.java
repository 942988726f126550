package dev.vernier.io.tflite;

import dev.vernier.engine.VernierException;
import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Shape;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.lite.schema.TensorType;

/**
 * A tensor of a subgraph as the file has it.
 *
 * @param name as written: may be empty, may be shared with other tensors
 * @param typeCode {@link TensorType}, which may be newer than the schema classes
 * @param shape in the file's layout; -1 where the file says that it is free
 * @param quantization null where the file gives none
 * @param data null where the tensor is computed
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record TfliteTensor(
        int index,
        String name,
        int typeCode,
        long[] shape,
        boolean variable,
        boolean sparse,
        boolean blockwise,
        TfliteQuantization quantization,
        ByteBuffer data) {
    private static final int BFLOAT16 = 18;

    private static final Map<Integer, DataType> TYPES = Map.ofEntries(
            Map.entry((int) TensorType.FLOAT32, DataType.FLOAT32),
            Map.entry((int) TensorType.FLOAT16, DataType.FLOAT16),
            Map.entry(BFLOAT16, DataType.BFLOAT16),
            Map.entry((int) TensorType.FLOAT64, DataType.FLOAT64),
            Map.entry((int) TensorType.INT4, DataType.INT4),
            Map.entry((int) TensorType.INT8, DataType.INT8),
            Map.entry((int) TensorType.UINT8, DataType.UINT8),
            Map.entry((int) TensorType.INT16, DataType.INT16),
            Map.entry((int) TensorType.UINT16, DataType.UINT16),
            Map.entry((int) TensorType.INT32, DataType.INT32),
            Map.entry((int) TensorType.UINT32, DataType.UINT32),
            Map.entry((int) TensorType.INT64, DataType.INT64),
            Map.entry((int) TensorType.UINT64, DataType.UINT64),
            Map.entry((int) TensorType.BOOL, DataType.BOOL));

    /** The element type, or empty for strings, complex numbers, resources and types newer than this program. */
    Optional<DataType> type() {
        return Optional.ofNullable(TYPES.get(typeCode));
    }

    static Optional<DataType> typeOf(int code) {
        return Optional.ofNullable(TYPES.get(code));
    }

    /** The number that the schema has for {@code type}. */
    static byte codeOf(DataType type) {
        return TYPES.entrySet().stream()
                .filter(e -> e.getValue() == type)
                .map(e -> e.getKey().byteValue())
                .findFirst()
                .orElseThrow(() -> new VernierException("A .tflite file has no tensors of type " + type));
    }

    String typeName() {
        return typeCode >= 0 && typeCode < TensorType.names.length
                ? TensorType.name(typeCode)
                : "type number " + typeCode;
    }

    /** Constants of no elements have no bytes in the file. */
    boolean isConstant() {
        return data != null;
    }

    /** Whether its integers are codes of real numbers. 32 and 64 bits are not: those are biases, which have their own way. */
    boolean isQuantized() {
        return quantization != null
                && quantization.isUsable()
                && type().map(t -> t.isInteger() && t.bits() <= 16).orElse(false);
    }

    Shape asShape() {
        return Shape.of(shape);
    }

    /** How messages call it. */
    String label() {
        return name.isEmpty() ? "tensor " + index : "tensor " + index + " \"" + name + "\"";
    }
}
