package dev.vernier.io.onnx;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.QuantParams;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.op.DequantizeLinear;
import dev.vernier.engine.graph.op.DequantizeRows;
import dev.vernier.engine.graph.op.Identity;
import dev.vernier.engine.graph.op.QuantizeLinear;
import dev.vernier.engine.graph.op.QuantizePerSample;
import dev.vernier.engine.graph.op.RoundToFloat;
import dev.vernier.engine.quantize.AffineQuantization;
import dev.vernier.engine.spec.QuantSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Takes quantize and dequantize steps, and roundings to half precision, out of a network: what remains is the network on real numbers, and
 * what they said of each value is what the plan says.
 */
final class LiftQuantization {
    /** Names that Vernier's own export gives to values that the source model had no name for. */
    private static final Pattern NUMBERED = Pattern.compile("v\\d+");

    private final Graph graph;
    private final Map<String, DataType> halfConstants;
    private final LiftedQuantization found = new LiftedQuantization();
    private final Graph.Builder lifted;
    private final List<Node> nodes = new ArrayList<>();
    /** What stands for a value that is no longer computed. */
    private final Map<String, String> standsFor = new HashMap<>();
    /** Quantize steps that are gone, by the name of their codes. */
    private final Map<String, Node> pending = new HashMap<>();

    private final Set<String> renamed = new HashSet<>();
    /** Steps that only bring stored rows to the shape that a layer reads. */
    private final Set<Node> folded = new HashSet<>();

    private LiftQuantization(Graph graph, Map<String, DataType> halfConstants) {
        this.graph = graph;
        this.halfConstants = halfConstants;
        this.lifted = graph.toBuilder();
    }

    /**
     * @param graph in normal form, quantize and dequantize steps in it
     * @param halfConstants constants that the file stores in half precision only to widen them
     */
    static LiftedQuantization lift(Graph graph, Map<String, DataType> halfConstants) {
        return new LiftQuantization(graph, halfConstants).run();
    }

    private LiftedQuantization run() {
        halfConstants.forEach((constant, type) -> {
            if (graph.isConstant(constant)) {
                FoundGrids.halves(type).ifPresent(spec -> found.weights(constant, spec));
            }
        });
        for (Node n : graph.nodes()) {
            boolean gone = n.op() instanceof QuantizeLinear && quantize(n)
                    || n.op() instanceof DequantizeLinear && dequantize(n)
                    || n.op() instanceof DequantizeRows && rows(n)
                    || folded.contains(n)
                    || n.op() instanceof RoundToFloat && round(n)
                    || n.op() instanceof QuantizePerSample && perSample(n);
            if (!gone) {
                nodes.add(n);
            }
        }
        List<Node> rewired = new ArrayList<>();
        for (Node n : nodes) {
            rewired.add(new Node(
                    n.name(),
                    n.op(),
                    n.inputs().stream().map(this::resolved).toList(),
                    n.outputs().stream()
                            .map(v -> renamed.contains(v) ? resolved(v) : v)
                            .toList()));
        }
        for (String out : graph.outputs()) {
            if (!resolved(out).equals(out)) {
                rewired.add(new Node(out, new Identity(), List.of(resolved(out)), List.of(out)));
            }
        }
        found.graph(lifted.nodes(rewired).dropUnusedConstants().build());
        return found;
    }

    private String resolved(String value) {
        String at = value;
        while (standsFor.containsKey(at)) {
            at = standsFor.get(at);
        }
        return at;
    }

    /** A quantize step goes where its codes are only dequantized, on the same grid. */
    private boolean quantize(Node n) {
        QuantParams grid = ((QuantizeLinear) n.op()).params();
        List<Node> readers = graph.consumersOf(n.output());
        boolean paired = !readers.isEmpty()
                && !graph.outputs().contains(n.output())
                && !graph.isConstant(n.input(0))
                && FoundGrids.activations(grid).isPresent()
                && readers.stream()
                        .allMatch(r -> r.op() instanceof DequantizeLinear
                                && sameNumbers(((DequantizeLinear) r.op()).params(), grid));
        if (paired) {
            pending.put(n.output(), n);
        }
        return paired;
    }

