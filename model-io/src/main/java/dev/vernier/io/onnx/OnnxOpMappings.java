package dev.vernier.io.onnx;

import dev.vernier.engine.graph.op.Add;
import dev.vernier.engine.graph.op.Clamp;
import dev.vernier.engine.graph.op.Div;
import dev.vernier.engine.graph.op.GlobalAveragePool;
import dev.vernier.engine.graph.op.GlobalMaxPool;
import dev.vernier.engine.graph.op.HardSigmoid;
import dev.vernier.engine.graph.op.HardSwish;
import dev.vernier.engine.graph.op.ImageLayout;
import dev.vernier.engine.graph.op.LeakyRelu;
import dev.vernier.engine.graph.op.MatMul;
import dev.vernier.engine.graph.op.Mul;
import dev.vernier.engine.graph.op.Reduce;
import dev.vernier.engine.graph.op.Relu;
import dev.vernier.engine.graph.op.ShapeOf;
import dev.vernier.engine.graph.op.Sigmoid;
import dev.vernier.engine.graph.op.Sub;
import dev.vernier.engine.graph.op.Tanh;
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
        operator("Add").since(1, (n, e) -> e.main(new Add(Clamp.NONE), n.inputs()));
        operator("AveragePool").since(1, WindowMappings::averagePool);
        operator("BatchNormalization").since(1, ElementwiseMappings::batchNormalization);
        operator("Cast").since(6, ElementwiseMappings::cast);
        operator("Clip").since(1, ElementwiseMappings::clipByAttributes).since(11, ElementwiseMappings::clipByOperands);
        operator("Concat").since(1, MovementMappings::concat);
        operator("Constant").since(1, ConstantMappings::constant);
        operator("ConstantOfShape").since(9, ConstantMappings::constantOfShape);
        operator("Conv").since(1, WindowMappings::conv);
        operator("ConvTranspose").since(1, WindowMappings::convTranspose);
        operator("Div").since(1, (n, e) -> e.main(new Div(Clamp.NONE), n.inputs()));
        operator("Dropout").since(1, ElementwiseMappings::dropout).since(12, ElementwiseMappings::dropoutByOperands);
        operator("Flatten").since(1, MovementMappings::flatten);
        operator("Gather").since(1, MovementMappings::gather);
        operator("Gemm").since(1, MatrixMappings::gemm);
        operator("GlobalAveragePool")
                .since(1, (n, e) -> e.main(new GlobalAveragePool(ImageLayout.CHANNELS_FIRST), n.input(0)));
        operator("GlobalMaxPool").since(1, (n, e) -> e.main(new GlobalMaxPool(ImageLayout.CHANNELS_FIRST), n.input(0)));
        operator("HardSigmoid")
                .since(1, (n, e) -> e.main(new HardSigmoid(n.real("alpha", 0.2f), n.real("beta", 0.5f)), n.input(0)));
        operator("HardSwish").since(14, (n, e) -> e.main(new HardSwish(), n.input(0)));
        operator("Identity").since(1, (n, e) -> n.input(0));
        operator("LeakyRelu").since(1, (n, e) -> e.main(new LeakyRelu(n.real("alpha", 0.01f)), n.input(0)));
        operator("MatMul").since(1, (n, e) -> e.main(new MatMul(Clamp.NONE), n.inputs()));
        operator("MaxPool").since(1, WindowMappings::maxPool);
        operator("Mul").since(1, (n, e) -> e.main(new Mul(Clamp.NONE), n.inputs()));
        operator("Pad").since(2, MovementMappings::padByAttributes).since(11, MovementMappings::padByOperands);
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
        operator("Shape")
                .since(1, (n, e) -> e.main(new ShapeOf(0, Integer.MAX_VALUE), n.input(0)))
                .since(
                        15,
                        (n, e) -> e.main(
                                new ShapeOf(n.intValue("start", 0), n.intValue("end", Integer.MAX_VALUE)), n.input(0)));
        operator("Sigmoid").since(1, (n, e) -> e.main(new Sigmoid(), n.input(0)));
        operator("Slice").since(1, MovementMappings::sliceByAttributes).since(10, MovementMappings::sliceByOperands);
        operator("Softmax")
                .since(1, ElementwiseMappings::softmaxOfRows)
                .since(13, ElementwiseMappings::softmaxAlongAxis);
        operator("Squeeze")
                .since(1, MovementMappings::squeezeByAttribute)
                .since(13, MovementMappings::squeezeByOperand);
        operator("Sub").since(1, (n, e) -> e.main(new Sub(Clamp.NONE), n.inputs()));
        operator("Sum").since(1, ElementwiseMappings::sum);
        operator("Tanh").since(1, (n, e) -> e.main(new Tanh(), n.input(0)));
        operator("Transpose").since(1, MovementMappings::transpose);
        operator("Unsqueeze")
                .since(1, MovementMappings::unsqueezeByAttribute)
                .since(13, MovementMappings::unsqueezeByOperand);
        operator("Upsample").since(7, ResizeMappings::upsampleByAttribute).since(9, ResizeMappings::scalesOnly);
    }

    private OnnxOpMappings() {}

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
