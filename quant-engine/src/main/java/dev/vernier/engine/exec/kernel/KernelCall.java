package dev.vernier.engine.exec.kernel;

import dev.vernier.engine.VernierException;
import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.QuantParams;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.tensor.Tensor;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** One run of a kernel: the operation, its operands, and what is applied to the result. */
public final class KernelCall {
    private final String node;
    private final Op op;
    private final List<Operand> operands;
    private final int own;
    private final List<PostOperation> post;
    private final PreparedResources resources;
    private final BodyRunner bodies;
    private final QuantParams resultGrid;

    /**
     * @param operands in the operation's order, then those of post-operations; null where one is left out
     * @param own how many of them are the operation's
     */
    public KernelCall(
            String node,
            Op op,
            List<Operand> operands,
            int own,
            List<PostOperation> post,
            PreparedResources resources) {
        this(node, op, operands, own, post, resources, null, null);
    }

    private KernelCall(
            String node,
            Op op,
            List<Operand> operands,
            int own,
            List<PostOperation> post,
            PreparedResources resources,
            BodyRunner bodies,
            QuantParams resultGrid) {
        this.resultGrid = resultGrid;
        this.node = node;
        this.op = op;
        this.operands = operands;
        this.own = own;
        this.post = post;
        this.resources = resources;
        this.bodies = bodies;
    }

    /** This call of an operation with graphs inside, which {@code runner} runs. */
    public KernelCall withBodies(BodyRunner runner) {
        return new KernelCall(node, op, operands, own, post, resources, runner, resultGrid);
    }

    /** Either a tensor of this run or a constant. */
    public record Operand(Tensor tensor, Constant constant) {
        public static Operand of(Tensor tensor) {
            return new Operand(Objects.requireNonNull(tensor), null);
        }

        public static Operand of(Constant constant) {
            return new Operand(null, Objects.requireNonNull(constant));
        }

        DataType type() {
            return tensor != null ? tensor.type() : constant.type();
        }
    }

    /** The node's name. */
    String node() {
        return node;
    }

    <T extends Op> T op(Class<T> type) {
        return type.cast(op);
    }

    Op op() {
        return op;
    }

    List<PostOperation> post() {
        return post;
    }

    List<Operand> operands() {
        return operands;
    }

    PreparedResources resources() {
        return resources;
    }

    BodyRunner bodies() {
        return bodies;
    }

    /** How many operands the operation has, left out ones in between included. */
    int operandCount() {
        return own;
    }

    /** Whether the operation's operand {@code operand} is given. */
    boolean has(int operand) {
        return operand < own && operands.get(operand) != null;
    }

    boolean isConstant(int operand) {
        return has(operand) && operands.get(operand).constant() != null;
    }

    Constant constant(int operand) {
        return operands.get(operand).constant();
    }

    /** Operand {@code operand}, borrowed: valid during this call. */
    Tensor tensor(int operand) {
        Operand o = given(operand);
        if (o.tensor() != null) {
            return o.tensor();
        }
        Constant c = o.constant();
        return resources.get("tensor " + c.fingerprint(), Tensor.class, () -> Tensor.of(c.data()), Tensor::bytes);
    }

    /** The elements of operand {@code operand} outside native memory. */
    TensorData data(int operand) {
        Operand o = given(operand);
        return o.constant() != null ? o.constant().data() : o.tensor().toData();
    }

    /** The elements of a small integer operand: axes, shapes, pads. */
    long[] longs(int operand) {
        return data(operand).toLongs();
    }

    Shape shape(int operand) {
        Operand o = given(operand);
        return o.constant() != null ? o.constant().shape() : o.tensor().shape();
    }

    private Operand given(int operand) {
        if (operand >= operands.size() || operands.get(operand) == null) {
            throw error("operand " + operand + " is missing; the model file is damaged");
        }
        return operands.get(operand);
    }

    /** This call with other operands in place of its own. */
    KernelCall withOperands(List<Operand> others) {
        return new KernelCall(node, op, others, own, post, resources);
    }

    /** This call with its result quantized to {@code grid} after all that follows it; a kernel may answer with codes or real values. */
    public KernelCall towards(QuantParams grid) {
        return new KernelCall(node, op, operands, own, post, resources, bodies, grid);
    }

    /** The grid the result will be put on; empty if it stays as it is. */
    Optional<QuantParams> resultGrid() {
        return Optional.ofNullable(resultGrid);
    }

    /** Whether the operation's first operand is given as codes. */
    boolean isInteger() {
        return has(0) && !isConstant(0) && operands.get(0).tensor().grid().isPresent();
    }

    /** This call with nothing that follows it. */
    KernelCall withoutPost() {
        return withPost(List.of());
    }

    /** This call with {@code others} in place of what follows it. */
    KernelCall withPost(List<PostOperation> others) {
        return new KernelCall(node, op, operands, own, others, resources);
    }

    /** An error that names this layer. */
    VernierException error(String what) {
        return new VernierException("Layer " + node + " (" + op.type() + "): " + what);
    }

    /** An error about operands that do not fit, with all their shapes. */
    VernierException shapeError(String what) {
        String shapes = operands.stream()
                .map(o -> o == null
                        ? "-"
                        : (o.constant() != null
                                        ? o.constant().shape()
                                        : o.tensor().shape())
                                .toString())
                .collect(Collectors.joining(", "));
        return error(what + " (operand shapes: " + shapes + "); check the model or the shape of its input");
    }
}
