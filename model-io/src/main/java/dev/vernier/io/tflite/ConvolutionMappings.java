package dev.vernier.io.tflite;

import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.op.AveragePool;
import dev.vernier.engine.graph.op.Clamp;
import dev.vernier.engine.graph.op.Conv;
import dev.vernier.engine.graph.op.ConvTranspose;
import dev.vernier.engine.graph.op.Gemm;
import dev.vernier.engine.graph.op.ImageLayout;
import dev.vernier.engine.graph.op.MatMul;
import dev.vernier.engine.graph.op.MaxPool;
import dev.vernier.engine.graph.op.Mul;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.op.Padding;
import dev.vernier.engine.graph.op.Reshape;
import dev.vernier.engine.graph.op.Transpose;
import dev.vernier.engine.graph.op.Unary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.tensorflow.lite.schema.BatchMatMulOptions;
import org.tensorflow.lite.schema.BuiltinOperator;
import org.tensorflow.lite.schema.BuiltinOptions;
import org.tensorflow.lite.schema.Conv2DOptions;
import org.tensorflow.lite.schema.Conv3DOptions;
import org.tensorflow.lite.schema.DepthwiseConv2DOptions;
import org.tensorflow.lite.schema.FullyConnectedOptions;
import org.tensorflow.lite.schema.FullyConnectedOptionsWeightsFormat;
import org.tensorflow.lite.schema.Pool2DOptions;
import org.tensorflow.lite.schema.TransposeConvOptions;

/** Operators that slide a window or multiply matrices. Images stay {@code [N, H, W, C]}; weights get the engine's order of axes. */
final class ConvolutionMappings {
    private static final ImageLayout NHWC = ImageLayout.CHANNELS_LAST;
    private static final List<Integer> NO_DILATION = List.of(1, 1);

    /** Output channels, height, width, input channels to output channels, input channels, height, width. */
    private static final int[] OHWI_TO_OIHW = {0, 3, 1, 2};

    /** 1, height, width, channels to channels, 1, height, width. */
    private static final int[] DEPTHWISE_TO_OIHW = {3, 0, 1, 2};

    private static final int[] OHWI_TO_IOHW = {3, 0, 1, 2};

    /** Depth, height, width, input channels, output channels to output channels, input channels, depth, height, width. */
    private static final int[] DHWIO_TO_OIDHW = {4, 3, 0, 1, 2};

    private ConvolutionMappings() {}

    static Map<Integer, TfliteOpMapping> table() {
        return Map.of(
                BuiltinOperator.CONV_2D, ConvolutionMappings::convolution,
                BuiltinOperator.DEPTHWISE_CONV_2D, ConvolutionMappings::depthwise,
                BuiltinOperator.TRANSPOSE_CONV, ConvolutionMappings::transposedConvolution,
                BuiltinOperator.CONV_3D, ConvolutionMappings::convolution3d,
                BuiltinOperator.FULLY_CONNECTED, ConvolutionMappings::dense,
                BuiltinOperator.BATCH_MATMUL, ConvolutionMappings::matrixProduct,
                BuiltinOperator.MAX_POOL_2D, ConvolutionMappings::maxPool,
                BuiltinOperator.AVERAGE_POOL_2D, ConvolutionMappings::averagePool,
                BuiltinOperator.L2_POOL_2D, ConvolutionMappings::rootMeanSquarePool);
    }

    static Padding padding(byte kind) {
        return kind == org.tensorflow.lite.schema.Padding.SAME ? Padding.SAME_UPPER : Padding.VALID;
    }

