package dev.vernier.app.network;

import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Layer;
import dev.vernier.engine.graph.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who reads from whom, by index. Every edge runs from a smaller to a larger index. Immutable.
 *
 * @param count of nodes
 * @param edges pairs from, to; each pair once
 */
record NetworkEdges(int count, List<int[]> edges) {
    NetworkEdges {
        edges = List.copyOf(edges);
        for (int[] e : edges) {
            if (e[0] < 0 || e[0] >= e[1] || e[1] >= count) {
                throw new IllegalArgumentException("edge from " + e[0] + " to " + e[1] + " of " + count);
            }
        }
    }

    /** The edges between {@code layers}, all of {@code graph} in running order. */
    static NetworkEdges of(Graph graph, List<Layer> layers) {
        Map<String, Integer> producers = new HashMap<>();
        for (int i = 0; i < layers.size(); i++) {
            Layer layer = layers.get(i);
            if (layer.node().isEmpty()) {
                producers.put(layer.output().name(), i);
            } else {
                for (String out : layer.node().get().outputs()) {
                    producers.put(out, i);
                }
            }
        }
        List<int[]> edges = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            Set<Integer> from = new LinkedHashSet<>();
            for (String in : layers.get(i).node().map(Node::inputs).orElse(List.of())) {
                Integer producer = producers.get(in);
                if (producer != null && producer < i) {
                    from.add(producer);
                }
            }
            for (int f : from) {
                edges.add(new int[] {f, i});
            }
        }
        return new NetworkEdges(layers.size(), edges);
    }

    /** Nodes that read from {@code node}. */
    List<Integer> readersOf(int node) {
        return edges.stream().filter(e -> e[0] == node).map(e -> e[1]).toList();
    }

    /** Nodes that {@code node} reads from. */
    List<Integer> readBy(int node) {
        return edges.stream().filter(e -> e[1] == node).map(e -> e[0]).toList();
    }
}
