package dev.vernier.io.tflite;

import dev.vernier.engine.graph.DataType;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.lite.schema.BuiltinOperator;
import org.tensorflow.lite.schema.DepthwiseConv2DOptionsT;
import org.tensorflow.lite.schema.FullyConnectedOptionsT;
import org.tensorflow.lite.schema.ResizeBilinearOptionsT;
import org.tensorflow.lite.schema.ResizeNearestNeighborOptionsT;
import org.tensorflow.lite.schema.TransposeConvOptionsT;

/**
 * The version an operator is written as: the lowest that has what its types and options need, so that old runtimes refuse only what they
 * cannot run. The rules are those of TensorFlow Lite's {@code op_version.cc}.
 */
final class OperatorVersions {
    /** Version 1 for real numbers, 2 for int8 codes, 3 for int16 codes. */
    private static final Set<Integer> INT8_THEN_INT16 = Set.of(
            BuiltinOperator.MAX_POOL_2D,
            BuiltinOperator.AVERAGE_POOL_2D,
            BuiltinOperator.TANH,
            BuiltinOperator.LOGISTIC,
            BuiltinOperator.CONCATENATION,
            BuiltinOperator.SOFTMAX,
            BuiltinOperator.MEAN,
            BuiltinOperator.SUM,
            BuiltinOperator.MIRROR_PAD,
            BuiltinOperator.REDUCE_MAX,
            BuiltinOperator.REDUCE_MIN,
            BuiltinOperator.RELU,
            BuiltinOperator.RELU6,
            BuiltinOperator.RSQRT,
            BuiltinOperator.BATCH_MATMUL,
            BuiltinOperator.ADD,
            BuiltinOperator.PAD,
            BuiltinOperator.PADV2,
            BuiltinOperator.LESS,
            BuiltinOperator.GREATER_EQUAL);

    /** Version 1 for real numbers, 2 for int8 codes, 4 for int16 codes. */
    private static final Set<Integer> INT8_2_INT16_4 = Set.of(
            BuiltinOperator.MUL,
            BuiltinOperator.MAXIMUM,
            BuiltinOperator.MINIMUM,
            BuiltinOperator.GATHER,
            BuiltinOperator.EQUAL,
            BuiltinOperator.RESIZE_BILINEAR,
            BuiltinOperator.RESIZE_NEAREST_NEIGHBOR,
            BuiltinOperator.SLICE);

    /** Version 2 for int8 codes, which came later than the operator. */
    private static final Set<Integer> INT8_2 = Set.of(
            BuiltinOperator.STRIDED_SLICE,
            BuiltinOperator.SPLIT_V,
            BuiltinOperator.SUB,
            BuiltinOperator.LOG_SOFTMAX,
            BuiltinOperator.TOPK_V2,
            BuiltinOperator.ARG_MAX,
            BuiltinOperator.ARG_MIN,
            BuiltinOperator.SPACE_TO_DEPTH,
            BuiltinOperator.DEPTH_TO_SPACE,
            BuiltinOperator.TRANSPOSE,
            BuiltinOperator.NOT_EQUAL,
            BuiltinOperator.GREATER,
            BuiltinOperator.LESS_EQUAL,
            BuiltinOperator.PACK,
            BuiltinOperator.UNPACK,
            BuiltinOperator.ABS,
            BuiltinOperator.L2_NORMALIZATION);

    /** Versions that do not depend on types: the first that takes what is written here. */
    private static final Map<Integer, Integer> FIXED = Map.of(
            BuiltinOperator.GELU, 1,
            BuiltinOperator.BROADCAST_TO, 2);

    private OperatorVersions() {}

