package dev.vernier.engine.graph.op;

import dev.vernier.engine.graph.Body;
import java.util.List;

/**
 * What a node computes; one record an operation, holding its attributes. {@code permits} is the table of contents.
 *
 * <p>Operands follow the newest form of the ONNX operator of the same name: what became an operand there (axes, shapes, pads) is an
 * operand here, and readers of older forms add a constant.
 */
public sealed interface Op
        permits Add,
                ArgExtremum,
                AveragePool,
                BatchNormalization,
                Bitwise,
                Cast,
                Clip,
                Compare,
                Concat,
                Conv,
                ConvTranspose,
                CumulativeSum,
                DepthToSpace,
                DequantizeLinear,
                DequantizeRows,
                Div,
                DynamicUpdateSlice,
                Elu,
                Expand,
                Extremum,
                FixedPointRescale,
                Flatten,
                Gather,
                GatherElements,
                GatherNd,
                Gelu,
                Gemm,
                GlobalAveragePool,
                GlobalMaxPool,
                GridSample,
                Gru,
                HardSigmoid,
                HardSwish,
                Identity,
                If,
                LayerNormalization,
                LeakyRelu,
                Logical,
                LogSoftmax,
                Loop,
                Lstm,
                MatMul,
                MaxPool,
                Mod,
                Mul,
                NonZero,
                Not,
                OneHot,
                Pad,
                Pow,
                PRelu,
                QuantizeLinear,
                QuantizePerSample,
                Range,
                Reduce,
                Relu,
                Reshape,
                Resize,
                RmsNormalization,
                Rnn,
                RoundAwayFrom,
                RoundToFloat,
                ScatterElements,
                ScatterNd,
                ShapeOf,
                Sigmoid,
                Slice,
                Softmax,
                SpaceToDepth,
                Split,
                Squeeze,
                Sub,
                Tanh,
                Tile,
                TopK,
                Transpose,
                Unary,
                Unsqueeze,
                UnsupportedOp,
                Where {

    /** The operation's name as ONNX writes it and people read it. */
    default String type() {
        return getClass().getSimpleName();
    }

    /** Operand index of the weights, or -1. They count as weights only where that operand is a constant. */
    default int weightInput() {
        return -1;
    }

    /** The output-channel axis of the weights, along which they may have one scale each; negative counts from the end. */
    default int weightChannelAxis() {
        return 0;
    }

    /** Operand index of the bias, or -1. */
    default int biasInput() {
        return -1;
    }

    /**
     * Operand indices of the activations that run on integer codes where the layer is quantized; constants excepted. For an operation
     * that {@linkplain #unifiesInputs() unifies its inputs} every operand is one, whatever this says.
     */
    default List<Integer> quantizableInputs() {
        return List.of(0);
    }

    /** Whether the operation only moves or selects values, so that its output is on its input's grid. */
    default boolean keepsScale() {
        return false;
    }

    /** Whether all operands must be on one grid when quantized. */
    default boolean unifiesInputs() {
        return false;
    }

    /** The graphs inside it: branches, or what a loop repeats. */
    default List<Body> bodies() {
        return List.of();
    }

    /** The limit applied to the result. */
    default Clamp fusedActivation() {
        return Clamp.NONE;
    }
}
