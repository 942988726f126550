package dev.vernier.io.onnx;

import dev.vernier.engine.graph.op.Add;
import dev.vernier.engine.graph.op.ArgExtremum;
import dev.vernier.engine.graph.op.Bitwise;
import dev.vernier.engine.graph.op.Clamp;
import dev.vernier.engine.graph.op.Compare;
import dev.vernier.engine.graph.op.CumulativeSum;
import dev.vernier.engine.graph.op.Div;
import dev.vernier.engine.graph.op.Elu;
import dev.vernier.engine.graph.op.Expand;
import dev.vernier.engine.graph.op.Extremum;
import dev.vernier.engine.graph.op.GatherNd;
import dev.vernier.engine.graph.op.Gelu;
import dev.vernier.engine.graph.op.GlobalAveragePool;
import dev.vernier.engine.graph.op.GlobalMaxPool;
import dev.vernier.engine.graph.op.HardSigmoid;
import dev.vernier.engine.graph.op.HardSwish;
import dev.vernier.engine.graph.op.ImageLayout;
import dev.vernier.engine.graph.op.LeakyRelu;
import dev.vernier.engine.graph.op.Logical;
import dev.vernier.engine.graph.op.MatMul;
import dev.vernier.engine.graph.op.Mod;
import dev.vernier.engine.graph.op.Mul;
import dev.vernier.engine.graph.op.Not;
import dev.vernier.engine.graph.op.OneHot;
import dev.vernier.engine.graph.op.PRelu;
import dev.vernier.engine.graph.op.Pow;
import dev.vernier.engine.graph.op.Range;
import dev.vernier.engine.graph.op.Reduce;
import dev.vernier.engine.graph.op.Relu;
import dev.vernier.engine.graph.op.ShapeOf;
import dev.vernier.engine.graph.op.Sigmoid;
import dev.vernier.engine.graph.op.Sub;
import dev.vernier.engine.graph.op.Tanh;
import dev.vernier.engine.graph.op.Tile;
import dev.vernier.engine.graph.op.Unary;
import dev.vernier.engine.graph.op.Where;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * The table of ONNX operators that are run: one entry an operator, one {@code since} a version from which its form changed in a way that
 * matters here. The version of a file's opset picks the last form not newer than it.
 */
final class OnnxOpMappings {
    /** Operators of the standard domain, by name. */
    private static final Map<String, NavigableMap<Integer, OnnxOpMapping>> STANDARD = new TreeMap<>();

