package dev.vernier.engine.exec;

import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.TensorSpec;
import dev.vernier.engine.graph.op.Op;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs a single operation, its first operand given at run time and the others as constants (or all at run time). */
final class OneNode {
    private OneNode() {}

    /** @param operands null where one is left out */
    static TensorData run(Op op, TensorData... operands) {
        return run(true, op, operands);
    }

    static TensorData runWithoutConstants(Op op, TensorData... operands) {
        return run(false, op, operands);
    }

    private static TensorData run(boolean constants, Op op, TensorData... operands) {
        Graph.Builder graph = Graph.builder(op.type());
        Map<String, TensorData> given = new LinkedHashMap<>();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < operands.length; i++) {
            String name = operands[i] == null ? "" : "operand" + i;
            names.add(name);
            if (operands[i] == null) {
                continue;
            }
            if (i > 0 && constants) {
                graph.constant(name, operands[i]);
            } else {
                graph.input(new TensorSpec(name, operands[i].type(), operands[i].shape()));
                given.put(name, operands[i]);
            }
        }
        graph.node(new Node("layer", op, names, List.of("result"))).output("result");
        return Interpreter.run(graph.build(), given, List.of("result")).get("result");
    }
}