    private static void convolution(OperatorEmitter op) {
        Conv2DOptions o = op.required(BuiltinOptions.Conv2DOptions, new Conv2DOptions());
        requireRank(op, 4);
        int perGroup = op.dim(1, 3);
        int channels = op.shape(0).dim(3) == Shape.UNKNOWN ? perGroup : op.dim(0, 3);
        if (perGroup == 0 || channels % perGroup != 0) {
            throw new UnsupportedOperator("with " + channels + " input channels and weights for " + perGroup);
        }
        op.resultWithActivation(
                o.fusedActivationFunction(),
                clamp -> new Conv(
                        List.of(o.strideH(), o.strideW()),
                        padding(o.padding()),
                        List.of(o.dilationHFactor(), o.dilationWFactor()),
                        channels / perGroup,
                        NHWC,
                        clamp),
                op.value(0),
                op.weights(1, 0, OHWI_TO_OIHW),
                op.bias(2));
    }

    private static void depthwise(OperatorEmitter op) {
        DepthwiseConv2DOptions o = op.required(BuiltinOptions.DepthwiseConv2DOptions, new DepthwiseConv2DOptions());
        requireRank(op, 4);
        int outputChannels = op.dim(1, 3);
        int channels =
                op.shape(0).dim(3) == Shape.UNKNOWN ? outputChannels / Math.max(1, o.depthMultiplier()) : op.dim(0, 3);
        if (channels == 0 || outputChannels % channels != 0) {
            throw new UnsupportedOperator("with " + channels + " input channels and weights for " + outputChannels);
        }
        op.resultWithActivation(
                o.fusedActivationFunction(),
                clamp -> new Conv(
                        List.of(o.strideH(), o.strideW()),
                        padding(o.padding()),
                        List.of(o.dilationHFactor(), o.dilationWFactor()),
                        channels,
                        NHWC,
                        clamp),
                op.value(0),
                op.weights(1, 0, DEPTHWISE_TO_OIHW),
                op.bias(2));
    }

    private static void convolution3d(OperatorEmitter op) {
        Conv3DOptions o = op.required(BuiltinOptions.Conv3DOptions, new Conv3DOptions());
        requireRank(op, 5);
        op.resultWithActivation(
                o.fusedActivationFunction(),
                clamp -> new Conv(
                        List.of(o.strideD(), o.strideH(), o.strideW()),
                        padding(o.padding()),
                        List.of(o.dilationDFactor(), o.dilationHFactor(), o.dilationWFactor()),
                        1,
                        NHWC,
                        clamp),
                op.value(0),
                op.weights(1, 0, DHWIO_TO_OIDHW),
                op.bias(2));
    }

    private static void requireRank(OperatorEmitter op, int rank) {
        if (op.rank(0) != rank || op.rank(1) != rank) {
            throw new UnsupportedOperator("on tensors of shape " + op.shape(0) + " and " + op.shape(1));
        }
    }

    /** Operands: the result's shape, weights {@code [O, H, W, I]}, x, optional bias. */
    private static void transposedConvolution(OperatorEmitter op) {
        TransposeConvOptions o = op.required(BuiltinOptions.TransposeConvOptions, new TransposeConvOptions());
        int[] size = op.integers(0);
        if (size.length != 4 || op.rank(1) != 4 || op.rank(2) != 4) {
            throw new UnsupportedOperator("on tensors of shape " + op.shape(2) + " and " + op.shape(1));
        }
        int[] strides = {o.strideH(), o.strideW()};
        boolean same = o.padding() == org.tensorflow.lite.schema.Padding.SAME;
        List<Integer> begin = new ArrayList<>();
        List<Integer> end = new ArrayList<>();
        List<Integer> outputPadding = new ArrayList<>();
        for (int axis = 0; axis < 2; axis++) {
            // As many elements are cut off as the forward convolution would have added to an image of the result's
            // size.
            int full = (op.dim(2, 1 + axis) - 1) * strides[axis] + op.dim(1, 1 + axis);
            int cut = same ? Math.max(0, full - size[1 + axis]) : 0;
            begin.add(cut / 2);
            end.add(cut - cut / 2);
            outputPadding.add(size[1 + axis] - (full - cut));
        }
        if (outputPadding.stream().anyMatch(p -> p < 0)) {
            throw new UnsupportedOperator("because the result's size does not follow from its input's");
        }
        op.resultWithActivation(
                o.fusedActivationFunction(),
                clamp -> new ConvTranspose(
                        List.of(strides[0], strides[1]),
                        Padding.explicit(begin, end),
                        outputPadding,
                        NO_DILATION,
                        1,
                        NHWC,
                        clamp),
                op.value(2),
                op.weights(1, 1, OHWI_TO_IOHW),
                op.bias(3));
    }

