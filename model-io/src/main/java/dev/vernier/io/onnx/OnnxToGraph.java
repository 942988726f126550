package dev.vernier.io.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.vernier.engine.VernierException;
import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorSpec;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.op.UnsupportedOp;
import dev.vernier.io.ImportFinding;
import dev.vernier.io.ImportReport;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One ONNX model to the engine's graph: constants, inputs, then node after node by {@link OnnxOpMappings}. */
final class OnnxToGraph {
    private final ModelProto model;
    private final GraphProto source;
    private final OnnxTensors tensors;
    private final ImportReport.Builder report;
    private final Map<String, Integer> opsets = new HashMap<>();

    OnnxToGraph(ModelProto model, OnnxTensors tensors, ImportReport.Builder report) {
        this.model = model;
        this.source = QuantizedOperators.expanded(DynamicIntegerLayers.written(FunctionInlining.inlined(model)));
        this.tensors = tensors;
        this.report = report;
        for (OperatorSetIdProto o : model.getOpsetImportList()) {
            opsets.put(o.getDomain().equals("ai.onnx") ? "" : o.getDomain(), (int) o.getVersion());
        }
    }

    /** Version of the standard operators a model uses; files before IR version 3 do not say and use 1. */
    static int standardOpset(ModelProto model) {
        return model.getOpsetImportList().stream()
                .filter(o -> o.getDomain().isEmpty() || o.getDomain().equals("ai.onnx"))
                .mapToInt(o -> (int) o.getVersion())
                .findFirst()
                .orElse(1);
    }

    /**
     * @throws VernierException naming the layer or tensor, if the model contradicts itself or is damaged
     */
    Graph convert(String fileName) {
        checkOpset();
        String name = source.getName().isBlank() ? fileName : source.getName();
        ConversionState state = new ConversionState(name, source, tensors);
        takeNames(state);
        constants(state);
        inputs(state);
        source.getValueInfoList().forEach(v -> declared(v).ifPresent(state.shapes()::declare));
        source.getOutputList().forEach(v -> declared(v).ifPresent(state.shapes()::declare));
        nodes(state);
        for (ValueInfoProto out : source.getOutputList()) {
            state.builder().output(out.getName());
        }
        try {
            return state.builder().build();
        } catch (IllegalArgumentException e) {
            throw new VernierException("The network contradicts itself (" + e.getMessage() + "); export it again.", e);
        }
    }

    private void checkOpset() {
        int opset = standardOpset(model);
        if (opset < OnnxReader.OLDEST_OPSET || opset > OnnxReader.NEWEST_OPSET) {
            report.warning(
                    ImportFinding.Code.OTHER_OPSET,
                    "",
                    "The model is written for ONNX opset " + opset + "; what is known here are opsets "
                            + OnnxReader.OLDEST_OPSET + " to " + OnnxReader.NEWEST_OPSET
                            + ", so compare its answers with the original.");
        }
    }

    private void takeNames(ConversionState state) {
        source.getInitializerList().forEach(t -> state.takeName(t.getName()));
        source.getInputList().forEach(v -> state.takeName(v.getName()));
        for (NodeProto n : source.getNodeList()) {
            state.takeName(n.getName());
            n.getOutputList().forEach(state::takeName);
        }
    }

    private void constants(ConversionState state) {
        source.getInitializerList().forEach(t -> constant(t, state));
        source.getSparseInitializerList()
                .forEach(t -> state.unreadable(t.getValues().getName(), "a sparse constant cannot be held"));
    }

    /** Adds a constant as the file holds it, or remembers why it cannot be held. */
    void constant(TensorProto t, ConversionState state) {
        String why = OnnxTensors.whyNotHeld(t);
        if (why.isEmpty()) {
            state.constant(t.getName(), tensors.tensor(t));
        } else {
            state.unreadable(t.getName(), why);
        }
    }

    OnnxTensors tensors() {
        return tensors;
    }

    private void inputs(ConversionState state) {
        for (ValueInfoProto v : source.getInputList()) {
            if (state.constant(v.getName()).isPresent()
                    || state.whyUnreadable(v.getName()).isPresent()) {
                continue; // before IR version 4 constants are listed as inputs too
            }
            if (!v.getType().hasTensorType()) {
                throw new VernierException("Input " + v.getName()
                        + " is not a tensor (a sequence, map or optional), which Vernier does not open.");
            }
            DataType type = OnnxTypes.of(v.getType().getTensorType().getElemType())
                    .orElseThrow(() -> new VernierException("Input "
                            + v.getName() + " has elements of type "
                            + OnnxTypes.nameOf(v.getType().getTensorType().getElemType())
                            + ", which Vernier does not hold."));
            if (!v.getType().getTensorType().hasShape()) {
                throw new VernierException("Input " + v.getName()
                        + " does not say how many axes it has; export the model with input shapes.");
            }
            state.input(new TensorSpec(v.getName(), type, shape(v)));
        }
    }

