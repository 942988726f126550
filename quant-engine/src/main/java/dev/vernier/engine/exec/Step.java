package dev.vernier.engine.exec;

import dev.vernier.engine.VernierException;
import dev.vernier.engine.exec.kernel.CodeSum;
import dev.vernier.engine.exec.kernel.CodeTable;
import dev.vernier.engine.exec.kernel.Codes;
import dev.vernier.engine.exec.kernel.Constant;
import dev.vernier.engine.exec.kernel.KernelCall;
import dev.vernier.engine.exec.kernel.Kernels;
import dev.vernier.engine.exec.kernel.PostOperation;
import dev.vernier.engine.exec.kernel.PreparedResources;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.QuantParams;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.op.QuantizeLinear;
import dev.vernier.engine.graph.op.UnsupportedOp;
import dev.vernier.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * A group of nodes that run as one: an operation and what is applied to each element of its result before it reaches memory.
 *
 * <p>A step holds no tensors. Equal inputs give equal outputs, bit for bit.
 */
public final class Step {
    private final Node head;
    private final List<Node> nodes;
    private final List<String> inputs;
    private final List<String> outputs;
    private final List<Source> operands;
    private final List<PostOperation> post;
    private final PreparedResources resources;
    private final CodeUse codes;

    /** Where an operand comes from: an input of the step, a constant, or (neither) left out. */
    record Source(int input, Constant constant) {
        static final Source NONE = new Source(-1, null);
    }

    Step(
            List<Node> nodes,
            List<String> inputs,
            List<String> outputs,
            List<Source> operands,
            List<PostOperation> post,
            CodeUse codes,
            PreparedResources resources) {
        this.codes = codes;
        this.head = nodes.get(0);
        this.nodes = List.copyOf(nodes);
        this.inputs = List.copyOf(inputs);
        this.outputs = List.copyOf(outputs);
        this.operands = List.copyOf(operands);
        this.post = List.copyOf(post);
        this.resources = resources;
    }

    /** The values it reads, constants left out, each once. */
    public List<String> inputs() {
        return inputs;
    }

    /** The values it computes. */
    public List<String> outputs() {
        return outputs;
    }

    /** Names of the graph's nodes it stands for, in running order. */
    public List<String> nodes() {
        return nodes.stream().map(Node::name).collect(Collectors.toUnmodifiableList());
    }

    /** Whether it cannot run, because it holds an operation Vernier does not know. */
    public boolean isUnsupported() {
        return head.op() instanceof UnsupportedOp;
    }

    /**
     * Computes the step.
     *
     * @param in one tensor for each of {@link #inputs()}; they stay the caller's
     * @return one tensor for each of {@link #outputs()}, owned by the caller
     * @throws VernierException if the operation is unsupported, or the shapes do not fit; it names the layer
     */
    public Tensor[] run(Tensor... in) {
        return run(resources, in);
    }

    /** The same with what is prepared in {@code kernels}, a lane of the cache the step was compiled with. */
    public Tensor[] run(KernelCache kernels, Tensor... in) {
        return run(kernels.resources(), in);
    }

    private Tensor[] run(PreparedResources prepared, Tensor... in) {
        if (in.length != inputs.size()) {
            throw new IllegalArgumentException(nodes() + " reads " + inputs + " but got " + in.length + " tensors");
        }
        if (isUnsupported()) {
            UnsupportedOp op = (UnsupportedOp) head.op();
            throw new VernierException("Layer " + head.name() + " cannot run: Vernier does not support operator "
                    + op.operator() + (op.reason().isEmpty() ? "" : " (" + op.reason() + ")")
                    + "; replace it in the model, or evaluate only the layers before it");
        }
        prepared.enter();
        try {
            Tensor[] out = result(prepared, in);
            if (out.length < outputs.size()) {
                Arrays.stream(out).forEach(Tensor::close);
                throw new VernierException(
                        "Layer " + head.name() + " (" + head.op().type() + "): its output " + outputs.get(out.length)
                                + " is not supported; only the first one is");
            }
            return out;
        } catch (VernierException e) {
            throw e;
        } catch (IllegalStateException e) {
            throw e;
        } catch (RuntimeException e) {
            String shapes = Arrays.stream(in).map(Tensor::toString).collect(Collectors.joining(", "));
            throw new VernierException(
                    "Layer " + head.name() + " (" + head.op().type() + ") cannot run on " + shapes + ": "
                            + e.getMessage(),
                    e);
        } finally {
            prepared.leave();
        }
    }