    private static void dense(OperatorEmitter op) {
        FullyConnectedOptions o = op.required(BuiltinOptions.FullyConnectedOptions, new FullyConnectedOptions());
        if (o.weightsFormat() != FullyConnectedOptionsWeightsFormat.DEFAULT) {
            throw new UnsupportedOperator("with shuffled weights");
        }
        if (op.rank(1) != 2) {
            throw new UnsupportedOperator("with weights of shape " + op.shape(1));
        }
        if (o.keepNumDims() && op.rank(0) != 2) {
            op.resultWithActivation(
                    o.fusedActivationFunction(), MatMul::new, op.value(0), op.weights(1, 1, 1, 0), op.bias(2));
            return;
        }
        String rows = op.rank(0) == 2
                ? op.value(0)
                : op.helper("rows", new Reshape(false), op.value(0), op.longs("rows_shape", -1, op.dim(1, 1)));
        op.resultWithActivation(
                o.fusedActivationFunction(),
                clamp -> new Gemm(false, true, 1, 1, clamp),
                rows,
                op.weights(1, 0, 0, 1),
                op.bias(2));
    }

    private static void matrixProduct(OperatorEmitter op) {
        BatchMatMulOptions o = op.required(BuiltinOptions.BatchMatMulOptions, new BatchMatMulOptions());
        int rankX = op.rank(0);
        int rankY = op.rank(1);
        if (rankX < 2 || rankY < 2) {
            throw new UnsupportedOperator("on tensors of shape " + op.shape(0) + " and " + op.shape(1));
        }
        String x = op.value(0);
        if (o.adjX()) {
            x = op.helper(
                    "transposed",
                    new Transpose(IntStream.of(lastTwoSwapped(rankX)).boxed().toList()),
                    x);
        }
        int[] order =
                o.adjY() ? lastTwoSwapped(rankY) : IntStream.range(0, rankY).toArray();
        op.result(new MatMul(Clamp.NONE), x, op.weights(1, rankY - 1, order));
    }

    private static int[] lastTwoSwapped(int rank) {
        int[] order = IntStream.range(0, rank).toArray();
        order[rank - 2] = rank - 1;
        order[rank - 1] = rank - 2;
        return order;
    }

    private static void maxPool(OperatorEmitter op) {
        Pool2DOptions o = op.required(BuiltinOptions.Pool2DOptions, new Pool2DOptions());
        Op pool = new MaxPool(
                List.of(o.filterHeight(), o.filterWidth()),
                List.of(o.strideH(), o.strideW()),
                padding(o.padding()),
                NO_DILATION,
                false,
                NHWC);
        op.resultThenActivation(o.fusedActivationFunction(), pool, op.value(0));
    }

    private static void averagePool(OperatorEmitter op) {
        Pool2DOptions o = op.required(BuiltinOptions.Pool2DOptions, new Pool2DOptions());
        op.resultThenActivation(o.fusedActivationFunction(), mean(o), op.value(0));
    }

    private static void rootMeanSquarePool(OperatorEmitter op) {
        Pool2DOptions o = op.required(BuiltinOptions.Pool2DOptions, new Pool2DOptions());
        String squares = op.helper("squares", new Mul(Clamp.NONE), op.value(0), op.value(0));
        String means = op.helper("means", mean(o), squares);
        op.resultThenActivation(o.fusedActivationFunction(), new Unary(Unary.Function.SQRT), means);
    }

    private static Op mean(Pool2DOptions o) {
        return new AveragePool(
                List.of(o.filterHeight(), o.filterWidth()),
                List.of(o.strideH(), o.strideW()),
                padding(o.padding()),
                NO_DILATION,
                false,
                false,
                NHWC);
    }
}
