package dev.vernier.engine.exec;

import dev.vernier.engine.exec.CodeUse.Operands;
import dev.vernier.engine.exec.kernel.Codes;
import dev.vernier.engine.exec.kernel.Constant;
import dev.vernier.engine.exec.kernel.IntegerArithmetic;
import dev.vernier.engine.exec.kernel.PostOperation;
import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.QuantParams;
import dev.vernier.engine.graph.op.Add;
import dev.vernier.engine.graph.op.Clip;
import dev.vernier.engine.graph.op.Concat;
import dev.vernier.engine.graph.op.Conv;
import dev.vernier.engine.graph.op.Div;
import dev.vernier.engine.graph.op.Elu;
import dev.vernier.engine.graph.op.Flatten;
import dev.vernier.engine.graph.op.Gelu;
import dev.vernier.engine.graph.op.Gemm;
import dev.vernier.engine.graph.op.HardSigmoid;
import dev.vernier.engine.graph.op.HardSwish;
import dev.vernier.engine.graph.op.Identity;
import dev.vernier.engine.graph.op.LeakyRelu;
import dev.vernier.engine.graph.op.MatMul;
import dev.vernier.engine.graph.op.MaxPool;
import dev.vernier.engine.graph.op.Mul;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.op.Pad;
import dev.vernier.engine.graph.op.QuantizeLinear;
import dev.vernier.engine.graph.op.Relu;
import dev.vernier.engine.graph.op.Reshape;
import dev.vernier.engine.graph.op.Sigmoid;
import dev.vernier.engine.graph.op.Slice;
import dev.vernier.engine.graph.op.Squeeze;
import dev.vernier.engine.graph.op.Sub;
import dev.vernier.engine.graph.op.Tanh;
import dev.vernier.engine.graph.op.Transpose;
import dev.vernier.engine.graph.op.Unsqueeze;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decides, step by step in running order, which values are kept as codes of one byte and which layers multiply codes. It depends on the
 * graph alone, so that equal fingerprints mean equal arithmetic.
 */
final class CodePlanner {
    private static final Set<Class<? extends Op>> TABLED = Set.of(
            Add.class,
            Clip.class,
            Div.class,
            Elu.class,
            Gelu.class,
            HardSigmoid.class,
            HardSwish.class,
            LeakyRelu.class,
            Mul.class,
            QuantizeLinear.class,
            Relu.class,
            Sigmoid.class,
            Sub.class,
            Tanh.class);

    private static final Set<Class<? extends Op>> MOVING = Set.of(
            Concat.class,
            Flatten.class,
            Identity.class,
            MaxPool.class,
            Pad.class,
            Reshape.class,
            Slice.class,
            Squeeze.class,
            Transpose.class,
            Unsqueeze.class);

    /** Grids of the values that are kept as codes. */
    private final Map<String, QuantParams> coded = new HashMap<>();

    /**
     * @param head the step's first node
     * @param operands of the head, then of what follows it
     * @param inputs what the operands that are no constants refer to
     * @param output the step's one result; empty if it has several
     */
    CodeUse of(
            Node head,
            List<Step.Source> operands,
            List<String> inputs,
            List<PostOperation> post,
            Optional<String> output) {
        if (output.isEmpty()) {
            return CodeUse.NONE;
        }
        Optional<QuantParams> result = lastGrid(post).map(Codes::stored);
        Operands use = Operands.REAL;
        if (multipliesCodes(head, operands, inputs, post, result)) {
            use = Operands.INTEGER;
        } else if (result.isPresent() && isSum(head, operands, inputs, post)) {
            use = Operands.SUM;
        } else if (result.isPresent() && isTabled(head, operands, inputs, post)) {
            use = Operands.TABLE;
        } else if (post.isEmpty() && MOVING.contains(head.op().getClass())) {
            Optional<QuantParams> common =
                    movesAnything(head.op(), operands) ? commonGrid(head, operands, inputs) : Optional.empty();
            use = common.isPresent() ? Operands.MOVED : Operands.REAL;
            result = common;
        }
        result.ifPresent(grid -> coded.put(output.get(), grid));
        return new CodeUse(use, result);
    }

    /** The grid of one byte that post-operations end on, if they do. */
    private static Optional<QuantParams> lastGrid(List<PostOperation> post) {
        if (post.isEmpty() || !(post.get(post.size() - 1) instanceof PostOperation.FakeQuantize)) {
            return Optional.empty();
        }
        QuantParams grid = ((PostOperation.FakeQuantize) post.get(post.size() - 1)).params();
        return isByte(grid) ? Optional.of(grid) : Optional.empty();
    }

    private static boolean isByte(QuantParams grid) {
        DataType storage = grid.type().storage();
        return !grid.isPerChannel() && (storage == DataType.INT8 || storage == DataType.UINT8);
    }

