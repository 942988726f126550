package dev.vernier.io.onnx;

import static dev.vernier.io.onnx.ExportCases.noise;

import dev.vernier.engine.graph.Body;
import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.TensorSpec;
import dev.vernier.engine.graph.op.Add;
import dev.vernier.engine.graph.op.Clamp;
import dev.vernier.engine.graph.op.If;
import dev.vernier.engine.graph.op.Loop;
import dev.vernier.engine.graph.op.MatMul;
import dev.vernier.engine.graph.op.Tanh;
import dev.vernier.engine.graph.shape.ShapeInference;
import java.util.List;

/** Branches and loops, with constants inside and values from outside. */
final class ControlFlowExportCases {
    private static final TensorSpec X = new TensorSpec("x", DataType.FLOAT32, Shape.of(2, 3));
    private static final TensorSpec BIAS = new TensorSpec("bias", DataType.FLOAT32, Shape.of(3));

    private ControlFlowExportCases() {}

    static void addTo(List<ExportCase> cases) {
        Graph.Builder passes = Graph.builder("passes").input(X).input(BIAS).output("x");
        If branch = new If(dense(Graph.builder("dense").input(X).input(BIAS), "y"), body(passes));
        for (byte condition = 0; condition < 2; condition++) {
            cases.add(ExportCase.of(branch)
                    .input(TensorData.ofBytes(DataType.BOOL, Shape.SCALAR, condition))
                    .input(noise(2, 3))
                    .input(noise(3)));
        }
        TensorSpec run = new TensorSpec("run", DataType.INT64, Shape.SCALAR);
        TensorSpec goOn = new TensorSpec("go_on", DataType.BOOL, Shape.SCALAR);
        Graph.Builder b = Graph.builder("loop").input(run).input(goOn).input(X).input(BIAS);
        cases.add(ExportCase.of(new Loop(dense(b, "go_on", "y", "y"), 1))
                .input(TensorData.ofLongs(Shape.SCALAR, 3))
                .leftOut()
                .input(noise(2, 3))
                .input(noise(3))
                .results(2));
    }

    private static Body dense(Graph.Builder b, String... outputs) {
        b.constant("weights", noise(3, 3));
        b.node(new Node("product", new MatMul(Clamp.NONE), List.of("x", "weights"), List.of("p")));
        b.node(new Node("sum", new Add(Clamp.NONE), List.of("p", "bias"), List.of("s")));
        b.node(new Node("tanh", new Tanh(), List.of("s"), List.of("y")));
        List.of(outputs).forEach(b::output);
        return body(b);
    }

    private static Body body(Graph.Builder b) {
        return new Body(ShapeInference.annotate(b.build()));
    }
}
