package dev.vernier.io.onnx;

import static dev.vernier.io.onnx.OnnxEmitter.integer;
import static dev.vernier.io.onnx.OnnxEmitter.ints;
import static dev.vernier.io.onnx.OnnxEmitter.real;

import ai.onnx.proto.OnnxMl;
import dev.vernier.engine.VernierException;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.op.Add;
import dev.vernier.engine.graph.op.Cast;
import dev.vernier.engine.graph.op.Clamp;
import dev.vernier.engine.graph.op.Clip;
import dev.vernier.engine.graph.op.Div;
import dev.vernier.engine.graph.op.HardSigmoid;
import dev.vernier.engine.graph.op.HardSwish;
import dev.vernier.engine.graph.op.Identity;
import dev.vernier.engine.graph.op.LeakyRelu;
import dev.vernier.engine.graph.op.Mul;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.op.Reduce;
import dev.vernier.engine.graph.op.Relu;
import dev.vernier.engine.graph.op.Sigmoid;
import dev.vernier.engine.graph.op.Softmax;
import dev.vernier.engine.graph.op.Sub;
import dev.vernier.engine.graph.op.Tanh;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Element by element, and reductions. */
final class ElementwiseExports {
    private ElementwiseExports() {}

    static void addTo(Map<Class<? extends Op>, OnnxExport> table) {
        for (Class<? extends Op> same : List.of(
                Add.class, Sub.class, Mul.class, Div.class, Relu.class, Sigmoid.class, Tanh.class, Identity.class)) {
            table.put(same, (n, out) -> out.addSame(n.op().type(), n));
        }
        table.put(HardSwish.class, ((OnnxExport) (n, out) -> out.addSame("HardSwish", n)).since(14));
        table.put(Clip.class, (n, out) -> {
            Clip op = (Clip) n.op();
            out.addClamp(n.name(), new Clamp(op.low(), op.high()), n.input(0), n.output());
        });
        table.put(
                LeakyRelu.class, (n, out) -> out.addSame("LeakyRelu", n, real("alpha", ((LeakyRelu) n.op()).alpha())));
        table.put(HardSigmoid.class, (n, out) -> {
            HardSigmoid op = (HardSigmoid) n.op();
            out.addSame("HardSigmoid", n, real("alpha", op.alpha()), real("beta", op.beta()));
        });
        table.put(Softmax.class, (n, out) -> out.addSame("Softmax", n, integer("axis", ((Softmax) n.op()).axis())));
        table.put(
                Cast.class,
                (n, out) -> out.addSame("Cast", n, integer("to", OnnxTypes.numberOf(((Cast) n.op()).to()))));
        table.put(Reduce.class, ElementwiseExports::reduce);
    }

    /** Axes became an operand in operator set 18 (ReduceSum: 13). */
    private static void reduce(Node n, OnnxEmitter out) {
        Reduce op = (Reduce) n.op();
        boolean axesAreOperand = out.opset() >= 18 || op.kind() == Reduce.Kind.SUM;
        List<OnnxMl.AttributeProto> attributes = new ArrayList<>();
        attributes.add(integer("keepdims", op.keepDims() ? 1 : 0));
        if (axesAreOperand) {
            attributes.add(integer("noop_with_empty_axes", op.noopWithEmptyAxes() ? 1 : 0));
            out.addSame(op.type(), n, attributes.toArray(OnnxMl.AttributeProto[]::new));
            return;
        }
        if (n.hasInput(1)) {
            TensorData axes = out.graph()
                    .constant(n.input(1))
                    .orElseThrow(() -> new VernierException("Cannot export layer \"" + n.name()
                            + "\": its axes are computed while the model runs; export a configuration instead"));
            attributes.add(ints("axes", axes.toLongs()));
        }
        out.addWithActivation(op.type(), n, List.of(n.input(0)), attributes.toArray(OnnxMl.AttributeProto[]::new));
    }
}
