package dev.vernier.io.onnx;

import static dev.vernier.io.onnx.OnnxEmitter.integer;
import static dev.vernier.io.onnx.OnnxEmitter.ints;
import static dev.vernier.io.onnx.OnnxEmitter.real;
import static dev.vernier.io.onnx.OnnxEmitter.text;

import ai.onnx.proto.OnnxMl;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.op.Add;
import dev.vernier.engine.graph.op.Cast;
import dev.vernier.engine.graph.op.Clamp;
import dev.vernier.engine.graph.op.Clip;
import dev.vernier.engine.graph.op.Compare;
import dev.vernier.engine.graph.op.Div;
import dev.vernier.engine.graph.op.Elu;
import dev.vernier.engine.graph.op.Extremum;
import dev.vernier.engine.graph.op.Gelu;
import dev.vernier.engine.graph.op.HardSigmoid;
import dev.vernier.engine.graph.op.HardSwish;
import dev.vernier.engine.graph.op.Identity;
import dev.vernier.engine.graph.op.LayerNormalization;
import dev.vernier.engine.graph.op.LeakyRelu;
import dev.vernier.engine.graph.op.LogSoftmax;
import dev.vernier.engine.graph.op.Logical;
import dev.vernier.engine.graph.op.Mod;
import dev.vernier.engine.graph.op.Mul;
import dev.vernier.engine.graph.op.Not;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.op.PRelu;
import dev.vernier.engine.graph.op.Pow;
import dev.vernier.engine.graph.op.Reduce;
import dev.vernier.engine.graph.op.Relu;
import dev.vernier.engine.graph.op.RmsNormalization;
import dev.vernier.engine.graph.op.Sigmoid;
import dev.vernier.engine.graph.op.Softmax;
import dev.vernier.engine.graph.op.Sub;
import dev.vernier.engine.graph.op.Tanh;
import dev.vernier.engine.graph.op.Unary;
import dev.vernier.engine.graph.op.Where;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Element by element, and reductions. */
final class ElementwiseExports {
    private ElementwiseExports() {}

    static void addTo(Map<Class<? extends Op>, OnnxExport> table) {
        for (Class<? extends Op> same : List.of(
                Add.class,
                Sub.class,
                Mul.class,
                Div.class,
                Pow.class,
                Relu.class,
                PRelu.class,
                Sigmoid.class,
                Tanh.class,
                Unary.class,
                Extremum.class,
                Compare.class,
                Logical.class,
                Not.class,
                Where.class,
                Identity.class)) {
            table.put(same, (n, out) -> out.addSame(n.op().type(), n));
        }
        table.put(HardSwish.class, ((OnnxExport) (n, out) -> out.addSame("HardSwish", n)).since(14));
        table.put(Clip.class, (n, out) -> {
            Clip op = (Clip) n.op();
            out.addClamp(n.name(), new Clamp(op.low(), op.high()), n.input(0), n.output());
        });
        table.put(
                LeakyRelu.class, (n, out) -> out.addSame("LeakyRelu", n, real("alpha", ((LeakyRelu) n.op()).alpha())));
        table.put(Elu.class, (n, out) -> out.addSame("Elu", n, real("alpha", ((Elu) n.op()).alpha())));
        table.put(Gelu.class, ((OnnxExport) ElementwiseExports::gelu).since(20));
        table.put(Mod.class, ElementwiseExports::mod);
        table.put(HardSigmoid.class, (n, out) -> {
            HardSigmoid op = (HardSigmoid) n.op();
            out.addSame("HardSigmoid", n, real("alpha", op.alpha()), real("beta", op.beta()));
        });
        table.put(Softmax.class, (n, out) -> out.addSame("Softmax", n, integer("axis", ((Softmax) n.op()).axis())));
        table.put(
                LayerNormalization.class,
                ((OnnxExport) (n, out) -> {
                            LayerNormalization op = (LayerNormalization) n.op();
                            out.addSame(
                                    "LayerNormalization", n, integer("axis", op.axis()), real("epsilon", op.epsilon()));
                        })
                        .since(17));
        table.put(
                RmsNormalization.class,
                ((OnnxExport) (n, out) -> {
                            RmsNormalization op = (RmsNormalization) n.op();
                            out.addSame(
                                    "RMSNormalization", n, integer("axis", op.axis()), real("epsilon", op.epsilon()));
                        })
                        .since(23));
        table.put(
                LogSoftmax.class,
                (n, out) -> out.addSame("LogSoftmax", n, integer("axis", ((LogSoftmax) n.op()).axis())));
        table.put(
                Cast.class,
                (n, out) -> out.addSame("Cast", n, integer("to", OnnxTypes.numberOf(((Cast) n.op()).to()))));
        table.put(Reduce.class, new ReduceExport());
    }

    private static void gelu(Node n, OnnxEmitter out) {
        if (((Gelu) n.op()).tanhApproximation()) {
            out.addSame("Gelu", n, text("approximate", "tanh"));
        } else {
            out.addSame("Gelu", n);
        }
    }

    /** ONNX takes the remainder of real numbers with the sign of the dividend alone; the other one is {@code a - floor(a / b) · b}. */
    private static void mod(Node n, OnnxEmitter out) {
        boolean real =
                out.graph().spec(n.output()).map(s -> s.type().isFloating()).orElse(true);
        if (((Mod) n.op()).truncated()) {
            out.addSame("Mod", n, integer("fmod", 1));
            return;
        }
        if (!real) {
            out.addSame("Mod", n);
            return;
        }
        String quotient = out.numbered("v");
        String whole = out.numbered("v");
        String multiple = out.numbered("v");
        out.add("Div", out.numbered("n"), n.inputs(), List.of(quotient));
        out.add("Floor", out.numbered("n"), List.of(quotient), List.of(whole));
        out.add("Mul", out.numbered("n"), List.of(whole, n.input(1)), List.of(multiple));
        out.add("Sub", n.name(), List.of(n.input(0), multiple), n.outputs());
    }

    /** Axes became an operand in operator set 18 (ReduceSum: 13). */
    private static final class ReduceExport implements OnnxExport {
        @Override
        public void emit(Node n, OnnxEmitter out) {
            Reduce op = (Reduce) n.op();
            List<OnnxMl.AttributeProto> attributes = new ArrayList<>();
            if (!op.keepDims()) {
                attributes.add(integer("keepdims", 0));
            }
            if (op.kind() == Reduce.Kind.SUM || out.opset() >= 18) {
                if (op.noopWithEmptyAxes()) {
                    attributes.add(integer("noop_with_empty_axes", 1));
                }
                out.addSame(op.type(), n, attributes.toArray(OnnxMl.AttributeProto[]::new));
                return;
            }
            if (n.hasInput(1)) {
                TensorData axes = out.graph().constant(n.input(1)).orElseThrow();
                attributes.add(ints("axes", axes.toLongs()));
            }
            out.addWithActivation(op.type(), n, List.of(n.input(0)), attributes.toArray(OnnxMl.AttributeProto[]::new));
        }

        @Override
        public int neededOpset(Node n, Graph graph) {
            Reduce op = (Reduce) n.op();
            boolean asAttribute = !n.hasInput(1) || graph.isConstant(n.input(1));
            boolean saysAxes = n.hasInput(1)
                    && graph.constant(n.input(1)).map(a -> a.elementCount() > 0).orElse(false);
            boolean plain = asAttribute && (saysAxes || !op.noopWithEmptyAxes());
            return op.kind() == Reduce.Kind.SUM ? 13 : plain ? 11 : 18;
        }
    }
}
