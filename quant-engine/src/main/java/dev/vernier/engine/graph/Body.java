package dev.vernier.engine.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A graph inside a node: a branch, or what a loop repeats. Two are equal if they compute the same from the same constants, whatever their
 * names are.
 */
public final class Body {
    private final Graph graph;
    private final String description;

    /** @param graph the values it takes from outside are among its inputs */
    public Body(Graph graph) {
        this.graph = graph;
        this.description = describe(graph);
    }

    public Graph graph() {
        return graph;
    }

    private static String describe(Graph graph) {
        List<String> values = new ArrayList<>();
        graph.inputs().forEach(i -> values.add(i.name()));
        StringBuilder text = new StringBuilder("(" + values.size() + ")");
        graph.constants().forEach((name, data) -> {
            values.add(name);
            text.append(' ').append(data.contentHash());
        });
        for (Node n : graph.nodes()) {
            text.append(' ').append(n.op()).append(numbers(values, n.inputs()));
            values.addAll(n.outputs());
        }
        return text.append(" -> ").append(numbers(values, graph.outputs())).toString();
    }

    /** Values by the order in which they come to be; -1 for one that is left out. */
    private static List<Integer> numbers(List<String> values, List<String> names) {
        return names.stream().map(n -> n.isEmpty() ? -1 : values.lastIndexOf(n)).collect(Collectors.toList());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Body && ((Body) other).description.equals(description);
    }

    @Override
    public int hashCode() {
        return description.hashCode();
    }

    /** What it computes, without names. */
    @Override
    public String toString() {
        return description;
    }
}
