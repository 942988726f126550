package dev.vernier.engine.graph.shape;

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
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Which rule gives which operation's shape: one line an operation. */
final class ShapeRules {
    private static final Map<Class<? extends Op>, ShapeRule<?>> RULES = new HashMap<>();

    static {
        rule(Add.class, ElementwiseShapes::add);
        rule(Sub.class, ElementwiseShapes::sub);
        rule(Mul.class, ElementwiseShapes::mul);
        rule(Div.class, ElementwiseShapes::div);
        rule(Relu.class, ElementwiseShapes::same);
        rule(Clip.class, ElementwiseShapes::same);
        rule(LeakyRelu.class, ElementwiseShapes::same);
        rule(Sigmoid.class, ElementwiseShapes::same);
        rule(Tanh.class, ElementwiseShapes::same);
        rule(HardSigmoid.class, ElementwiseShapes::same);
        rule(HardSwish.class, ElementwiseShapes::same);
        rule(FixedPointRescale.class, ElementwiseShapes::same);
        rule(RoundAwayFrom.class, ElementwiseShapes::same);
        rule(RoundToFloat.class, ElementwiseShapes::same);
        rule(QuantizePerSample.class, ElementwiseShapes::same);
        rule(Softmax.class, ElementwiseShapes::softmax);
        rule(BatchNormalization.class, ElementwiseShapes::batchNormalization);
        rule(QuantizeLinear.class, ElementwiseShapes::quantize);
        rule(DequantizeLinear.class, ElementwiseShapes::dequantize);
        rule(DequantizeRows.class, ElementwiseShapes::dequantize);
        rule(Cast.class, ElementwiseShapes::cast);
        rule(Identity.class, ElementwiseShapes::identity);
        rule(Unary.class, ElementwiseShapes::unary);
        rule(Elu.class, ElementwiseShapes::same);
        rule(Gelu.class, ElementwiseShapes::same);
        rule(Not.class, ElementwiseShapes::same);
        rule(CumulativeSum.class, ElementwiseShapes::same);
        rule(DynamicUpdateSlice.class, ElementwiseShapes::same);
        rule(PRelu.class, LogicShapes::pRelu);
        rule(Compare.class, LogicShapes::compare);
        rule(Logical.class, LogicShapes::truths);
        rule(Where.class, LogicShapes::where);
        rule(Pow.class, LogicShapes::broadcast);
        rule(Mod.class, LogicShapes::broadcast);
        rule(Extremum.class, LogicShapes::broadcast);
        rule(Bitwise.class, LogicShapes::broadcast);

        rule(Conv.class, WindowShapes::conv);
        rule(ConvTranspose.class, WindowShapes::convTranspose);
        rule(MaxPool.class, WindowShapes::maxPool);
        rule(AveragePool.class, WindowShapes::averagePool);
        rule(GlobalAveragePool.class, (op, in) -> WindowShapes.globalPool(op.layout(), in));
        rule(GlobalMaxPool.class, (op, in) -> WindowShapes.globalPool(op.layout(), in));
        rule(Resize.class, ResizeShape::resize);

        rule(Gemm.class, MatrixShapes::gemm);
        rule(MatMul.class, MatrixShapes::matMul);
        rule(Reduce.class, MatrixShapes::reduce);

        rule(Reshape.class, MovementShapes::reshape);
        rule(Flatten.class, MovementShapes::flatten);
        rule(Transpose.class, MovementShapes::transpose);
        rule(Squeeze.class, MovementShapes::squeeze);
        rule(Unsqueeze.class, MovementShapes::unsqueeze);
        rule(Concat.class, MovementShapes::concat);
        rule(Gather.class, MovementShapes::gather);
        rule(Slice.class, SliceAndPadShapes::slice);
        rule(Pad.class, SliceAndPadShapes::pad);
        rule(ShapeOf.class, MovementShapes::shapeOf);

        rule(LogSoftmax.class, SelectionShapes::logSoftmax);
        rule(ArgExtremum.class, SelectionShapes::argExtremum);
        rule(TopK.class, SelectionShapes::topK);
        rule(Split.class, SelectionShapes::split);
        rule(GatherNd.class, SelectionShapes::gatherNd);
        rule(OneHot.class, SelectionShapes::oneHot);
        rule(GatherElements.class, PlaceShapes::gatherElements);
        rule(ScatterElements.class, PlaceShapes::scatterElements);
        rule(ScatterNd.class, PlaceShapes::scatterNd);
        rule(NonZero.class, PlaceShapes::nonZero);
        rule(GridSample.class, PlaceShapes::gridSample);

        rule(Tile.class, RepetitionShapes::tile);
        rule(Expand.class, RepetitionShapes::expand);
        rule(DepthToSpace.class, RepetitionShapes::depthToSpace);
        rule(SpaceToDepth.class, RepetitionShapes::spaceToDepth);
        rule(Range.class, RepetitionShapes::range);

        rule(If.class, BodyShapes::branch);
        rule(Loop.class, BodyShapes::loop);

        rule(Lstm.class, RecurrentShapes::lstm);
        rule(Gru.class, RecurrentShapes::gru);
        rule(Rnn.class, RecurrentShapes::rnn);
        rule(LayerNormalization.class, RecurrentShapes::layerNormalization);
        rule(RmsNormalization.class, RecurrentShapes::rmsNormalization);
    }

    private ShapeRules() {}

    private static <O extends Op> void rule(Class<O> op, ShapeRule<? super O> rule) {
        RULES.put(op, rule);
    }

    /** The rule of {@code op}; empty only for an operation that is not supported. */
    @SuppressWarnings("unchecked") // a rule is only ever put in under the class it takes
    static <O extends Op> Optional<ShapeRule<O>> of(O op) {
        return Optional.ofNullable((ShapeRule<O>) RULES.get(op.getClass()));
    }

    static boolean covers(Class<?> op) {
        return RULES.containsKey(op);
    }
}