    private QuantParams gridOf(Step.Source operand, List<String> inputs) {
        return operand.input() < 0 ? null : coded.get(inputs.get(operand.input()));
    }

    private boolean multipliesCodes(
            Node head,
            List<Step.Source> operands,
            List<String> inputs,
            List<PostOperation> post,
            Optional<QuantParams> result) {
        Op op = head.op();
        boolean product = op instanceof Conv
                || op instanceof MatMul
                || (op instanceof Gemm
                        && !((Gemm) op).transposeA()
                        && ((Gemm) op).alpha() == 1
                        && ((Gemm) op).beta() == 1);
        if (!product
                || !IntegerArithmetic.isExact()
                || gridOf(operands.get(0), inputs) == null
                || !hasSignedByteWeights(op, operands.get(1))) {
            return false;
        }
        if (head.inputs().size() > 2 && operands.get(2).input() >= 0) {
            return false;
        }
        // What ends on codes leaves no room for a second pass over real values.
        int before = post.size() - (result.isPresent() ? 1 : 0);
        return post.subList(0, before).stream()
                .allMatch(p -> p instanceof PostOperation.Limit
                        || p instanceof PostOperation.Activate
                        || result.isEmpty()
                        || p.grid().map(g -> !g.isPerChannel()).orElse(false));
    }

    private static boolean hasSignedByteWeights(Op op, Step.Source operand) {
        Optional<Constant.Coded> weights =
                Optional.ofNullable(operand.constant()).flatMap(Constant::coded);
        if (weights.isEmpty()) {
            return false;
        }
        QuantParams grid = weights.get().grid();
        int rank = weights.get().codes().shape().rank();
        boolean signed = grid.type().qMin() >= Byte.MIN_VALUE && grid.type().qMax() <= Byte.MAX_VALUE;
        for (int c = 0; c < grid.channels(); c++) {
            signed &= grid.zeroPoint(c) == 0;
        }
        int axis = op instanceof Gemm ? (((Gemm) op).transposeB() ? 0 : 1) : op instanceof MatMul ? rank - 1 : 0;
        return signed
                && weights.get().codes().shape().elementCount() > 0
                && (op instanceof Conv || rank == 2)
                && (!grid.isPerChannel() || grid.axis() == axis);
    }

    /** Whether it adds two coded values, limits the sum and puts it on its grid. */
    private boolean isSum(Node head, List<Step.Source> operands, List<String> inputs, List<PostOperation> post) {
        return head.op() instanceof Add
                && inputs.size() == 2
                && operands.size() == 2
                && inputs.stream().allMatch(coded::containsKey)
                && post.subList(0, post.size() - 1).stream().allMatch(p -> p instanceof PostOperation.Limit);
    }

    /** Whether codes that stand for any values may be moved: a border must have a value that every grid has. */
    private static boolean movesAnything(Op op, List<Step.Source> operands) {
        if (!(op instanceof Pad) || operands.size() < 3 || operands.get(2).equals(Step.Source.NONE)) {
            return true;
        }
        Constant border = operands.get(2).constant();
        return border != null && border.data().toFloats()[0] == 0;
    }

    /** Whether one or two coded values, and numbers, are all that it reads. */
    private boolean isTabled(Node head, List<Step.Source> operands, List<String> inputs, List<PostOperation> post) {
        boolean plain = TABLED.contains(head.op().getClass())
                && post.stream()
                        .allMatch(p -> !(p instanceof PostOperation.Combine)
                                && p.grid().map(g -> !g.isPerChannel()).orElse(true));
        if (!plain || inputs.isEmpty() || inputs.size() > 2 || !inputs.stream().allMatch(coded::containsKey)) {
            return false;
        }
        return operands.stream()
                .allMatch(o -> o.input() >= 0
                        || (o.constant() != null
                                && inputs.size() == 1
                                && o.constant().shape().elementCount() == 1
                                && o.constant().shape().rank() <= 1));
    }

    /** The one grid of all values that are moved; other operands are constants (a shape). */
    private Optional<QuantParams> commonGrid(Node head, List<Step.Source> operands, List<String> inputs) {
        Set<QuantParams> grids = new HashSet<>();
        for (int i = 0; i < operands.size(); i++) {
            boolean moved = i == 0 || head.op() instanceof Concat;
            if (moved && operands.get(i).input() < 0
                    || !moved && operands.get(i).input() >= 0) {
                return Optional.empty();
            }
            if (moved) {
                grids.add(gridOf(operands.get(i), inputs));
            }
        }
        return grids.size() == 1 && !grids.contains(null)
                ? Optional.of(grids.iterator().next())
                : Optional.empty();
    }
}
