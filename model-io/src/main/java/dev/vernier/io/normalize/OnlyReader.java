package dev.vernier.io.normalize;

import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Node;
import java.util.Optional;

/** Finds the node whose result one node, and nothing else, takes: the two may become one. */
final class OnlyReader {
    private OnlyReader() {}

    /** The node that computes {@code value}, if {@code reader} alone reads it and the network does not answer with it. */
    static Optional<Node> producerFor(Graph graph, String value, Node reader) {
        boolean only = graph.consumersOf(value).size() == 1
                && graph.consumersOf(value).get(0) == reader
                && reader.inputs().stream().filter(value::equals).count() == 1
                && !graph.outputs().contains(value);
        return only ? graph.producerOf(value) : Optional.empty();
    }
}
