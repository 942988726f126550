package dev.vernier.engine.exec;

import dev.vernier.engine.exec.kernel.Constant;
import dev.vernier.engine.exec.kernel.Kernels;
import dev.vernier.engine.exec.kernel.PostOperation;
import dev.vernier.engine.exec.kernel.PreparedResources;
import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorSpec;
import dev.vernier.engine.graph.op.Add;
import dev.vernier.engine.graph.op.Clamp;
import dev.vernier.engine.graph.op.Clip;
import dev.vernier.engine.graph.op.DequantizeLinear;
import dev.vernier.engine.graph.op.FixedPointRescale;
import dev.vernier.engine.graph.op.Gelu;
import dev.vernier.engine.graph.op.HardSigmoid;
import dev.vernier.engine.graph.op.HardSwish;
import dev.vernier.engine.graph.op.Identity;
import dev.vernier.engine.graph.op.LeakyRelu;
import dev.vernier.engine.graph.op.Mul;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.op.QuantizeLinear;
import dev.vernier.engine.graph.op.QuantizePerSample;
import dev.vernier.engine.graph.op.Relu;
import dev.vernier.engine.graph.op.RoundToFloat;
import dev.vernier.engine.graph.op.Sigmoid;
import dev.vernier.engine.graph.op.Tanh;
import dev.vernier.engine.graph.op.UnsupportedOp;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Groups nodes into steps. A node joins the step before it if it works element by element on that step's result, nobody else reads that
 * result, and it need not be materialized: activations, the sum of a residual block, and a quantize-dequantize pair of one grid. Such a pair
 * is a step's last: what follows may work on codes, and whether it does must not depend on who wants to see the values.
 */
final class StepPlanner {
    /** Wider codes are not exact in single precision, so their pairs are not fused. */
    private static final int MAX_FUSED_BITS = 16;

    private final Graph graph;
    private final ConstantValues constants;
    private final PreparedResources resources;
    private final Set<String> materialized;
    private final Map<Node, Integer> position = new HashMap<>();
    private final List<Group> groups = new ArrayList<>();
    private final Map<String, Group> openEnds = new HashMap<>();
    private final Set<Node> placed = new HashSet<>();
    private final CodePlanner codes = new CodePlanner();

    StepPlanner(Graph graph, Set<String> observed, ConstantValues constants, PreparedResources resources) {
        this.graph = graph;
        this.constants = constants;
        this.resources = resources;
        this.materialized = new HashSet<>(observed);
        this.materialized.addAll(graph.outputs());
    }

    List<Step> plan() {
        for (Node n : graph.nodes()) {
            position.put(n, position.size());
        }
        for (Node n : graph.nodes()) {
            if (!isConstant(n) && !placed.contains(n) && !joinStepBefore(n)) {
                startStep(n);
            }
        }
        groups.sort(Comparator.comparingInt(g -> position.get(g.last())));
        List<Step> steps = new ArrayList<>(groups.size());
        groups.forEach(g -> steps.add(g.toStep()));
        return steps;
    }

    private boolean isConstant(Node n) {
        return !n.outputs().isEmpty() && constants.contains(n.output());
    }

    private void startStep(Node n) {
        Optional<Node> dequantize = otherHalfOfPair(n);
        Group g = new Group(n);
        groups.add(g);
        g.post.addAll(Step.ownActivation(n.op()));
        placed.add(n);
        if (dequantize.isPresent()) {
            g.add(dequantize.get(), List.of());
            g.post.add(new PostOperation.FakeQuantize(((QuantizeLinear) n.op()).params()));
            placed.add(dequantize.get());
        }
        if (g.fusesMore()) {
            openEnds.put(g.end(), g);
        }
    }

    private boolean joinStepBefore(Node n) {
        for (int i = n.inputs().size() - 1; i >= 0; i--) {
            Group g = openEnds.get(n.input(i));
            if (g != null && isPrivate(n.input(i), n) && join(g, n, i)) {
                return true;
            }
        }
        return false;
    }

    /** Whether {@code reader} alone, through one operand, reads {@code value}. */
    private boolean isPrivate(String value, Node reader) {
        return !materialized.contains(value)
                && graph.consumersOf(value).equals(List.of(reader))
                && reader.inputs().stream().filter(value::equals).count() == 1;
    }

    private boolean join(Group g, Node n, int operand) {
        List<PostOperation> post = postOperations(g, n, operand);
        if (post.isEmpty()) {
            return false;
        }
        openEnds.remove(g.end());
        List<String> others = new ArrayList<>(n.inputs());
        others.remove(operand);
        g.add(n, n.op() instanceof Add || n.op() instanceof Mul ? others : List.of());
        g.post.addAll(post);
        placed.add(n);
        otherHalfOfPair(n).ifPresent(dequantize -> {
            g.add(dequantize, List.of());
            placed.add(dequantize);
        });
        if (g.fusesMore()) {
            openEnds.put(g.end(), g);
        }
        return true;
    }

