package dev.vernier.engine.graph.shape;

import dev.vernier.engine.VernierException;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.TensorData;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** The operands of one node as its shape rule sees them, with the checks rules share. */
final class Operands {
    private final Node node;
    private final List<SymbolicTensor> operands;
    private final List<TensorData> constants;
    private final int result;

    /**
     * @param operands in operand order, null where an optional one is left out
     * @param constants the numbers of each operand, null where it is no constant
     * @param result which of the node's results is asked for
     */
    Operands(Node node, List<SymbolicTensor> operands, List<TensorData> constants, int result) {
        this.node = node;
        this.result = result;
        this.operands = new ArrayList<>(operands);
        this.constants = new ArrayList<>(constants);
    }

    /** Which of the node's results is asked for, 0 for the first. */
    int result() {
        return result;
    }

    boolean has(int index) {
        return index < operands.size() && operands.get(index) != null;
    }

    int count() {
        return operands.size();
    }

    /** Operand {@code index}, which the operation requires. */
    SymbolicTensor get(int index) {
        if (!has(index)) {
            throw fail("operand " + index + " is missing");
        }
        return operands.get(index);
    }

    /** Operand {@code index} if its elements are known numbers. */
    Optional<long[]> knownElements(int index) {
        return has(index) ? get(index).knownElements() : Optional.empty();
    }

    /** The numbers of operand {@code index}, whole or not, if it is a constant or a list that was followed. */
    Optional<double[]> numbers(int index) {
        if (has(index) && constants.get(index) != null) {
            TensorData c = constants.get(index);
            return Optional.of(IntStream.range(0, Math.toIntExact(c.elementCount()))
                    .mapToDouble(c::doubleAt)
                    .toArray());
        }
        return knownElements(index).map(e -> LongStream.of(e).asDoubleStream().toArray());
    }

    /** Operand {@code index}, which must have {@code rank} axes. */
    SymbolicTensor ofRank(int index, int rank, String what) {
        SymbolicTensor t = get(index);
        if (t.rank() != rank) {
            throw fail(what + " has shape " + t.shape() + " where " + rank + (rank == 1 ? " axis is" : " axes are")
                    + " needed");
        }
        return t;
    }

    /** {@code axis} counted from the front, checked against {@code rank}. */
    int axis(long axis, int rank) {
        if (axis < -rank || axis >= rank) {
            throw fail("axis " + axis + " is outside a tensor of " + rank + " axes");
        }
        return (int) (axis < 0 ? axis + rank : axis);
    }

    /** Several axes counted from the front. */
    List<Integer> axes(long[] axes, int rank) {
        List<Integer> result = new ArrayList<>();
        for (long a : axes) {
            result.add(axis(a, rank));
        }
        return result;
    }

    /** An unknown that no other node's result is equal to. */
    Dimension unknown(int axis) {
        return Dimension.unknown(node.outputs().get(result) + "[" + axis + "]");
    }

    List<Dimension> unknowns(int rank) {
        List<Dimension> dims = new ArrayList<>();
        for (int i = 0; i < rank; i++) {
            dims.add(unknown(i));
        }
        return dims;
    }

    /** The error of a node whose operands do not fit its operation. */
    VernierException fail(String what) {
        return new VernierException("Layer " + node.name() + " (" + node.op().type() + "): " + what + ".");
    }

    /** The dimensions of two operands broadcast against each other, as NumPy does. */
    List<Dimension> broadcast(List<Dimension> a, List<Dimension> b) {
        int rank = Math.max(a.size(), b.size());
        List<Dimension> result = new ArrayList<>();
        for (int i = 0; i < rank; i++) {
            Dimension x = i < rank - a.size() ? Dimension.ONE : a.get(i - rank + a.size());
            Dimension y = i < rank - b.size() ? Dimension.ONE : b.get(i - rank + b.size());
            result.add(broadcast(x, y));
        }
        return result;
    }

    private Dimension broadcast(Dimension x, Dimension y) {
        if (x.equals(y) || y.is(1)) {
            return x;
        }
        if (x.is(1)) {
            return y;
        }
        if (x.isKnown() && y.isKnown()) {
            throw fail("its operands cannot be combined: " + shapes() + " differ along an axis where neither is 1");
        }
        if (x.isKnown() || y.isKnown()) {
            return x.isKnown() ? x : y;
        }
        return Dimension.unknown("broadcast(" + x + "," + y + ")");
    }

    private String shapes() {
        List<String> texts = new ArrayList<>();
        for (SymbolicTensor t : operands) {
            if (t != null) {
                texts.add(t.shape().toString());
            }
        }
        return String.join(" and ", texts);
    }
}
