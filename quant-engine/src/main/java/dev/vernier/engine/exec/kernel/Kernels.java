package dev.vernier.engine.exec.kernel;

import dev.vernier.engine.graph.op.Add;
import dev.vernier.engine.graph.op.ArgExtremum;
import dev.vernier.engine.graph.op.AveragePool;
import dev.vernier.engine.graph.op.BatchNormalization;
import dev.vernier.engine.graph.op.Bitwise;
import dev.vernier.engine.graph.op.Cast;
import dev.vernier.engine.graph.op.Clip;
import dev.vernier.engine.graph.op.Compare;
import dev.vernier.engine.graph.op.Concat;
import dev.vernier.engine.graph.op.Conv;
import dev.vernier.engine.graph.op.ConvTranspose;
import dev.vernier.engine.graph.op.CumulativeSum;
import dev.vernier.engine.graph.op.DepthToSpace;
import dev.vernier.engine.graph.op.DequantizeLinear;
import dev.vernier.engine.graph.op.DequantizeRows;
import dev.vernier.engine.graph.op.Div;
import dev.vernier.engine.graph.op.DynamicUpdateSlice;
import dev.vernier.engine.graph.op.Elu;
import dev.vernier.engine.graph.op.Expand;
import dev.vernier.engine.graph.op.Extremum;
import dev.vernier.engine.graph.op.FixedPointRescale;
import dev.vernier.engine.graph.op.Flatten;
import dev.vernier.engine.graph.op.Gather;
import dev.vernier.engine.graph.op.GatherElements;
import dev.vernier.engine.graph.op.GatherNd;
import dev.vernier.engine.graph.op.Gelu;
import dev.vernier.engine.graph.op.Gemm;
import dev.vernier.engine.graph.op.GlobalAveragePool;
import dev.vernier.engine.graph.op.GlobalMaxPool;
import dev.vernier.engine.graph.op.GridSample;
import dev.vernier.engine.graph.op.Gru;
import dev.vernier.engine.graph.op.HardSigmoid;
import dev.vernier.engine.graph.op.HardSwish;
import dev.vernier.engine.graph.op.Identity;
import dev.vernier.engine.graph.op.If;
import dev.vernier.engine.graph.op.LayerNormalization;
import dev.vernier.engine.graph.op.LeakyRelu;
import dev.vernier.engine.graph.op.LogSoftmax;
import dev.vernier.engine.graph.op.Logical;
import dev.vernier.engine.graph.op.Loop;
import dev.vernier.engine.graph.op.Lstm;
import dev.vernier.engine.graph.op.MatMul;
import dev.vernier.engine.graph.op.MaxPool;
import dev.vernier.engine.graph.op.Mod;
import dev.vernier.engine.graph.op.Mul;
import dev.vernier.engine.graph.op.NonZero;
import dev.vernier.engine.graph.op.Not;
import dev.vernier.engine.graph.op.OneHot;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.op.PRelu;
import dev.vernier.engine.graph.op.Pad;
import dev.vernier.engine.graph.op.Pow;
import dev.vernier.engine.graph.op.QuantizeLinear;
import dev.vernier.engine.graph.op.QuantizePerSample;
import dev.vernier.engine.graph.op.Range;
import dev.vernier.engine.graph.op.Reduce;
import dev.vernier.engine.graph.op.Relu;
import dev.vernier.engine.graph.op.Reshape;
import dev.vernier.engine.graph.op.Resize;
import dev.vernier.engine.graph.op.RmsNormalization;
import dev.vernier.engine.graph.op.Rnn;
import dev.vernier.engine.graph.op.RoundAwayFrom;
import dev.vernier.engine.graph.op.RoundToFloat;
import dev.vernier.engine.graph.op.ScatterElements;
import dev.vernier.engine.graph.op.ScatterNd;
import dev.vernier.engine.graph.op.ShapeOf;
import dev.vernier.engine.graph.op.Sigmoid;
import dev.vernier.engine.graph.op.Slice;
import dev.vernier.engine.graph.op.Softmax;
import dev.vernier.engine.graph.op.SpaceToDepth;
import dev.vernier.engine.graph.op.Split;
import dev.vernier.engine.graph.op.Squeeze;
import dev.vernier.engine.graph.op.Sub;
import dev.vernier.engine.graph.op.Tanh;
import dev.vernier.engine.graph.op.Tile;
import dev.vernier.engine.graph.op.TopK;
import dev.vernier.engine.graph.op.Transpose;
import dev.vernier.engine.graph.op.Unary;
import dev.vernier.engine.graph.op.Unsqueeze;
import dev.vernier.engine.graph.op.Where;
import java.util.Map;

