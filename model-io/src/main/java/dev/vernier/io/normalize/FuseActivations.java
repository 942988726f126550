package dev.vernier.io.normalize;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.op.Add;
import dev.vernier.engine.graph.op.Clamp;
import dev.vernier.engine.graph.op.Clip;
import dev.vernier.engine.graph.op.Conv;
import dev.vernier.engine.graph.op.ConvTranspose;
import dev.vernier.engine.graph.op.Div;
import dev.vernier.engine.graph.op.Gemm;
import dev.vernier.engine.graph.op.MatMul;
import dev.vernier.engine.graph.op.Mul;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.op.Relu;
import dev.vernier.engine.graph.op.Sub;
import dev.vernier.io.ImportFinding;
import dev.vernier.io.ImportReport;
import java.util.Optional;

/** ReLU, ReLU6 and other limits become part of the layer they follow, as every runtime has it. */
final class FuseActivations implements NormalizePass {
    @Override
    public Graph apply(Graph graph, ImportReport.Builder report) {
        return GraphEdit.untilNothingChanges(graph, edit -> edit.graph().nodes().forEach(n -> fuse(edit, n, report)));
    }

    private static void fuse(GraphEdit edit, Node activation, ImportReport.Builder report) {
        Optional<Clamp> clamp = clampOf(activation.op());
        if (clamp.isEmpty()) {
            return;
        }
        Optional<Node> producer = OnlyReader.producerFor(edit.graph(), activation.input(0), activation)
                .filter(p -> !edit.isChanged(p) && !edit.isChanged(activation))
                .filter(p -> edit.graph()
                        .spec(p.output())
                        .map(s -> s.type() == DataType.FLOAT32)
                        .orElse(true));
        if (producer.isEmpty()) {
            return;
        }
        Node layer = producer.get();
        limited(layer.op(), layer.op().fusedActivation().then(clamp.get())).ifPresent(op -> {
            edit.replace(layer, new Node(layer.name(), op, layer.inputs(), activation.outputs()));
            edit.remove(activation);
            report.info(
                    ImportFinding.Code.ACTIVATION_FUSED,
                    layer.name(),
                    activation.op().type() + " " + activation.name() + " became part of " + layer.name() + ".");
        });
    }

    private static Optional<Clamp> clampOf(Op op) {
        if (op instanceof Relu) {
            return Optional.of(Clamp.RELU);
        }
        return op instanceof Clip ? Optional.of(new Clamp(((Clip) op).low(), ((Clip) op).high())) : Optional.empty();
    }

    /** {@code op} with another limit on its result, if it can have one. */
    private static Optional<Op> limited(Op op, Clamp clamp) {
        Op result = null;
        if (op instanceof Conv) {
            Conv c = (Conv) op;
            result = new Conv(c.strides(), c.padding(), c.dilations(), c.group(), c.layout(), clamp);
        } else if (op instanceof ConvTranspose) {
            ConvTranspose c = (ConvTranspose) op;
            result = new ConvTranspose(
                    c.strides(), c.padding(), c.outputPadding(), c.dilations(), c.group(), c.layout(), clamp);
        } else if (op instanceof Gemm) {
            Gemm g = (Gemm) op;
            result = new Gemm(g.transposeA(), g.transposeB(), g.alpha(), g.beta(), clamp);
        } else if (op instanceof MatMul) {
            result = new MatMul(clamp);
        } else if (op instanceof Add) {
            result = new Add(clamp);
        } else if (op instanceof Sub) {
            result = new Sub(clamp);
        } else if (op instanceof Mul) {
            result = new Mul(clamp);
        } else if (op instanceof Div) {
            result = new Div(clamp);
        }
        return Optional.ofNullable(result);
    }
}
