package dev.vernier.io.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import dev.vernier.engine.VernierException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Nodes in an order in which they can run. The standard asks for it; not every exporter keeps it. */
final class OnnxNodeOrder {
    private OnnxNodeOrder() {}

    /** The nodes of a graph, whose inputs, constants and values from outside are there. */
    static List<NodeProto> within(GraphProto graph, ConversionState state) {
        Set<String> given = new HashSet<>();
        graph.getInitializerList().forEach(t -> given.add(t.getName()));
        graph.getSparseInitializerList().forEach(t -> given.add(t.getValues().getName()));
        graph.getInputList().forEach(v -> given.add(v.getName()));
        OnnxSubgraphs.free(graph).stream().filter(state::isKnown).forEach(given::add);
        return runnable(graph.getNodeList(), given);
    }

    /**
     * {@code nodes} in their own order as far as it runs, each other one as soon as its operands are there.
     *
     * @param given values that are there before any node has run
     * @throws VernierException naming a node that reads what nothing computes
     */
    static List<NodeProto> runnable(List<NodeProto> nodes, Collection<String> given) {
        Set<String> defined = new HashSet<>(given);
        defined.add("");
        Set<String> computed = new HashSet<>();
        nodes.forEach(n -> computed.addAll(n.getOutputList()));
        List<NodeProto> order = new ArrayList<>();
        List<NodeProto> waiting = nodes;
        while (!waiting.isEmpty()) {
            List<NodeProto> later = new ArrayList<>();
            for (NodeProto n : waiting) {
                if (missing(n, defined, computed).isEmpty()) {
                    order.add(n);
                    defined.addAll(n.getOutputList());
                } else {
                    later.add(n);
                }
            }
            if (later.size() == waiting.size()) {
                NodeProto stuck = later.get(0);
                String name = stuck.getName().isEmpty() ? stuck.getOpType() : stuck.getName();
                throw new VernierException("Layer " + name + " reads " + missing(stuck, defined, computed)
                        + ", which nothing before it computes; export the model again.");
            }
            waiting = later;
        }
        return order;
    }

    private static Set<String> missing(NodeProto n, Set<String> defined, Set<String> computed) {
        Set<String> missing = new LinkedHashSet<>(n.getInputList());
        OnnxSubgraphs.captured(n).stream().filter(computed::contains).forEach(missing::add);
        missing.removeAll(defined);
        return missing;
    }
}