    static {
        unary("Abs", Unary.Function.ABS);
        unary("Acos", Unary.Function.ACOS);
        unary("Acosh", Unary.Function.ACOSH);
        operator("Add")
                .since(1, (n, e) -> ElementwiseMappings.broadcastByAttribute(new Add(Clamp.NONE), n, e))
                .since(7, (n, e) -> e.main(new Add(Clamp.NONE), n.inputs()));
        operator("AffineGrid").since(20, SamplingMappings::affineGrid);
        connective("And", Logical.Connective.AND);
        argExtremum("ArgMax", Extremum.Kind.MAX);
        argExtremum("ArgMin", Extremum.Kind.MIN);
        unary("Asin", Unary.Function.ASIN);
        unary("Asinh", Unary.Function.ASINH);
        unary("Atan", Unary.Function.ATAN);
        unary("Atanh", Unary.Function.ATANH);
        operator("Attention").since(23, AttentionMapping::attention);
        operator("AveragePool").since(1, WindowMappings::averagePool);
        operator("BatchNormalization").since(1, ElementwiseMappings::batchNormalization);
        operator("BitShift").since(11, MaskMappings::bitShift);
        bitwise("BitwiseAnd", Bitwise.Kind.AND);
        operator("BitwiseNot").since(18, MaskMappings::bitwiseNot);
        bitwise("BitwiseOr", Bitwise.Kind.OR);
        bitwise("BitwiseXor", Bitwise.Kind.XOR);
        operator("Cast").since(6, ElementwiseMappings::cast);
        operator("CastLike").since(15, ElementwiseMappings::castLike);
        unary("Ceil", Unary.Function.CEIL);
        operator("Celu").since(12, ActivationMappings::celu);
        operator("CenterCropPad").since(18, SelectionMappings::centerCropPad);
        operator("Clip").since(1, ElementwiseMappings::clipByAttributes).since(11, ElementwiseMappings::clipByOperands);
        operator("Compress").since(9, SelectionMappings::compress);
        operator("Concat").since(1, MovementMappings::concat);
        operator("Constant").since(1, ConstantMappings::constant);
        operator("ConstantOfShape").since(9, ConstantMappings::constantOfShape);
        operator("Conv").since(1, WindowMappings::conv);
        operator("ConvInteger").since(10, ComputedGrids::convInteger);
        operator("ConvTranspose").since(1, WindowMappings::convTranspose);
        unary("Cos", Unary.Function.COS);
        unary("Cosh", Unary.Function.COSH);
        operator("CumSum")
                .since(
                        11,
                        (n, e) -> e.main(
                                new CumulativeSum(n.flag("exclusive", false), n.flag("reverse", false)), n.inputs()));
        operator("DepthToSpace").since(1, MovementMappings::depthToSpace);
        operator("DequantizeLinear").since(10, QuantizationMappings::dequantize);
        operator("Div")
                .since(1, (n, e) -> ElementwiseMappings.broadcastByAttribute(new Div(Clamp.NONE), n, e))
                .since(7, (n, e) -> e.main(new Div(Clamp.NONE), n.inputs()));
        operator("Dropout").since(1, ElementwiseMappings::dropout).since(12, ElementwiseMappings::dropoutByOperands);
        operator("DynamicQuantizeLinear").since(11, QuantizationMappings::dynamicQuantize);
        operator("Einsum").since(12, EinsumMapping::einsum);
        operator("Elu").since(1, (n, e) -> e.main(new Elu(n.real("alpha", 1)), n.input(0)));
        comparison("Equal", Compare.Relation.EQUAL);
        unary("Erf", Unary.Function.ERF);
        unary("Exp", Unary.Function.EXP);
        operator("Expand").since(8, (n, e) -> e.main(new Expand(), n.inputs()));
        operator("EyeLike").since(9, MaskMappings::eyeLike);
        operator("Flatten").since(1, MovementMappings::flatten);
        unary("Floor", Unary.Function.FLOOR);
        operator("Gather").since(1, MovementMappings::gather);
        operator("GatherElements").since(11, SelectionMappings::gatherElements);
        operator("GatherND").since(11, (n, e) -> e.main(new GatherNd(n.intValue("batch_dims", 0)), n.inputs()));
        operator("Gelu")
                .since(
                        20,
                        (n, e) -> e.main(new Gelu(n.text("approximate", "none").equals("tanh")), n.input(0)));
        operator("Gemm").since(1, MatrixMappings::gemm);
        operator("GlobalAveragePool")
                .since(1, (n, e) -> e.main(new GlobalAveragePool(ImageLayout.CHANNELS_FIRST), n.input(0)));
        operator("GlobalLpPool").since(1, NormalizationMappings::globalLpPool);
        operator("GlobalMaxPool").since(1, (n, e) -> e.main(new GlobalMaxPool(ImageLayout.CHANNELS_FIRST), n.input(0)));
        comparison("Greater", Compare.Relation.GREATER);
        comparison("GreaterOrEqual", Compare.Relation.GREATER_OR_EQUAL);
        operator("GridSample").since(16, SamplingMappings::gridSample);
        operator("GroupNormalization")
                .since(18, NormalizationMappings::groupNormalizationByGroup)
                .since(21, NormalizationMappings::groupNormalization);
        operator("GRU").since(1, RecurrentMappings::gru);
        operator("Hardmax").since(13, ElementwiseMappings::hardmax);
        operator("HardSigmoid")
                .since(1, (n, e) -> e.main(new HardSigmoid(n.real("alpha", 0.2f), n.real("beta", 0.5f)), n.input(0)));
        operator("HardSwish").since(14, (n, e) -> e.main(new HardSwish(), n.input(0)));
        operator("Identity").since(1, (n, e) -> n.input(0));
        operator("InstanceNormalization").since(1, NormalizationMappings::instanceNormalization);
        operator("IsInf").since(10, MaskMappings::isInf);
        operator("IsNaN").since(9, MaskMappings::isNaN);
        operator("LayerNormalization").since(17, NormalizationMappings::layerNormalization);
        operator("LeakyRelu").since(1, (n, e) -> e.main(new LeakyRelu(n.real("alpha", 0.01f)), n.input(0)));
        comparison("Less", Compare.Relation.LESS);
        comparison("LessOrEqual", Compare.Relation.LESS_OR_EQUAL);
        unary("Log", Unary.Function.LOG);
        operator("LogSoftmax")
                .since(1, ElementwiseMappings::logSoftmaxOfRows)
                .since(13, ElementwiseMappings::logSoftmaxAlongAxis);
        operator("LpNormalization").since(1, NormalizationMappings::lpNormalization);
        operator("LpPool").since(1, WindowMappings::lpPool);
        operator("LRN").since(1, NormalizationMappings::localResponseNormalization);
        operator("LSTM").since(1, RecurrentMappings::lstm);
        operator("MatMul").since(1, (n, e) -> e.main(new MatMul(Clamp.NONE), n.inputs()));
        operator("MatMulInteger").since(10, ComputedGrids::matMulInteger);
        extremum("Max", Extremum.Kind.MAX);
        operator("MaxPool").since(1, WindowMappings::maxPool);
        operator("Mean").since(1, ElementwiseMappings::mean);
        operator("MeanVarianceNormalization").since(9, NormalizationMappings::meanVariance);
        extremum("Min", Extremum.Kind.MIN);
        operator("Mish").since(18, ActivationMappings::mish);
        operator("Mod").since(10, (n, e) -> e.main(new Mod(n.flag("fmod", false)), n.inputs()));
        operator("Mul")
                .since(1, (n, e) -> ElementwiseMappings.broadcastByAttribute(new Mul(Clamp.NONE), n, e))
                .since(7, (n, e) -> e.main(new Mul(Clamp.NONE), n.inputs()));
        unary("Neg", Unary.Function.NEG);
        operator("NegativeLogLikelihoodLoss").since(12, LossMappings::negativeLogLikelihood);
        operator("NonZero").since(9, SelectionMappings::nonZero);
        operator("Not").since(1, (n, e) -> e.main(new Not(), n.input(0)));
        operator("OneHot").since(9, (n, e) -> e.main(new OneHot(n.intValue("axis", -1)), n.inputs()));
        connective("Or", Logical.Connective.OR);
        operator("Pad").since(2, MovementMappings::padByAttributes).since(11, MovementMappings::padByOperands);
        operator("Pow").since(1, (n, e) -> e.main(new Pow(), n.inputs()));
        operator("PRelu")
                .since(1, ElementwiseMappings::preluByChannel)
                .since(7, (n, e) -> e.main(new PRelu(), n.inputs()));
        operator("QuantizeLinear").since(10, QuantizationMappings::quantize);
        operator("Range").since(11, (n, e) -> e.main(new Range(), n.inputs()));
        unary("Reciprocal", Unary.Function.RECIPROCAL);
        reduction("ReduceL1", Reduce.Kind.L1, 18);
        reduction("ReduceL2", Reduce.Kind.L2, 18);
        reduction("ReduceLogSum", Reduce.Kind.LOG_SUM, 18);
        reduction("ReduceLogSumExp", Reduce.Kind.LOG_SUM_EXP, 18);
        reduction("ReduceMax", Reduce.Kind.MAX, 18);
        reduction("ReduceMean", Reduce.Kind.MEAN, 18);
        reduction("ReduceMin", Reduce.Kind.MIN, 18);
        reduction("ReduceProd", Reduce.Kind.PROD, 18);
        reduction("ReduceSum", Reduce.Kind.SUM, 13);
        reduction("ReduceSumSquare", Reduce.Kind.SUM_SQUARE, 18);
        operator("Relu").since(1, (n, e) -> e.main(new Relu(), n.input(0)));
        operator("Reshape").since(1, MovementMappings::reshapeByAttribute).since(5, MovementMappings::reshapeByOperand);
        operator("Resize").since(10, ResizeMappings::scalesOnly).since(11, ResizeMappings::scalesOrSizes);
        operator("ReverseSequence").since(10, SelectionMappings::reverseSequence);
        operator("RMSNormalization").since(23, NormalizationMappings::rmsNormalization);
        operator("RNN").since(1, RecurrentMappings::rnn);
        operator("RotaryEmbedding").since(23, RotaryMapping::rotaryEmbedding);
        unary("Round", Unary.Function.ROUND);
        operator("Scatter").since(9, SelectionMappings::scatterElements);
        operator("ScatterElements").since(11, SelectionMappings::scatterElements);
        operator("ScatterND").since(11, SelectionMappings::scatterNd);
        operator("Selu").since(1, ActivationMappings::selu);
        operator("Shape")
                .since(1, (n, e) -> e.main(new ShapeOf(0, Integer.MAX_VALUE), n.input(0)))
                .since(
                        15,
                        (n, e) -> e.main(
                                new ShapeOf(n.intValue("start", 0), n.intValue("end", Integer.MAX_VALUE)), n.input(0)));
        operator("Shrink").since(9, MaskMappings::shrink);
        operator("Sigmoid").since(1, (n, e) -> e.main(new Sigmoid(), n.input(0)));
        unary("Sign", Unary.Function.SIGN);
        unary("Sin", Unary.Function.SIN);
        unary("Sinh", Unary.Function.SINH);
        operator("Size").since(1, MovementMappings::size);
        operator("Slice").since(1, MovementMappings::sliceByAttributes).since(10, MovementMappings::sliceByOperands);
        operator("Softmax")
                .since(1, ElementwiseMappings::softmaxOfRows)
                .since(13, ElementwiseMappings::softmaxAlongAxis);
        operator("SoftmaxCrossEntropyLoss").since(12, LossMappings::softmaxCrossEntropy);
        unary("Softplus", Unary.Function.SOFTPLUS);
        unary("Softsign", Unary.Function.SOFTSIGN);
        operator("SpaceToDepth").since(1, MovementMappings::spaceToDepth);
        operator("Split").since(1, MovementMappings::splitByAttribute).since(13, MovementMappings::splitByOperand);
        unary("Sqrt", Unary.Function.SQRT);
        operator("Squeeze")
                .since(1, MovementMappings::squeezeByAttribute)
                .since(13, MovementMappings::squeezeByOperand);
        operator("Sub")
                .since(1, (n, e) -> ElementwiseMappings.broadcastByAttribute(new Sub(Clamp.NONE), n, e))
                .since(7, (n, e) -> e.main(new Sub(Clamp.NONE), n.inputs()));
        operator("Sum").since(1, ElementwiseMappings::sum);
        operator("Swish").since(24, ActivationMappings::swish);
        unary("Tan", Unary.Function.TAN);
        operator("Tanh").since(1, (n, e) -> e.main(new Tanh(), n.input(0)));
        operator("ThresholdedRelu").since(1, ActivationMappings::thresholdedRelu);
        operator("Tile").since(6, (n, e) -> e.main(new Tile(), n.inputs()));
        operator("TopK").since(1, MovementMappings::topKByAttribute).since(10, MovementMappings::topKByOperand);
        operator("Transpose").since(1, MovementMappings::transpose);
        operator("Trilu").since(14, MaskMappings::trilu);
        operator("Unsqueeze")
                .since(1, MovementMappings::unsqueezeByAttribute)
                .since(13, MovementMappings::unsqueezeByOperand);
        operator("Upsample").since(7, ResizeMappings::upsampleByAttribute).since(9, ResizeMappings::scalesOnly);
        operator("Where").since(9, (n, e) -> e.main(new Where(), n.inputs()));
        connective("Xor", Logical.Connective.XOR);
    }

