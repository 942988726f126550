package dev.vernier.io.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What passes of the backend tests of the ONNX project, operator by operator, as lines of a Markdown page. */
public final class OnnxOperatorRows {
    private final Map<String, Count> folders = new TreeMap<>();
    private final Map<String, Operator> operators = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    private OnnxOperatorRows() {}

    private static final class Count {
        private int passed;
        private int all;

        void add(int sets, boolean passes) {
            all += sets;
            passed += passes ? sets : 0;
        }

        @Override
        public String toString() {
            return passed == all ? Integer.toString(all) : passed + " of " + all;
        }
    }

    private static final class Operator {
        private final Map<Integer, Count> byOpset = new TreeMap<>();
        private final Set<String> reasons = new LinkedHashSet<>();
    }

    public static List<String> of(Path archive) throws IOException {
        OnnxOperatorRows rows = new OnnxOperatorRows();
        for (String folder : NodeTestOutcomes.FOLDERS) {
            rows.add(folder, NodeTestOutcomes.of(archive, folder));
        }
        return rows.lines();
    }

    private void add(String folder, List<NodeTestOutcomes.Ended> outcomes) {
        Map<String, String> operatorOf = new HashMap<>();
        outcomes.forEach(e -> operatorOf.put(e.test().name(), operatorOf(e.test())));
        outcomes.forEach(e -> {
            NodeTestArchive.NodeTest test = e.test();
            NodeTestRun.Outcome outcome = e.outcome();
            int at = test.name().indexOf("_expanded");
            String base = at < 0 ? test.name() : test.name().substring(0, at);
            Operator o =
                    operators.computeIfAbsent(operatorOf.getOrDefault(base, operatorOf(test)), k -> new Operator());
            boolean passes = outcome.kind() == NodeTestRun.Kind.PASSED;
            int sets = test.dataSets().size();
            folders.computeIfAbsent(folder, k -> new Count()).add(sets, passes);
            o.byOpset
                    .computeIfAbsent(OnnxToGraph.standardOpset(test.model()), k -> new Count())
                    .add(sets, passes);
            if (!passes) {
                o.reasons.add(reason(test, outcome));
            }
        });
    }

    /** Of a network of several nodes the one that is not there to prepare its operands. */
    private static String operatorOf(NodeTestArchive.NodeTest test) {
        List<NodeProto> nodes = test.model().getGraph().getNodeList();
        NodeProto chosen = nodes.stream()
                .filter(n -> !n.getOpType().equals("Constant"))
                .findFirst()
                .orElse(nodes.get(0));
        return chosen.getDomain().isEmpty() ? chosen.getOpType() : chosen.getDomain() + "." + chosen.getOpType();
    }

    private static String reason(NodeTestArchive.NodeTest test, NodeTestRun.Outcome outcome) {
        if (OnnxNodeTest.NOT_PASSED.containsKey(test.name())) {
            return OnnxNodeTest.NOT_PASSED.get(test.name());
        }
        String why = outcome.why()
                .replaceFirst("; what depends on this layer cannot be evaluated\\.$", "")
                .replaceFirst("^Operator (\\S+) cannot be run yet$", "$1 is not run")
                .replaceFirst("^Operator (\\S+) cannot be run ", "$1 is not run ");
        return why.contains("is not one of the standard's operators") ? "not a standard operator" : why;
    }

    private List<String> lines() {
        List<String> lines = new ArrayList<>();
        int passed = folders.values().stream().mapToInt(c -> c.passed).sum();
        int all = folders.values().stream().mapToInt(c -> c.all).sum();
        lines.add("Of " + all + " data sets in the backend tests of the ONNX project " + passed + " pass, and none of"
                + " them crashes:");
        lines.add("");
        lines.add("| folder | data sets that pass |");
        lines.add("|---|---|");
        folders.forEach((folder, c) -> lines.add("| " + folder + " | " + c.passed + " of " + c.all + " |"));
        lines.add("");
        lines.add("Networks that write an operator out as its function count for that operator.");
        lines.add("");
        lines.add("| operator | data sets that pass, by opset | why not the rest |");
        lines.add("|---|---|---|");
        operators.forEach((name, o) -> {
            List<String> counts = new ArrayList<>();
            o.byOpset.forEach((opset, c) -> counts.add(opset + ": " + c));
            lines.add("| " + name + " | " + String.join(", ", counts) + " | " + String.join("; ", o.reasons) + " |");
        });
        Set<String> untried = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        untried.addAll(OnnxOpMappings.operators());
        untried.removeAll(operators.keySet());
        lines.add("");
        lines.add("Run too, though no test is named after them: " + String.join(", ", untried) + ", and ONNX Runtime's "
                + String.join(", ", new TreeSet<>(QuantizedOperators.microsoftOperators())) + ".");
        return lines;
    }
}
