package dev.vernier.engine.graph.shape;

import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorSpec;
import dev.vernier.engine.graph.op.If;
import dev.vernier.engine.graph.op.Loop;
import java.util.ArrayList;
import java.util.List;

/** Operations with graphs inside: what is known of their results is what is known of those graphs' outputs. */
final class BodyShapes {
    private BodyShapes() {}

    static SymbolicTensor branch(If op, Operands in) {
        TensorSpec one = output(op.then().graph(), in.result(), in);
        TensorSpec other = output(op.otherwise().graph(), in.result(), in);
        if (one.type() != other.type() || one.shape().rank() != other.shape().rank()) {
            throw in.fail("its two branches answer " + one.type() + " " + one.shape() + " and " + other.type() + " "
                    + other.shape());
        }
        List<Dimension> dims = new ArrayList<>();
        for (int i = 0; i < one.shape().rank(); i++) {
            long d = one.shape().dim(i);
            dims.add(d == other.shape().dim(i) && d != Shape.UNKNOWN ? Dimension.of(d) : in.unknown(i));
        }
        return SymbolicTensor.of(one.type(), dims);
    }

    static SymbolicTensor loop(Loop op, Operands in) {
        TensorSpec one = output(op.body().graph(), 1 + in.result(), in);
        boolean stacked = in.result() >= op.carried();
        List<Dimension> dims = new ArrayList<>();
        if (stacked) {
            dims.add(in.unknown(0));
        }
        for (long d : one.shape().toArray()) {
            dims.add(d == Shape.UNKNOWN ? in.unknown(dims.size()) : Dimension.of(d));
        }
        return SymbolicTensor.of(one.type(), dims);
    }

    private static TensorSpec output(Graph body, int index, Operands in) {
        if (index >= body.outputs().size()) {
            throw in.fail("the graph inside it has " + body.outputs().size() + " outputs, which are too few");
        }
        String name = body.outputs().get(index);
        return body.spec(name).orElseThrow(() -> in.fail("what the graph inside it answers is not known"));
    }
}
