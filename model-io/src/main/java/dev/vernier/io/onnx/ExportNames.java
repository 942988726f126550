package dev.vernier.io.onnx;

import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.TensorSpec;
import dev.vernier.engine.graph.op.DequantizeLinear;
import dev.vernier.engine.graph.op.QuantizeLinear;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names as an exported file has them: what the source model named keeps its name, stored weights have that of the float ones, and
 * everything else is numbered, because names of the quantization steps would take more room than what they name.
 */
final class ExportNames {
    /** A stored form of a constant, as the lowered graph calls it. */
    private static final Pattern STORED = Pattern.compile("(.+)__(?:q|half)(?:_\\d+)?");

    private final Graph lowered;
    private final Set<String> taken = new HashSet<>();
    private final Map<String, String> values = new HashMap<>();
    private final Map<String, Integer> numbers = new HashMap<>();

    private ExportNames(Graph lowered) {
        this.lowered = lowered;
    }

    /** The same graph with the names that {@code source} does not know replaced. */
    static Graph shortened(Graph lowered, Graph source) {
        return new ExportNames(lowered).rename(source);
    }

    private Graph rename(Graph source) {
        Set<String> sourceNodes = new HashSet<>();
        for (Node n : source.nodes()) {
            sourceNodes.add(n.name());
            taken.add(n.name());
            n.outputs().forEach(this::keep);
        }
        source.inputs().forEach(i -> keep(i.name()));
        source.constants().keySet().stream().filter(lowered::isConstant).forEach(this::keep);
        lowered.constants().keySet().forEach(this::nameConstant);
        Graph.Builder renamed = Graph.builder(lowered.name());
        lowered.inputs().forEach(renamed::input);
        List<Node> nodes = new ArrayList<>();
        for (Node n : lowered.nodes()) {
            n.outputs().forEach(o -> values.computeIfAbsent(o, v -> numbered("v")));
            String name = sourceNodes.contains(n.name()) ? n.name() : numbered(prefix(n));
            nodes.add(new Node(name, n.op(), renamed(n.inputs()), renamed(n.outputs())));
            n.outputs()
                    .forEach(o -> lowered.spec(o)
                            .ifPresent(s -> renamed.spec(new TensorSpec(values.get(o), s.type(), s.shape()))));
        }
        for (Map.Entry<String, TensorData> c : lowered.constants().entrySet()) {
            renamed.constant(values.get(c.getKey()), c.getValue());
        }
        renamed.nodes(nodes);
        lowered.outputs().forEach(o -> renamed.output(values.get(o)));
        return renamed.build();
    }

    private void keep(String value) {
        if (!value.isEmpty()) {
            taken.add(value);
            values.put(value, value);
        }
    }

    private void nameConstant(String constant) {
        if (values.containsKey(constant)) {
            return;
        }
        Matcher stored = STORED.matcher(constant);
        boolean free = stored.matches() && taken.add(stored.group(1));
        values.put(constant, free ? stored.group(1) : numbered("w"));
    }

    private static String prefix(Node n) {
        return n.op() instanceof QuantizeLinear ? "q" : n.op() instanceof DequantizeLinear ? "dq" : "n";
    }

    private List<String> renamed(List<String> names) {
        return names.stream().map(v -> v.isEmpty() ? "" : values.get(v)).toList();
    }

    private String numbered(String prefix) {
        String name = prefix + numbers.merge(prefix, 1, Integer::sum);
        while (!taken.add(name)) {
            name = prefix + numbers.merge(prefix, 1, Integer::sum);
        }
        return name;
    }
}
