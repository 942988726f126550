package dev.vernier.io.tflite;

import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Layer;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.op.Identity;
import dev.vernier.engine.graph.op.UnsupportedOp;
import dev.vernier.engine.spec.LayerConfig;
import dev.vernier.io.ImportFinding;
import dev.vernier.io.ImportReport;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One subgraph of a file as a float graph, and what the file asks of each layer: quantized tensors become real numbers, and their scales
 * and zero points become configurations.
 */
final class TfliteToGraph {
    /** Subgraphs inside subgraphs, and how many in all: a damaged file can name itself. */
    private static final int MAX_DEPTH = 16;

    private static final int MAX_INLINED = 10_000;

    private final TfliteFile file;
    private final TfliteConversion conversion;
    private int inlined;

    /**
     * @param graph as the file has it, in float
     * @param configs of every layer that is not plain float
     */
    record Result(Graph graph, Map<String, LayerConfig> configs) {}

    private TfliteToGraph(TfliteFile file, String graphName, ImportReport.Builder report) {
        this.file = file;
        this.conversion = new TfliteConversion(file, graphName, report);
    }

    static Result convert(TfliteFile file, int subgraph, String graphName, ImportReport.Builder report) {
        return new TfliteToGraph(file, graphName, report).convert(file.subgraph(subgraph));
    }

    private Result convert(TfliteSubgraph subgraph) {
        SubgraphScope scope = new SubgraphScope(conversion, subgraph);
        for (int input : subgraph.inputs()) {
            if (scope.boundValue(input) != null) {
                throw file.damaged("tensor " + input + " is an input twice");
            }
            String name = scope.nameOf(input);
            conversion.input(scope.spec(input, name));
            scope.bind(input, name);
            TfliteGrids.activations(scope.tensor(input))
                    .ifPresent(grid -> conversion.configure(name, LayerConfig.FLOAT.withActivations(grid)));
        }
        // Results are named first, so that a name that occurs twice stays with the result.
        subgraph.outputs().forEach(scope::nameOf);
        convertOperators(scope, 0);
        Set<String> outputs = new HashSet<>();
        for (int output : subgraph.outputs()) {
            String value = scope.value(output);
            if (!outputs.add(value) || conversion.isGraphInput(value)) {
                String name = conversion.freshName(scope.nameOf(output));
                conversion.node(new Node(name, new Identity(), List.of(value), List.of(name)));
                conversion.spec(scope.spec(output, name));
                value = name;
            }
            conversion.graph().output(value);
        }
        Graph graph = conversion.graph().dropUnusedConstants().build();
        Set<String> layers = new HashSet<>();
        Layer.listOf(graph).forEach(l -> layers.add(l.name()));
        conversion.configs().keySet().retainAll(layers);
        return new Result(graph, conversion.configs());
    }

    private void convertOperators(SubgraphScope scope, int depth) {
        for (TfliteOperator operator : scope.subgraph().operators()) {
            if (operator.outputs().isEmpty()) {
                continue;
            }
            try {
                if (operator.code() == TfliteOperator.STABLEHLO_COMPOSITE) {
                    inline(operator, scope, depth);
                } else {
                    OperatorEmitter emitter = new OperatorEmitter(operator, scope);
                    TfliteOpMappings.of(operator).map(emitter);
                    emitter.commit();
                }
            } catch (UnsupportedOperator e) {
                addUnsupported(operator, e.getMessage(), scope);
            }
        }
    }

    private void addUnsupported(TfliteOperator operator, String reason, SubgraphScope scope) {
        List<String> inputs = new ArrayList<>();
        for (int input : operator.inputs()) {
            String value = input < 0 ? null : scope.boundValue(input);
            inputs.add(value == null ? "" : value);
        }
        List<String> outputs = new ArrayList<>();
        for (int output : operator.outputs()) {
            String name = scope.nameOf(output);
            outputs.add(name);
        }
        String domain = operator.customName().isEmpty() ? "tflite" : "custom";
        String layer = outputs.get(0);
        conversion
                .report()
                .error(
                        ImportFinding.Code.UNSUPPORTED_OPERATOR,
                        layer,
                        "Operator " + operator.label() + " cannot be run " + reason
                                + "; what depends on this layer cannot be evaluated.");
        conversion.node(new Node(layer, new UnsupportedOp(domain, operator.label(), reason), inputs, outputs));
        for (int i = 0; i < outputs.size(); i++) {
            int tensor = operator.outputs().get(i);
            conversion.spec(scope.spec(tensor, outputs.get(i)));
            scope.bind(tensor, outputs.get(i));
        }
    }

    /** A composite is what its own subgraph computes. */
    private void inline(TfliteOperator composite, SubgraphScope outer, int depth) {
        if (composite.options2() == null) {
            throw new UnsupportedOperator("because its options are missing");
        }
        if (depth >= MAX_DEPTH || ++inlined > MAX_INLINED) {
            throw file.damaged("its subgraphs are nested without end");
        }
        TfliteSubgraph body = file.subgraph(composite.options2().integer(COMPOSITE_SUBGRAPH));
        if (body.inputs().size() != composite.inputs().size()
                || body.outputs().size() != composite.outputs().size()) {
            throw file.damaged("operator " + composite.index() + " does not fit its subgraph");
        }
        SubgraphScope inner = new SubgraphScope(conversion, body);
        for (int i = 0; i < body.inputs().size(); i++) {
            inner.bind(body.inputs().get(i), outer.value(composite.inputs().get(i)));
        }
        for (int i = 0; i < body.outputs().size(); i++) {
            inner.reserveName(
                    body.outputs().get(i), outer.nameOf(composite.outputs().get(i)));
        }
        convertOperators(inner, depth + 1);
        for (int i = 0; i < body.outputs().size(); i++) {
            outer.bind(composite.outputs().get(i), inner.value(body.outputs().get(i)));
        }
        conversion
                .report()
                .info(
                        ImportFinding.Code.COMPOSITE_INLINED,
                        outer.nameOf(composite.outputs().get(0)),
                        "The composite " + composite.options2().text(COMPOSITE_NAME) + " is shown as the "
                                + body.operators().size() + " operators it stands for.");
    }

    private static final int COMPOSITE_NAME = 0;
    private static final int COMPOSITE_SUBGRAPH = 1;
}
