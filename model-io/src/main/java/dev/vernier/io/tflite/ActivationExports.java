package dev.vernier.io.tflite;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.op.Clamp;
import dev.vernier.engine.graph.op.Clip;
import dev.vernier.engine.graph.op.Elu;
import dev.vernier.engine.graph.op.Gelu;
import dev.vernier.engine.graph.op.HardSigmoid;
import dev.vernier.engine.graph.op.HardSwish;
import dev.vernier.engine.graph.op.LeakyRelu;
import dev.vernier.engine.graph.op.LogSoftmax;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.op.PRelu;
import dev.vernier.engine.graph.op.Relu;
import dev.vernier.engine.graph.op.Sigmoid;
import dev.vernier.engine.graph.op.Softmax;
import dev.vernier.engine.graph.op.Tanh;
import dev.vernier.engine.quantize.TfliteGrid;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.lite.schema.BuiltinOperator;
import org.tensorflow.lite.schema.BuiltinOptions;
import org.tensorflow.lite.schema.GeluOptionsT;
import org.tensorflow.lite.schema.LeakyReluOptionsT;
import org.tensorflow.lite.schema.SoftmaxOptionsT;

/** Activation functions. */
final class ActivationExports {
    private static final Set<DataType> INT8 = Set.of(DataType.INT8);
    private static final Set<DataType> CODES = Set.of(DataType.INT8, DataType.INT16);

    private ActivationExports() {}

    static void addTo(Map<Class<? extends Op>, TfliteExport> table) {
        table.put(Relu.class, simple(BuiltinOperator.RELU).onCodes(CODES));
        table.put(Sigmoid.class, simple(BuiltinOperator.LOGISTIC).onCodes(CODES, ActivationExports::isOnFixedGrid));
        table.put(Tanh.class, simple(BuiltinOperator.TANH).onCodes(CODES, ActivationExports::isOnFixedGrid));
        table.put(HardSwish.class, simple(BuiltinOperator.HARD_SWISH).onCodes(INT8));
        table.put(Clip.class, ((TfliteExport) ActivationExports::clip).onCodes(CODES, (n, c) -> {
                    Clip op = (Clip) n.op();
                    return new Clamp(op.low(), op.high()).equals(Clamp.RELU6);
                }));
        table.put(LeakyRelu.class, ((TfliteExport) ActivationExports::leakyRelu).onCodes(CODES));
        table.put(
                Elu.class,
                ((TfliteExport) ActivationExports::elu).onCodes(INT8, (n, c) -> ((Elu) n.op()).alpha() == 1));
        table.put(Gelu.class, ActivationExports::gelu);
        table.put(HardSigmoid.class, ActivationExports::hardSigmoid);
        table.put(PRelu.class, ActivationExports::parametricRelu);
        table.put(
                Softmax.class,
                ((TfliteExport) (n, out) -> alongAxis(n, out, ((Softmax) n.op()).axis(), BuiltinOperator.SOFTMAX))
                        .onCodes(CODES, ActivationExports::isOnFixedGrid));
        table.put(
                LogSoftmax.class,
                ((TfliteExport) (n, out) ->
                                alongAxis(n, out, ((LogSoftmax) n.op()).axis(), BuiltinOperator.LOG_SOFTMAX))
                        .onCodes(INT8, ActivationExports::isOnFixedGrid));
    }

    private static boolean isOnFixedGrid(Node n, CodesContext c) {
        return TfliteGrid.ofResult(n.op(), c.result().type().bits())
                .map(c.result()::equals)
                .orElse(false);
    }

    /** An operator of one operand that has no options. */
    static TfliteExport simple(int builtin) {
        return (n, out) -> out.op(builtin, List.of(out.operandAsHeld(0)), out.resultLike(0));
    }

    private static void clip(Node n, TfliteEmitter out) {
        Clip op = (Clip) n.op();
        Clamp clamp = new Clamp(op.low(), op.high());
        if (clamp.isNone()) {
            out.bind(n.output(), out.held(0));
        } else {
            out.clamp(clamp, out.operandAsHeld(0), out.resultLike(0));
        }
    }

    private static void leakyRelu(Node n, TfliteEmitter out) {
        LeakyReluOptionsT o = new LeakyReluOptionsT();
        o.setAlpha(((LeakyRelu) n.op()).alpha());
        out.op(
                BuiltinOperator.LEAKY_RELU,
                new OperatorOptions(BuiltinOptions.LeakyReluOptions, o),
                List.of(out.operandAsHeld(0)),
                out.resultLike(0));
    }

    /** The operator has a factor of 1; another one: {@code max(x, 0) + alpha · elu(min(x, 0))}. */
    private static void elu(Node n, TfliteEmitter out) {
        float alpha = ((Elu) n.op()).alpha();
        if (alpha == 1) {
            simple(BuiltinOperator.ELU).emit(n, out);
            return;
        }
        Formula f = new Formula(out);
        WrittenTensor x = out.operandAsHeld(0);
        WrittenTensor below = f.apply(BuiltinOperator.ELU, f.apply(BuiltinOperator.MINIMUM, x, f.number(0)));
        f.into(
                out.resultLike(0),
                BuiltinOperator.ADD,
                f.apply(BuiltinOperator.RELU, x),
                f.multiply(below, f.number(alpha)));
    }

    private static void gelu(Node n, TfliteEmitter out) {
        GeluOptionsT o = new GeluOptionsT();
        o.setApproximate(((Gelu) n.op()).tanhApproximation());
        out.op(
                BuiltinOperator.GELU,
                new OperatorOptions(BuiltinOptions.GeluOptions, o),
                List.of(out.operandAsHeld(0)),
                out.resultLike(0));
    }

    private static void hardSigmoid(Node n, TfliteEmitter out) {
        HardSigmoid op = (HardSigmoid) n.op();
        Formula f = new Formula(out);
        WrittenTensor line = f.add(f.multiply(out.operandAsHeld(0), f.number(op.alpha())), f.number(op.beta()));
        out.clamp(new Clamp(0, 1), line, out.resultLike(0));
    }

    private static void parametricRelu(Node n, TfliteEmitter out) {
        BroadcastOperands o = BroadcastOperands.of(n, out);
        out.op(BuiltinOperator.PRELU, o.tensors(), out.result(o.arrangement()));
    }

    /** The operators run along the last axis, so the axis wanted is put there. */
    private static void alongAxis(Node n, TfliteEmitter out, int axis, int builtin) {
        Arrangement held = out.arrangement(0);
        Arrangement arrangement = held.positionOf(axis) == held.rank() - 1 ? held : held.withLast(axis);
        OperatorOptions options = OperatorOptions.NONE;
        if (builtin == BuiltinOperator.SOFTMAX) {
            SoftmaxOptionsT o = new SoftmaxOptionsT();
            o.setBeta(1);
            options = new OperatorOptions(BuiltinOptions.SoftmaxOptions, o);
        }
        out.op(builtin, options, List.of(out.operand(0, arrangement)), out.result(arrangement));
    }
}