    private OnnxOpMappings() {}

    private static void unary(String operator, Unary.Function function) {
        operator(operator).since(1, (n, e) -> e.main(new Unary(function), n.input(0)));
    }

    private static void comparison(String operator, Compare.Relation relation) {
        operator(operator).since(1, (n, e) -> e.main(new Compare(relation), n.inputs()));
    }

    private static void connective(String operator, Logical.Connective connective) {
        operator(operator).since(1, (n, e) -> e.main(new Logical(connective), n.inputs()));
    }

    private static void bitwise(String operator, Bitwise.Kind kind) {
        operator(operator).since(18, (n, e) -> e.main(new Bitwise(kind), n.inputs()));
    }

    private static void extremum(String operator, Extremum.Kind kind) {
        operator(operator)
                .since(1, (n, e) -> n.inputCount() == 1 ? n.input(0) : e.main(new Extremum(kind), n.inputs()));
    }

    private static void argExtremum(String operator, Extremum.Kind kind) {
        operator(operator)
                .since(
                        1,
                        (n, e) -> e.main(
                                new ArgExtremum(
                                        kind,
                                        n.intValue("axis", 0),
                                        n.flag("keepdims", true),
                                        n.flag("select_last_index", false)),
                                n.input(0)));
    }

    private static void reduction(String operator, Reduce.Kind kind, int axesAreOperandSince) {
        operator(operator)
                .since(1, (n, e) -> MatrixMappings.reduceByAttribute(kind, n, e))
                .since(axesAreOperandSince, (n, e) -> MatrixMappings.reduceByOperand(kind, n, e));
    }

    private static Forms operator(String name) {
        return new Forms(STANDARD.computeIfAbsent(name, k -> new TreeMap<>()));
    }

    /** The forms of one operator, oldest first. */
    private record Forms(NavigableMap<Integer, OnnxOpMapping> bySince) {
        Forms since(int opset, OnnxOpMapping mapping) {
            bySince.put(opset, mapping);
            return this;
        }
    }

    /** Names of the standard operators that are run. */
    static Set<String> operators() {
        return STANDARD.keySet();
    }

    /**
     * How {@code operator} is mapped in version {@code opset} of its domain.
     *
     * @throws UnsupportedOperator if it is not
     */
    static OnnxOpMapping of(String domain, String operator, int opset) {
        if (!domain.isEmpty()) {
            throw new UnsupportedOperator("because it is not one of the standard's operators");
        }
        NavigableMap<Integer, OnnxOpMapping> forms = STANDARD.get(operator);
        if (forms == null) {
            throw new UnsupportedOperator("yet");
        }
        if (forms.floorEntry(opset) == null) {
            throw new UnsupportedOperator("in the form it had in opset " + opset);
        }
        return forms.floorEntry(opset).getValue();
    }
}