    private static Optional<TensorSpec> declared(ValueInfoProto v) {
        if (!v.getType().hasTensorType() || !v.getType().getTensorType().hasShape()) {
            return Optional.empty();
        }
        return OnnxTypes.of(v.getType().getTensorType().getElemType())
                .map(t -> new TensorSpec(v.getName(), t, shape(v)));
    }

    /** Dimensions that are named, missing or not positive are known only at run time. */
    private static Shape shape(ValueInfoProto v) {
        TensorShapeProto shape = v.getType().getTensorType().getShape();
        return Shape.of(shape.getDimList().stream()
                .mapToLong(d -> d.hasDimValue() && d.getDimValue() > 0 ? d.getDimValue() : Shape.UNKNOWN)
                .toArray());
    }

    private void nodes(ConversionState state) {
        NodeNames names = new NodeNames(source, report);
        Map<NodeProto, String> nameOf = new IdentityHashMap<>();
        source.getNodeList().forEach(n -> nameOf.put(n, names.nameOf(n)));
        nameOf.values().forEach(state::takeName);
        for (NodeProto proto : OnnxNodeOrder.within(source, state)) {
            convert(new OnnxNode(nameOf.get(proto), proto, opsetOf(proto)), state);
        }
    }

    private int opsetOf(NodeProto proto) {
        return opsets.getOrDefault(OnnxNode.domainOf(proto), 1);
    }

    /** Puts a node with a name of its own, all of whose operands are there, into the graph. */
    void convert(NodeProto proto, ConversionState state) {
        convert(new OnnxNode(proto.getName(), proto, opsetOf(proto)), state);
    }

    /** Puts {@code op}, which is what {@code node} stands for, into the graph. */
    void emit(OnnxNode node, ConversionState state, Op op, List<String> operands) {
        NodeEmitter emit = new NodeEmitter(node, state);
        add(node, emit, emit.results(emit.mainWithAllResults(op, operands)), state);
    }

    private void convert(OnnxNode node, ConversionState state) {
        NodeEmitter emit = new NodeEmitter(node, state);
        try {
            for (String in : node.inputs()) {
                if (state.shapes()
                        .fact(in)
                        .map(f -> f.type() == DataType.STRING)
                        .orElse(false)) {
                    throw new UnsupportedOperator("on text");
                }
                state.whyUnreadable(in).ifPresent(why -> {
                    throw new UnsupportedOperator("because " + why);
                });
            }
            if (ControlFlow.isControlFlow(node)) {
                new ControlFlow(this, state, node).convert();
                return;
            }
            OnnxOpMapping mapping = OnnxOpMappings.of(node.domain(), node.operator(), node.opset());
            if (node.proto().getOutputCount() == 0) {
                throw new UnsupportedOperator("because it answers nothing");
            }
            String result = mapping.map(node, emit);
            List<String> results = emit.results(result);
            for (int i = results.size(); i < node.proto().getOutputCount(); i++) {
                if (state.isRead(node.proto().getOutput(i))) {
                    throw new UnsupportedOperator("because output " + i + " of it is used");
                }
            }
            add(node, emit, results, state);
        } catch (UnsupportedOperator e) {
            addUnsupported(node, e.getMessage(), state);
        }
    }

    private static void add(OnnxNode node, NodeEmitter emit, List<String> results, ConversionState state) {
        Map<String, String> names = new HashMap<>();
        for (int i = 0; i < results.size() && i < node.proto().getOutputCount(); i++) {
            String output = node.proto().getOutput(i);
            if (!output.isEmpty() && emit.isEmitted(results.get(i))) {
                names.put(results.get(i), output);
            } else if (!output.isEmpty()) {
                emit.passOn(results.get(i), output);
            }
        }
        state.add(emit.nodes(), emit.constants(), names);
    }

    private void addUnsupported(OnnxNode node, String reason, ConversionState state) {
        List<String> inputs = new ArrayList<>(node.inputs());
        OnnxSubgraphs.captured(node.proto()).stream()
                .filter(v -> !inputs.contains(v) && state.isDefined(v))
                .forEach(inputs::add);
        inputs.replaceAll(v -> state.whyUnreadable(v).isPresent() ? "" : v);
        String operator = node.domain().isEmpty() ? node.operator() : node.domain() + "." + node.operator();
        report.error(
                ImportFinding.Code.UNSUPPORTED_OPERATOR,
                node.name(),
                "Operator " + operator + " cannot be run " + reason
                        + "; what depends on this layer cannot be evaluated.");
        state.add(new Node(
                node.name(),
                new UnsupportedOp(node.domain(), node.operator(), reason),
                inputs,
                node.proto().getOutputList()));
        node.proto().getOutputList().forEach(out -> state.shapes().spec(out).ifPresent(state.builder()::spec));
    }
}
