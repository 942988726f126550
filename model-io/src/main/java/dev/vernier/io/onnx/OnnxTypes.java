package dev.vernier.io.onnx;

import ai.onnx.proto.OnnxMl;
import dev.vernier.engine.graph.DataType;
import java.util.Map;
import java.util.Optional;

/** ONNX element types and ours. */
final class OnnxTypes {
    private static final Map<Integer, DataType> TYPES = Map.ofEntries(
            Map.entry(OnnxMl.TensorProto.DataType.FLOAT_VALUE, DataType.FLOAT32),
            Map.entry(OnnxMl.TensorProto.DataType.FLOAT16_VALUE, DataType.FLOAT16),
            Map.entry(OnnxMl.TensorProto.DataType.BFLOAT16_VALUE, DataType.BFLOAT16),
            Map.entry(OnnxMl.TensorProto.DataType.FLOAT8E4M3FN_VALUE, DataType.FLOAT8E4M3FN),
            Map.entry(OnnxMl.TensorProto.DataType.FLOAT8E4M3FNUZ_VALUE, DataType.FLOAT8E4M3FNUZ),
            Map.entry(OnnxMl.TensorProto.DataType.FLOAT8E5M2_VALUE, DataType.FLOAT8E5M2),
            Map.entry(OnnxMl.TensorProto.DataType.FLOAT8E5M2FNUZ_VALUE, DataType.FLOAT8E5M2FNUZ),
            Map.entry(OnnxMl.TensorProto.DataType.DOUBLE_VALUE, DataType.FLOAT64),
            Map.entry(OnnxMl.TensorProto.DataType.INT4_VALUE, DataType.INT4),
            Map.entry(OnnxMl.TensorProto.DataType.UINT4_VALUE, DataType.UINT4),
            Map.entry(OnnxMl.TensorProto.DataType.INT8_VALUE, DataType.INT8),
            Map.entry(OnnxMl.TensorProto.DataType.UINT8_VALUE, DataType.UINT8),
            Map.entry(OnnxMl.TensorProto.DataType.INT16_VALUE, DataType.INT16),
            Map.entry(OnnxMl.TensorProto.DataType.UINT16_VALUE, DataType.UINT16),
            Map.entry(OnnxMl.TensorProto.DataType.INT32_VALUE, DataType.INT32),
            Map.entry(OnnxMl.TensorProto.DataType.UINT32_VALUE, DataType.UINT32),
            Map.entry(OnnxMl.TensorProto.DataType.INT64_VALUE, DataType.INT64),
            Map.entry(OnnxMl.TensorProto.DataType.UINT64_VALUE, DataType.UINT64),
            Map.entry(OnnxMl.TensorProto.DataType.BOOL_VALUE, DataType.BOOL),
            Map.entry(OnnxMl.TensorProto.DataType.STRING_VALUE, DataType.STRING));

    private OnnxTypes() {}

    /** Our type for the number ONNX files use; empty for the ones Vernier does not hold (complex, 4-bit floats). */
    static Optional<DataType> of(int onnxType) {
        return Optional.ofNullable(TYPES.get(onnxType));
    }

    /** The name ONNX gives the number. */
    static String nameOf(int onnxType) {
        OnnxMl.TensorProto.DataType known = OnnxMl.TensorProto.DataType.forNumber(onnxType);
        return known == null ? "number " + onnxType : known.name();
    }

    /** The number ONNX files use for {@code type}. */
    static int numberOf(DataType type) {
        return TYPES.entrySet().stream()
                .filter(e -> e.getValue() == type)
                .mapToInt(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(type + " has no ONNX number"));
    }
}