    private Tensor[] result(PreparedResources prepared, Tensor[] in) {
        boolean alike = in.length == 1 || in.length == 2 && in[0].shape().equals(in[1].shape());
        if (alike && codes.operands() == CodeUse.Operands.TABLE) {
            return new Tensor[] {lookedUp(prepared, in)};
        }
        if (alike && codes.operands() == CodeUse.Operands.SUM) {
            List<PostOperation> limits = post.subList(0, post.size() - 1);
            return new Tensor[] {CodeSum.of(in[0], in[1], limits, codes.result().orElseThrow(), prepared)};
        }
        return computed(prepared, in);
    }

    private Tensor lookedUp(PreparedResources prepared, Tensor[] in) {
        List<QuantParams> grids =
                Arrays.stream(in).map(t -> t.grid().orElseThrow()).collect(Collectors.toList());
        CodeTable table = CodeTable.of(
                prepared,
                "table " + signature() + grids,
                grids,
                values -> computed(prepared, values.toArray(Tensor[]::new))[0]);
        return in.length == 1 ? table.apply(in[0]) : table.apply(in[0], in[1], prepared);
    }

    private Tensor[] computed(PreparedResources prepared, Tensor[] in) {
        Tensor[] decoded = new Tensor[in.length];
        try {
            List<KernelCall.Operand> given = new ArrayList<>(operands.size());
            for (int i = 0; i < operands.size(); i++) {
                Source s = operands.get(i);
                given.add(
                        s.constant() != null
                                ? KernelCall.Operand.of(s.constant())
                                : s.input() < 0
                                        ? null
                                        : KernelCall.Operand.of(
                                                takesCodes(i) ? in[s.input()] : real(s.input(), in, decoded)));
            }
            return codes.result().isEmpty() || codes.operands() == CodeUse.Operands.MOVED
                    ? run(prepared, given, post)
                    : new Tensor[] {onGrid(prepared, given, codes.result().get())};
        } finally {
            Arrays.stream(decoded).filter(Objects::nonNull).forEach(Tensor::close);
        }
    }

    private boolean takesCodes(int operand) {
        return codes.operands() == CodeUse.Operands.MOVED
                || codes.operands() == CodeUse.Operands.INTEGER && operand == 0;
    }

    private Tensor real(int input, Tensor[] in, Tensor[] decoded) {
        if (in[input].grid().isEmpty()) {
            return in[input];
        }
        if (decoded[input] == null) {
            decoded[input] = Codes.decoded(in[input]);
        }
        return decoded[input];
    }

    private Tensor[] run(PreparedResources prepared, List<KernelCall.Operand> given, List<PostOperation> following) {
        return Kernels.of(head.op())
                .run(new KernelCall(head.name(), head.op(), given, head.inputs().size(), following, prepared)
                        .withBodies(CompiledBody::run));
    }

    /** The result as codes: by the kernel itself, or in a pass of their own. */
    private Tensor onGrid(PreparedResources prepared, List<KernelCall.Operand> given, QuantParams grid) {
        List<PostOperation> before = post.subList(0, post.size() - 1);
        if (head.op() instanceof QuantizeLinear && before.isEmpty()) {
            return Codes.encoded(given.get(0).tensor(), grid, prepared);
        }
        KernelCall call =
                new KernelCall(head.name(), head.op(), given, head.inputs().size(), before, prepared);
        Tensor result = Kernels.of(head.op()).run(call.towards(grid))[0];
        if (result.grid().isPresent()) {
            return result;
        }
        try (result) {
            return Codes.encoded(result, grid, prepared);
        }
    }

    /** The activation an operation carries itself, as what follows it. */
    static List<PostOperation> ownActivation(Op op) {
        return op.fusedActivation().isNone() ? List.of() : List.of(new PostOperation.Limit(op.fusedActivation()));
    }

    /** Where it works on codes. */
    CodeUse codes() {
        return codes;
    }

    /** What it computes, without names: equal text, and equal inputs, mean equal results. */
    String signature() {
        StringBuilder s = new StringBuilder(head.op().toString());
        operands.forEach(o -> s.append('|')
                .append(o.input())
                .append(o.constant() == null ? "" : o.constant().fingerprint()));
        post.forEach(p -> s.append('|').append(p));
        switch (codes.operands()) {
            case INTEGER:
                return s.append("|integer").toString();
            case SUM:
                return s.append("|sum of codes").toString();
            default:
                return s.toString();
        }
    }

    @Override
    public String toString() {
        return String.join(" + ", nodes());
    }
}
