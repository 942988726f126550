package dev.vernier.io.tflite;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.tensorflow.lite.schema.BuiltinOperator;

/**
 * The oldest TensorFlow Lite that has a version of an operator, as its {@code runtime_version.cc} says. Files tell it as metadata, so that a
 * program can say which runtime is needed before one fails.
 */
final class RuntimeVersions {
    /** Every operator of the first two versions not said otherwise. */
    private static final int BASE = 0;

    /** Versions that came later: the minor number after 2. */
    private static final Map<List<Integer>, Integer> MINOR = Map.ofEntries(
            since(4, BuiltinOperator.BATCH_MATMUL, 3),
            since(5, BuiltinOperator.BROADCAST_TO, 2),
            since(4, BuiltinOperator.CONV_2D, 5),
            since(9, BuiltinOperator.CONV_2D, 6),
            since(18, BuiltinOperator.CONV_2D, 7),
            since(18, BuiltinOperator.DEPTHWISE_CONV_2D, 7),
            since(4, BuiltinOperator.ADD, 3),
            since(6, BuiltinOperator.ADD, 4),
            since(4, BuiltinOperator.SUB, 5),
            since(6, BuiltinOperator.MUL, 5),
            since(4, BuiltinOperator.PAD, 3),
            since(6, BuiltinOperator.PAD, 4),
            since(4, BuiltinOperator.PADV2, 3),
            since(6, BuiltinOperator.PADV2, 4),
            since(8, BuiltinOperator.TILE, 3),
            since(4, BuiltinOperator.TRANSPOSE, 5),
            since(4, BuiltinOperator.MEAN, 3),
            since(5, BuiltinOperator.REDUCE_MAX, 3),
            since(5, BuiltinOperator.REDUCE_MIN, 3),
            since(5, BuiltinOperator.RELU, 3),
            since(5, BuiltinOperator.RELU6, 3),
            since(5, BuiltinOperator.RESIZE_BILINEAR, 4),
            since(4, BuiltinOperator.RESIZE_NEAREST_NEIGHBOR, 4),
            since(4, BuiltinOperator.GATHER, 4),
            since(7, BuiltinOperator.DEQUANTIZE, 5),
            since(18, BuiltinOperator.DEQUANTIZE, 6),
            since(18, BuiltinOperator.FULLY_CONNECTED, 10),
            since(18, BuiltinOperator.FULLY_CONNECTED, 12),
            since(4, BuiltinOperator.CUMSUM, 1),
            since(5, BuiltinOperator.CONV_3D, 1),
            since(9, BuiltinOperator.GELU, 1),
            since(9, BuiltinOperator.DYNAMIC_UPDATE_SLICE, 1),
            since(10, BuiltinOperator.ATAN2, 1),
            since(10, BuiltinOperator.RELU_0_TO_1, 1));

    /** Versions of kernels on 16-bit codes and their like: 2.3 has most of them. */
    private static final int MOST_LATER_VERSIONS = 3;

    private RuntimeVersions() {}

    private static Map.Entry<List<Integer>, Integer> since(int minor, int builtin, int version) {
        return Map.entry(List.of(builtin, version), minor);
    }

    /** {@code 2.4.0}: of a file with these operators and versions. */
    static String oldest(Collection<List<Integer>> builtinsAndVersions) {
        int minor = builtinsAndVersions.stream()
                .mapToInt(k -> MINOR.getOrDefault(k, k.get(1) > 2 ? MOST_LATER_VERSIONS : BASE))
                .max()
                .orElse(BASE);
        return "2." + minor + ".0";
    }
}