/** Which kernel computes which operation. */
public final class Kernels {
    private static final Kernel ARITHMETIC = new ArithmeticKernel();
    private static final Kernel AXIS = new AxisKernel();
    private static final Kernel BINARY = new BinaryKernel();
    private static final Kernel BLOCK = new BlockKernel();
    private static final Kernel COMPARISON = new ComparisonKernel();
    private static final Kernel CONTROL_FLOW = new ControlFlowKernel();
    private static final Kernel ELEMENTWISE = new ElementwiseKernel();
    private static final Kernel FUNCTION = new FunctionKernel();
    private static final Kernel GENERATOR = new GeneratorKernel();
    private static final Kernel MATRIX = new Float32Kernel(new MatrixKernel());
    private static final Kernel POOLING = new Float32Kernel(new PoolingKernel());
    private static final Kernel QUANTIZATION = new QuantizationKernel();
    private static final Kernel REPEAT = new RepeatKernel();
    private static final Kernel RECURRENT = new RecurrentKernel();
    private static final Kernel ROW_NORMALIZATION = new Float32Kernel(new LayerNormalizationKernel());
    private static final Kernel SCATTER = new ScatterKernel();
    private static final Kernel SHAPE = new ShapeKernel();
    private static final Kernel SOFTMAX = new Float32Kernel(new SoftmaxKernel());

