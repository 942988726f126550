package dev.vernier.io.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import dev.vernier.io.ImportFinding;
import dev.vernier.io.ImportReport;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Gives every node of a file a name that is its own: the file's, else its result's, else its operator's with a number. Names that occur
 * twice, or are a graph input's, get a number, and the report says so.
 */
final class NodeNames {
    private final Set<String> taken = new HashSet<>();
    private final Map<String, Integer> numberOfOperator = new HashMap<>();
    private final ImportReport.Builder report;

    /** @param graph the names of its inputs and of its nodes are kept free for them */
    NodeNames(GraphProto graph, ImportReport.Builder report) {
        this.report = report;
        graph.getInputList().forEach(i -> taken.add(i.getName()));
    }

    String nameOf(NodeProto node) {
        int number = numberOfOperator.merge(node.getOpType(), 1, Integer::sum) - 1;
        if (node.getName().isBlank()) {
            return unnamed(node, number);
        }
        if (taken.add(node.getName())) {
            return node.getName();
        }
        String name = numbered(node.getName());
        report.warning(
                ImportFinding.Code.LAYER_RENAMED,
                name,
                "Another layer or input is called " + node.getName() + ", so this one is called " + name + ".");
        return name;
    }

    private String unnamed(NodeProto node, int number) {
        String output = node.getOutputCount() > 0 ? node.getOutput(0) : "";
        boolean human = !output.isBlank() && output.chars().anyMatch(Character::isLetter) && !taken.contains(output);
        String name = numbered(human ? output : node.getOpType() + "_" + number);
        return name;
    }

    private String numbered(String wanted) {
        String name = wanted;
        for (int i = 2; !taken.add(name); i++) {
            name = wanted + "_" + i;
        }
        return name;
    }
}