    /** What {@code n} does to each element of its operand {@code operand}; empty if it is not of that kind. */
    private List<PostOperation> postOperations(Group g, Node n, int operand) {
        Op op = n.op();
        if (op instanceof Relu) {
            return List.of(new PostOperation.Limit(Clamp.RELU));
        }
        if (op instanceof Clip) {
            Clip clip = (Clip) op;
            return clip.low() <= clip.high()
                    ? List.of(new PostOperation.Limit(new Clamp(clip.low(), clip.high())))
                    : List.of();
        }
        if (op instanceof Sigmoid
                || op instanceof Gelu
                || op instanceof Tanh
                || op instanceof HardSigmoid
                || op instanceof HardSwish
                || op instanceof LeakyRelu) {
            return List.of(new PostOperation.Activate(op));
        }
        if (op instanceof FixedPointRescale) {
            return List.of(new PostOperation.RoundToSteps(((FixedPointRescale) op).steps()));
        }
        if (op instanceof QuantizeLinear && otherHalfOfPair(n).isPresent()) {
            return List.of(new PostOperation.FakeQuantize(((QuantizeLinear) op).params()));
        }
        if ((op instanceof Add || op instanceof Mul) && haveSameShape(n, operand)) {
            List<PostOperation> post = new ArrayList<>();
            Op plain = op instanceof Add ? new Add(Clamp.NONE) : new Mul(Clamp.NONE);
            post.add(new PostOperation.Combine(plain, g.operands.size()));
            post.addAll(Step.ownActivation(op));
            return post;
        }
        return List.of();
    }

    /** Whether both operands are floats of one declared shape, so that (unless an unknown dimension differs) nothing is broadcast. */
    private boolean haveSameShape(Node n, int operand) {
        String other = n.input(1 - operand);
        Optional<Shape> a = floatShape(n.input(operand));
        return !constants.contains(other) && a.isPresent() && a.equals(floatShape(other));
    }

    /** The shape of a FLOAT32 value, declared or that of the value it was made from element by element. */
    private Optional<Shape> floatShape(String value) {
        Optional<TensorSpec> spec = graph.spec(value);
        if (spec.isPresent()) {
            return spec.filter(s -> s.type() == DataType.FLOAT32).map(TensorSpec::shape);
        }
        Optional<Node> producer = graph.producerOf(value);
        if (producer.isEmpty()) {
            return Optional.empty();
        }
        Op op = producer.get().op();
        if (op instanceof DequantizeLinear) {
            return quantizationBefore(producer.get()).flatMap(quantize -> floatShape(quantize.input(0)));
        }
        boolean keepsShape = op instanceof Relu
                || op instanceof Clip
                || op instanceof QuantizePerSample
                || op instanceof RoundToFloat
                || op instanceof Identity;
        return keepsShape ? floatShape(producer.get().input(0)) : Optional.empty();
    }

    private Optional<Node> quantizationBefore(Node dequantize) {
        return graph.producerOf(dequantize.input(0)).filter(n -> n.op() instanceof QuantizeLinear);
    }

    /** The dequantization that takes back quantization {@code n}, if its codes are for that alone. */
    private Optional<Node> otherHalfOfPair(Node n) {
        if (!(n.op() instanceof QuantizeLinear) || materialized.contains(n.output())) {
            return Optional.empty();
        }
        List<Node> readers = graph.consumersOf(n.output());
        boolean pair = ((QuantizeLinear) n.op()).params().type().bits() <= MAX_FUSED_BITS
                && readers.size() == 1
                && readers.get(0).op() instanceof DequantizeLinear
                && ((DequantizeLinear) readers.get(0).op()).params().equals(((QuantizeLinear) n.op()).params());
        return pair ? Optional.of(readers.get(0)) : Optional.empty();
    }

    /** Nodes that become one step. */
    private final class Group {
        private final List<Node> nodes = new ArrayList<>();
        private final List<String> operands = new ArrayList<>();
        private final List<PostOperation> post = new ArrayList<>();

        Group(Node head) {
            add(head, head.inputs());
        }

        void add(Node n, List<String> moreOperands) {
            nodes.add(n);
            operands.addAll(moreOperands);
        }

        Node last() {
            return nodes.get(nodes.size() - 1);
        }

        String end() {
            return last().output();
        }

        boolean fusesMore() {
            boolean codes = nodes.get(0).op() instanceof QuantizeLinear && nodes.size() == 1;
            boolean onGrid = !post.isEmpty() && post.get(post.size() - 1) instanceof PostOperation.FakeQuantize;
            return last().outputs().size() == 1
                    && !codes
                    && !onGrid
                    && !(nodes.get(0).op() instanceof UnsupportedOp)
                    && Kernels.of(nodes.get(0).op()).fusesPostOperations();
        }

        Step toStep() {
            Map<String, Integer> inputs = new LinkedHashMap<>();
            List<Step.Source> sources = new ArrayList<>();
            for (String name : operands) {
                Constant c = constants.get(name);
                sources.add(
                        name.isEmpty()
                                ? Step.Source.NONE
                                : c != null
                                        ? new Step.Source(-1, c)
                                        : new Step.Source(inputs.computeIfAbsent(name, k -> inputs.size()), null));
            }
            List<String> read = List.copyOf(inputs.keySet());
            Optional<String> result = last().outputs().size() == 1 ? Optional.of(end()) : Optional.empty();
            CodeUse use = codes.of(nodes.get(0), sources, read, post, result);
            return new Step(nodes, read, last().outputs(), sources, post, use, resources);
        }
    }
}