    static int of(int builtin, OperatorOptions options, List<WrittenTensor> inputs, List<WrittenTensor> outputs) {
        if (FIXED.containsKey(builtin)) {
            return FIXED.get(builtin);
        }
        DataType x = inputs.isEmpty() ? DataType.FLOAT32 : inputs.get(0).type();
        boolean codes8 = x == DataType.INT8;
        boolean codes16 = x == DataType.INT16;
        int byType = byType(builtin, codes8, codes16);
        switch (builtin) {
            case BuiltinOperator.CONV_2D:
                return convolution(inputs);
            case BuiltinOperator.DEPTHWISE_CONV_2D:
                return depthwise(options, inputs);
            case BuiltinOperator.FULLY_CONNECTED:
                return dense(options, inputs);
            case BuiltinOperator.TRANSPOSE_CONV:
                return transposedConvolution(options, inputs);
            case BuiltinOperator.DEQUANTIZE:
                return x == DataType.INT4
                        ? 6
                        : codes8 ? (inputs.get(0).isPerChannel() ? 5 : 2) : codes16 || x == DataType.FLOAT16 ? 3 : 1;
            case BuiltinOperator.QUANTIZE:
                return codes16 || outputs.get(0).type() == DataType.INT16 ? 2 : 1;
            case BuiltinOperator.ADD:
                return x == DataType.INT64 ? 4 : byType;
            case BuiltinOperator.SUB:
                return codes16 ? 5 : x == DataType.INT64 ? 4 : broadcastsBeyondFour(inputs) ? 3 : byType;
            case BuiltinOperator.MUL:
                return x == DataType.INT64 ? 5 : codes8 && multiplierAboveOne(inputs, outputs) ? 3 : byType;
            case BuiltinOperator.DIV:
                return broadcastsBeyondFour(inputs) ? 2 : 1;
            case BuiltinOperator.MAXIMUM:
            case BuiltinOperator.MINIMUM:
                return codes16 ? 4 : broadcastsBeyondFour(inputs) ? 3 : byType;
            case BuiltinOperator.PAD:
            case BuiltinOperator.PADV2:
                return inputs.get(0).rank() > 4 ? 4 : byType;
            case BuiltinOperator.TRANSPOSE:
                int rank = inputs.get(0).rank();
                return rank > 5 ? 6 : codes16 ? 5 : rank > 4 ? 4 : x == DataType.BOOL ? 3 : byType;
            case BuiltinOperator.STRIDED_SLICE:
                return inputs.get(0).rank() > 4 ? 4 : x == DataType.BOOL ? 3 : byType;
            case BuiltinOperator.GATHER:
                return x == DataType.BOOL ? 3 : byType;
            case BuiltinOperator.RESIZE_BILINEAR:
                boolean centers = options.is(ResizeBilinearOptionsT.class)
                        && ((ResizeBilinearOptionsT) options.table()).getHalfPixelCenters();
                return codes16 ? 4 : centers ? 3 : byType;
            case BuiltinOperator.RESIZE_NEAREST_NEIGHBOR:
                ResizeNearestNeighborOptionsT o = (ResizeNearestNeighborOptionsT) options.table();
                return codes16 ? 4 : o.getHalfPixelCenters() || o.getAlignCorners() ? 3 : byType;
            case BuiltinOperator.LEAKY_RELU:
                return codes16 ? 2 : 1;
            case BuiltinOperator.TILE:
            case BuiltinOperator.REVERSE_V2:
                return codes8 ? 3 : 1;
            case BuiltinOperator.RANGE:
                return x == DataType.INT64 ? 2 : 1;
            case BuiltinOperator.FLOOR_DIV:
                return x == DataType.FLOAT32 ? 2 : 1;
            default:
                return byType;
        }
    }

    private static int byType(int builtin, boolean codes8, boolean codes16) {
        if (codes16 && INT8_2_INT16_4.contains(builtin)) {
            return 4;
        }
        if (codes16 && INT8_THEN_INT16.contains(builtin)) {
            return 3;
        }
        boolean known =
                INT8_THEN_INT16.contains(builtin) || INT8_2_INT16_4.contains(builtin) || INT8_2.contains(builtin);
        return codes8 && known ? 2 : 1;
    }

    private static int convolution(List<WrittenTensor> inputs) {
        DataType w = inputs.get(1).type();
        boolean grouped = inputs.get(0).shape().dim(-1) != inputs.get(1).shape().dim(-1);
        if (grouped) {
            return 6;
        }
        return switch (inputs.get(0).type()) {
            case INT16 -> 4;
            case INT8 -> w == DataType.INT4 ? 7 : 3;
            default -> w.isFloating() ? 1 : inputs.get(1).isPerChannel() ? 5 : 2;
        };
    }

    private static int depthwise(OperatorOptions options, List<WrittenTensor> inputs) {
        DataType w = inputs.get(1).type();
        DepthwiseConv2DOptionsT o = (DepthwiseConv2DOptionsT) options.table();
        boolean dilated = o.getDilationHFactor() != 1 || o.getDilationWFactor() != 1;
        return switch (inputs.get(0).type()) {
            case INT16 -> 5;
            case INT8 -> w == DataType.INT4 ? 7 : 3;
            default -> !w.isFloating() ? inputs.get(1).isPerChannel() ? 6 : 4 : dilated ? 2 : 1;
        };
    }

    private static int dense(OperatorOptions options, List<WrittenTensor> inputs) {
        DataType x = inputs.get(0).type();
        WrittenTensor w = inputs.get(1);
        FullyConnectedOptionsT o = (FullyConnectedOptionsT) options.table();
        boolean hybrid = x.isFloating() && !w.type().isFloating();
        if (hybrid && w.isPerChannel()) {
            return 12;
        }
        if (x == DataType.INT16) {
            return 7;
        }
        if (x == DataType.INT8 && w.type() == DataType.INT4) {
            return 10;
        }
        if (hybrid && o.getAsymmetricQuantizeInputs()) {
            return 9;
        }
        if (inputs.size() == 2 || inputs.get(2).isNone()) {
            return 6;
        }
        return o.getKeepNumDims() ? 5 : x == DataType.INT8 ? 4 : hybrid ? 3 : 1;
    }

    private static int transposedConvolution(OperatorOptions options, List<WrittenTensor> inputs) {
        if (((TransposeConvOptionsT) options.table()).getFusedActivationFunction() != 0) {
            return 4;
        }
        boolean hasBias = inputs.size() == 4 && !inputs.get(3).isNone();
        return hasBias ? 3 : inputs.get(1).type() == DataType.INT8 ? 2 : 1;
    }

    private static boolean broadcastsBeyondFour(List<WrittenTensor> inputs) {
        WrittenTensor a = inputs.get(0);
        WrittenTensor b = inputs.get(1);
        return Math.max(a.rank(), b.rank()) > 4 && !a.shape().equals(b.shape());
    }

    private static boolean multiplierAboveOne(List<WrittenTensor> inputs, List<WrittenTensor> outputs) {
        double factor = (double) inputs.get(0).grid().orElseThrow().scale()
                * inputs.get(1).grid().orElseThrow().scale()
                / outputs.get(0).grid().orElseThrow().scale();
        return factor >= 1;
    }
}
