package dev.vernier.engine.graph.shape;

import dev.vernier.engine.graph.op.Gru;
import dev.vernier.engine.graph.op.LayerNormalization;
import dev.vernier.engine.graph.op.Lstm;
import dev.vernier.engine.graph.op.RecurrentDirection;
import dev.vernier.engine.graph.op.RmsNormalization;
import dev.vernier.engine.graph.op.Rnn;
import java.util.List;

/** Recurrent layers, and normalization over the features of each step. */
final class RecurrentShapes {
    private RecurrentShapes() {}

    static SymbolicTensor lstm(Lstm op, Operands in) {
        return recurrent(in, 4, op.hidden(), op.direction(), op.batchFirst());
    }

    static SymbolicTensor gru(Gru op, Operands in) {
        return recurrent(in, 3, op.hidden(), op.direction(), op.batchFirst());
    }

    static SymbolicTensor rnn(Rnn op, Operands in) {
        return recurrent(in, 1, op.hidden(), op.direction(), op.batchFirst());
    }

    private static SymbolicTensor recurrent(
            Operands in, int gates, int hidden, RecurrentDirection direction, boolean batchFirst) {
        SymbolicTensor x = in.ofRank(0, 3, "the input");
        Dimension directions = Dimension.of(direction.count());
        Dimension rows = Dimension.of((long) gates * hidden);
        require(in, 1, "the weights", List.of(directions, rows, x.dim(2)));
        require(in, 2, "the recurrent weights", List.of(directions, rows, Dimension.of(hidden)));
        if (in.has(3)) {
            require(in, 3, "the bias", List.of(directions, rows.times(Dimension.of(2))));
        }
        Dimension steps = x.dim(batchFirst ? 1 : 0);
        Dimension batch = x.dim(batchFirst ? 0 : 1);
        Dimension units = Dimension.of(hidden);
        if (in.result() > 0) {
            List<Dimension> state = batchFirst ? List.of(batch, directions, units) : List.of(directions, batch, units);
            return SymbolicTensor.of(x.type(), state);
        }
        return SymbolicTensor.of(
                x.type(),
                batchFirst ? List.of(batch, steps, directions, units) : List.of(steps, directions, batch, units));
    }

    private static void require(Operands in, int index, String what, List<Dimension> expected) {
        SymbolicTensor given = in.ofRank(index, expected.size(), what);
        for (int i = 0; i < expected.size(); i++) {
            Dimension d = given.dim(i);
            if (d.isKnown() && expected.get(i).isKnown() && !d.equals(expected.get(i))) {
                throw in.fail(what + " have shape " + given.shape() + " where " + expected + " is needed");
            }
        }
    }

    static SymbolicTensor layerNormalization(LayerNormalization op, Operands in) {
        in.axis(op.axis(), in.get(0).rank());
        return ElementwiseShapes.same(op, in);
    }

    static SymbolicTensor rmsNormalization(RmsNormalization op, Operands in) {
        in.axis(op.axis(), in.get(0).rank());
        return ElementwiseShapes.same(op, in);
    }
}
