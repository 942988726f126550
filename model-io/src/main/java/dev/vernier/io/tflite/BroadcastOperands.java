package dev.vernier.io.tflite;

import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Operands of an operation that broadcasts, all in one order of axes, and that order.
 *
 * @param arrangement of the result
 */
record BroadcastOperands(List<WrittenTensor> tensors, Arrangement arrangement) {
    BroadcastOperands {
        tensors = List.copyOf(tensors);
    }

    /** All operands of {@code node}. */
    static BroadcastOperands of(Node node, TfliteEmitter out) {
        int rank = out.spec(node.output()).shape().rank();
        int[] operands = IntStream.range(0, node.inputs().size()).toArray();
        Arrangement natural = Arrangement.natural(rank);
        Arrangement wanted = natural;
        for (int i : operands) {
            HeldValue h = out.held(i);
            if (!h.isConstant() && h.shape().rank() == rank && !h.arrangement().equals(natural)) {
                wanted = h.arrangement();
                break;
            }
        }
        for (int i : operands) {
            HeldValue h = out.held(i);
            boolean follows =
                    h.isConstant() || h.shape().rank() == rank || h.shape().rank() == 0;
            wanted = follows ? wanted : natural;
        }
        List<WrittenTensor> tensors = new ArrayList<>();
        for (int i : operands) {
            tensors.add(arranged(out, i, wanted));
        }
        return new BroadcastOperands(tensors, wanted);
    }

    private static WrittenTensor arranged(TfliteEmitter out, int operand, Arrangement wanted) {
        HeldValue h = out.held(operand);
        int rank = h.shape().rank();
        if (rank == wanted.rank()) {
            return out.operand(operand, wanted);
        }
        if (!h.isConstant() || wanted.isNatural() || rank == 0) {
            return out.operand(operand);
        }
        long[] dims = new long[wanted.rank()];
        Arrays.fill(dims, 1);
        System.arraycopy(h.shape().toArray(), 0, dims, dims.length - rank, rank);
        HeldValue full = HeldValue.constant(h.name(), h.constant().orElseThrow().reshaped(Shape.of(dims)), h.grid());
        return out.read(full, out.onCodes() && h.grid().isPresent(), wanted);
    }
}
