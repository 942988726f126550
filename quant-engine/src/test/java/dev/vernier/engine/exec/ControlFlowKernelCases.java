package dev.vernier.engine.exec;

import static dev.vernier.engine.exec.KernelCase.d;
import static dev.vernier.engine.exec.KernelCase.f;
import static dev.vernier.engine.exec.KernelCase.of;

import dev.vernier.engine.graph.Body;
import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.TensorSpec;
import dev.vernier.engine.graph.op.Add;
import dev.vernier.engine.graph.op.Clamp;
import dev.vernier.engine.graph.op.Compare;
import dev.vernier.engine.graph.op.If;
import dev.vernier.engine.graph.op.Loop;
import dev.vernier.engine.graph.op.Mul;
import dev.vernier.engine.graph.shape.ShapeInference;
import java.util.List;
import java.util.stream.Stream;

/** Branches and loops, worked by hand. */
final class ControlFlowKernelCases {
    private static final TensorSpec RUN = new TensorSpec("run", DataType.INT64, Shape.SCALAR);
    private static final TensorSpec GO_ON = new TensorSpec("goOn", DataType.BOOL, Shape.SCALAR);
    private static final TensorSpec X = new TensorSpec("x", DataType.FLOAT32, Shape.of(2));
    private static final TensorSpec STEP = new TensorSpec("step", DataType.FLOAT32, Shape.of(2));

    private ControlFlowKernelCases() {}

    static Stream<KernelCase> all() {
        If branch = new If(joined(new Add(Clamp.NONE)), joined(new Mul(Clamp.NONE)));
        return Stream.of(
                of("the first branch", branch, f(11, 22), truth(1), f(1, 2), f(10, 20)),
                of("the other one", branch, f(10, 40), truth(0), f(1, 2), f(10, 20)),
                of("three runs", new Loop(adding(), 1), f(4, 8), number(3), truth(1), f(1, 2), f(1, 2)),
                of("no run", new Loop(adding(), 1), f(1, 2), number(3), truth(0), f(1, 2), f(1, 2)),
                // The run's number is below 2 for 0, 1 and 2 runs done: three runs.
                of("until it says so", new Loop(counting(), 1), f(4, 8), null, null, f(1, 2), f(1, 2)),
                of("answers stacked", new Loop(answering(), 0), f(d(2, 2), 2, 4, 2, 4), number(2), null, f(1, 2)));
    }

    private static Body joined(dev.vernier.engine.graph.op.Op op) {
        Graph.Builder b = Graph.builder("joined").input(X).input(STEP);
        return body(b.node(new Node("joined", op, List.of("x", "step"), List.of("y")))
                .output("y"));
    }

    static Body adding() {
        Graph.Builder b =
                Graph.builder("adding").input(RUN).input(GO_ON).input(X).input(STEP);
        b.node(new Node("sum", new Add(Clamp.NONE), List.of("x", "step"), List.of("y")));
        return body(b.output("goOn").output("y"));
    }

    static Body counting() {
        Graph.Builder b =
                Graph.builder("counting").input(RUN).input(GO_ON).input(X).input(STEP);
        b.constant("last", number(2));
        b.node(new Node("test", new Compare(Compare.Relation.LESS), List.of("run", "last"), List.of("more")));
        b.node(new Node("sum", new Add(Clamp.NONE), List.of("x", "step"), List.of("y")));
        return body(b.output("more").output("y"));
    }

    private static Body answering() {
        Graph.Builder b = Graph.builder("answering").input(RUN).input(GO_ON).input(X);
        b.node(new Node("double", new Add(Clamp.NONE), List.of("x", "x"), List.of("y")));
        return body(b.output("goOn").output("y"));
    }

    private static Body body(Graph.Builder b) {
        return new Body(ShapeInference.annotate(b.build()));
    }

    private static TensorData truth(int value) {
        return TensorData.ofBytes(DataType.BOOL, Shape.SCALAR, (byte) value);
    }

    static TensorData number(long value) {
        return TensorData.ofLongs(Shape.SCALAR, value);
    }
}