    private static final Map<Class<? extends Op>, Kernel> BY_OPERATION = Map.ofEntries(
            Map.entry(Add.class, BINARY),
            Map.entry(ArgExtremum.class, AXIS),
            Map.entry(AveragePool.class, POOLING),
            Map.entry(BatchNormalization.class, new Float32Kernel(new BatchNormalizationKernel())),
            Map.entry(Cast.class, new CastKernel()),
            Map.entry(Clip.class, ELEMENTWISE),
            Map.entry(Compare.class, COMPARISON),
            Map.entry(Concat.class, new ConcatKernel()),
            Map.entry(Conv.class, new Float32Kernel(new ConvolutionKernel())),
            Map.entry(ConvTranspose.class, new Float32Kernel(new TransposedConvolutionKernel())),
            Map.entry(CumulativeSum.class, AXIS),
            Map.entry(DepthToSpace.class, BLOCK),
            Map.entry(DequantizeLinear.class, QUANTIZATION),
            Map.entry(DequantizeRows.class, new DequantizeRowsKernel()),
            Map.entry(Div.class, BINARY),
            Map.entry(DynamicUpdateSlice.class, new UpdateSliceKernel()),
            Map.entry(Elu.class, FUNCTION),
            Map.entry(Expand.class, REPEAT),
            Map.entry(Extremum.class, ARITHMETIC),
            Map.entry(FixedPointRescale.class, ELEMENTWISE),
            Map.entry(Flatten.class, SHAPE),
            Map.entry(Gather.class, new GatherKernel()),
            Map.entry(GatherNd.class, new GatherNdKernel()),
            Map.entry(Gelu.class, ELEMENTWISE),
            Map.entry(Gemm.class, MATRIX),
            Map.entry(GlobalAveragePool.class, POOLING),
            Map.entry(GlobalMaxPool.class, POOLING),
            Map.entry(HardSigmoid.class, ELEMENTWISE),
            Map.entry(HardSwish.class, ELEMENTWISE),
            Map.entry(Identity.class, SHAPE),
            Map.entry(If.class, CONTROL_FLOW),
            Map.entry(Loop.class, CONTROL_FLOW),
            Map.entry(LeakyRelu.class, ELEMENTWISE),
            Map.entry(Logical.class, COMPARISON),
            Map.entry(LogSoftmax.class, SOFTMAX),
            Map.entry(Lstm.class, RECURRENT),
            Map.entry(Gru.class, RECURRENT),
            Map.entry(Rnn.class, RECURRENT),
            Map.entry(LayerNormalization.class, ROW_NORMALIZATION),
            Map.entry(RmsNormalization.class, ROW_NORMALIZATION),
            Map.entry(MatMul.class, MATRIX),
            Map.entry(MaxPool.class, POOLING),
            Map.entry(Mod.class, ARITHMETIC),
            Map.entry(Mul.class, BINARY),
            Map.entry(Not.class, FUNCTION),
            Map.entry(OneHot.class, GENERATOR),
            Map.entry(Pad.class, new PadKernel()),
            Map.entry(Pow.class, ARITHMETIC),
            Map.entry(PRelu.class, ARITHMETIC),
            Map.entry(QuantizeLinear.class, QUANTIZATION),
            Map.entry(QuantizePerSample.class, new QuantizePerSampleKernel()),
            Map.entry(Range.class, GENERATOR),
            Map.entry(Reduce.class, new ReduceKernel()),
            Map.entry(Relu.class, ELEMENTWISE),
            Map.entry(Reshape.class, SHAPE),
            Map.entry(Resize.class, new ResizeKernel()),
            Map.entry(RoundAwayFrom.class, new RoundAwayFromKernel()),
            Map.entry(RoundToFloat.class, new RoundToFloatKernel()),
            Map.entry(ShapeOf.class, new ShapeOfKernel()),
            Map.entry(Sigmoid.class, ELEMENTWISE),
            Map.entry(Slice.class, new SliceKernel()),
            Map.entry(Softmax.class, SOFTMAX),
            Map.entry(SpaceToDepth.class, BLOCK),
            Map.entry(Split.class, new SplitKernel()),
            Map.entry(Squeeze.class, SHAPE),
            Map.entry(Sub.class, BINARY),
            Map.entry(Tanh.class, ELEMENTWISE),
            Map.entry(Tile.class, REPEAT),
            Map.entry(TopK.class, AXIS),
            Map.entry(Transpose.class, new TransposeKernel()),
            Map.entry(Unary.class, FUNCTION),
            Map.entry(Unsqueeze.class, SHAPE),
            Map.entry(Bitwise.class, new BitwiseKernel()),
            Map.entry(GatherElements.class, new GatherElementsKernel()),
            Map.entry(GridSample.class, new Float32Kernel(new GridSampleKernel())),
            Map.entry(NonZero.class, new NonZeroKernel()),
            Map.entry(ScatterElements.class, SCATTER),
            Map.entry(ScatterNd.class, SCATTER),
            Map.entry(Where.class, new WhereKernel()));

    private Kernels() {}

    /**
     * The kernel of an operation.
     *
     * @throws IllegalArgumentException for an {@link dev.vernier.engine.graph.op.UnsupportedOp}, which has none
     */
    public static Kernel of(Op op) {
        Kernel kernel = BY_OPERATION.get(op.getClass());
        if (kernel == null) {
            throw new IllegalArgumentException("no kernel for " + op.type());
        }
        return kernel;
    }

    /** Whether something computes operations of the given class. */
    public static boolean has(Class<? extends Op> operation) {
        return BY_OPERATION.containsKey(operation);
    }
}