    /** The quantize step may have fewer codes than the dequantize step's type holds. */
    private static boolean sameNumbers(QuantParams a, QuantParams b) {
        return !a.isPerChannel() && !b.isPerChannel() && a.scale() == b.scale() && a.zeroPoint() == b.zeroPoint();
    }

    private boolean dequantize(Node n) {
        Node quantize = pending.get(n.input(0));
        if (quantize != null) {
            QuantSpec spec = FoundGrids.activations(((QuantizeLinear) quantize.op()).params())
                    .orElseThrow();
            said(quantize, n.output(), spec);
            return true;
        }
        return graph.isConstant(n.input(0)) && stored(n);
    }

    private boolean stored(Node n) {
        QuantParams grid = ((DequantizeLinear) n.op()).params();
        TensorData codes = graph.constant(n.input(0)).orElseThrow();
        ReadRows read = ReadRows.of(graph, n);
        if (read.steps().size() > 1 && (!grid.isPerChannel() || grid.axis() == 0 && read.byRow())) {
            shaped(read);
            FoundGrids.weights(grid, codes).ifPresent(spec -> found.weights(read.value(), spec));
            return true;
        }
        String constant = graph.consumersOf(n.input(0)).size() == 1 ? n.input(0) : n.output();
        lifted.constant(constant, AffineQuantization.dequantize(codes, grid));
        if (!constant.equals(n.output())) {
            standsFor.put(n.output(), constant);
        }
        FoundGrids.weights(grid, codes).ifPresent(spec -> found.weights(constant, spec));
        return true;
    }

    private boolean rows(Node n) {
        ReadRows read = ReadRows.of(graph, n);
        TensorData scales = graph.constant(n.input(1)).orElseThrow();
        Optional<QuantSpec> spec = FoundGrids.rows(
                graph.constant(n.input(0)).orElseThrow(),
                scales,
                n.hasInput(2) ? graph.constant(n.input(2)) : Optional.empty(),
                ((DequantizeRows) n.op()).blockSize());
        shaped(read);
        spec.filter(s -> scales.elementCount() == 1 || read.byRow()).ifPresent(s -> found.weights(read.value(), s));
        return true;
    }

    /** Stored rows become the constant that a layer reads, shaped and turned as the file says. */
    private void shaped(ReadRows read) {
        lifted.constant(read.value(), read.real(graph));
        folded.addAll(read.steps());
    }

    private boolean round(Node n) {
        Optional<QuantSpec> spec = FoundGrids.rounding((RoundToFloat) n.op());
        spec.ifPresent(s -> said(n, n.output(), s));
        return spec.isPresent();
    }

    private boolean perSample(Node n) {
        QuantSpec spec = QuantSpec.dynamicActivations();
        standsFor.put(n.output(), n.input(0));
        graph.consumersOf(n.output()).forEach(r -> found.read(r.name(), n.input(0), spec));
        return true;
    }

    /**
     * {@code step} puts its operand on a grid and {@code real} is the result. Where nothing else reads the operand, the grid is the value's
     * own; else it is what its readers want.
     */
    private void said(Node step, String real, QuantSpec spec) {
        String value = resolved(step.input(0));
        boolean own = graph.consumersOf(step.input(0)).size() == 1
                && !graph.outputs().contains(step.input(0))
                && !found.hasOwn(value);
        if (found.ownOf(value).filter(spec::equals).isPresent()) {
            standsFor.put(real, value);
            return;
        }
        if (!own) {
            standsFor.put(real, value);
            graph.consumersOf(real).forEach(r -> found.read(r.name(), value, spec));
            return;
        }
        boolean isInput = graph.producerOf(step.input(0)).isEmpty();
        boolean keepsName = isInput
                || !(graph.outputs().contains(real) || NUMBERED.matcher(value).matches());
        if (keepsName) {
            standsFor.put(real, value);
            found.own(value, spec);
        } else {
            standsFor.put(value, real);
            renamed.add(value);
            graph.spec(real).ifPresent(lifted::spec);
            found.own(real, spec);
        }
    }
}
