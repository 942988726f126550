package dev.vernier.io.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Layers as ONNX Runtime's dynamic quantization writes them: {@code DynamicQuantizeLinear}, a product of codes, a {@code Cast} and a
 * {@code Mul} with the product of both scales. They become the product of dequantized operands that they are, so that the file's numbers
 * can be the plan.
 */
final class DynamicIntegerLayers {
    private final GraphProto source;
    private final Map<String, NodeProto> producers = new HashMap<>();
    private final Map<String, List<NodeProto>> readers = new HashMap<>();
    private final Set<String> constants = new HashSet<>();
    private final Set<String> names = new HashSet<>();

    private DynamicIntegerLayers(GraphProto source) {
        this.source = source;
        source.getInitializerList().forEach(t -> constants.add(t.getName()));
        for (NodeProto n : source.getNodeList()) {
            names.add(n.getName());
            n.getOutputList().forEach(out -> producers.put(out, n));
            n.getInputList()
                    .forEach(in ->
                            readers.computeIfAbsent(in, v -> new ArrayList<>()).add(n));
        }
        names.addAll(producers.keySet());
        names.addAll(constants);
        source.getOutputList()
                .forEach(o -> readers.computeIfAbsent(o.getName(), v -> new ArrayList<>())
                        .add(NodeProto.getDefaultInstance()));
    }

    /** {@code source} itself where it has no such layer. */
    static GraphProto written(GraphProto source) {
        boolean any = source.getNodeList().stream().anyMatch(n -> n.getOpType().equals("DynamicQuantizeLinear"));
        return any ? new DynamicIntegerLayers(source).written() : source;
    }

    /** A product of codes, the conversion of its result, and the multiplication that makes it real. */
    private record Layer(
            NodeProto product, NodeProto cast, NodeProto scaling, NodeProto quantize, String weightScale) {}

    private GraphProto written() {
        Map<NodeProto, Layer> layers = new IdentityHashMap<>();
        Set<NodeProto> gone = Collections.newSetFromMap(new IdentityHashMap<>());
        for (NodeProto n : source.getNodeList()) {
            layer(n).ifPresent(l -> {
                layers.put(l.scaling, l);
                gone.add(l.product);
                gone.add(l.cast);
            });
        }
        if (layers.isEmpty()) {
            return source;
        }
        GraphProto.Builder b = source.toBuilder().clearNode();
        for (NodeProto n : source.getNodeList()) {
            if (layers.containsKey(n)) {
                nodes(layers.get(n)).forEach(b::addNode);
            } else if (!gone.contains(n)) {
                b.addNode(n);
            }
        }
        return b.build();
    }

    private Optional<Layer> layer(NodeProto n) {
        boolean isProduct =
                n.getOpType().equals("MatMulInteger") || n.getOpType().equals("ConvInteger");
        if (!isProduct || n.getInputCount() < 3 || !constants.contains(n.getInput(1))) {
            return Optional.empty();
        }
        NodeProto quantize = producers.get(n.getInput(0));
        boolean dynamic = quantize != null
                && quantize.getOpType().equals("DynamicQuantizeLinear")
                && quantize.getOutputCount() == 3
                && n.getInput(0).equals(quantize.getOutput(0))
                && n.getInput(2).equals(quantize.getOutput(2))
                && (n.getInputCount() < 4 || n.getInput(3).isEmpty() || constants.contains(n.getInput(3)));
        NodeProto cast = onlyReader(n.getOutput(0), "Cast");
        if (!dynamic || cast == null || cast.getAttribute(0).getI() != TensorProto.DataType.FLOAT_VALUE) {
            return Optional.empty();
        }
        NodeProto scaling = onlyReader(cast.getOutput(0), "Mul");
        if (scaling == null) {
            return Optional.empty();
        }
        boolean first = scaling.getInput(0).equals(cast.getOutput(0));
        NodeProto scales = producers.get(scaling.getInput(first ? 1 : 0));
        if (scales == null || !scales.getOpType().equals("Mul")) {
            return Optional.empty();
        }
        int at = scales.getInput(0).equals(quantize.getOutput(1)) ? 1 : 0;
        boolean ofBoth =
                scales.getInput(1 - at).equals(quantize.getOutput(1)) && constants.contains(scales.getInput(at));
        return ofBoth ? Optional.of(new Layer(n, cast, scaling, quantize, scales.getInput(at))) : Optional.empty();
    }

    private NodeProto onlyReader(String value, String operator) {
        List<NodeProto> all = readers.getOrDefault(value, List.of());
        return all.size() == 1 && all.get(0).getOpType().equals(operator) ? all.get(0) : null;
    }

    private List<NodeProto> nodes(Layer l) {
        boolean matrix = l.product.getOpType().equals("MatMulInteger");
        String x = fresh(l.product.getName() + "/x");
        String w = fresh(l.product.getName() + "/w");
        NodeProto.Builder weights = dequantize(l.product, "w", w).addInput(l.product.getInput(1));
        weights.addInput(l.weightScale);
        if (l.product.getInputCount() > 3 && !l.product.getInput(3).isEmpty()) {
            weights.addInput(l.product.getInput(3));
        }
        weights.addAttribute(AttributeProto.newBuilder()
                .setName("axis")
                .setType(AttributeProto.AttributeType.INT)
                .setI(matrix ? lastAxis(l.product.getInput(1)) : 0));
        NodeProto product = NodeProto.newBuilder()
                .setName(l.product.getName())
                .setOpType(matrix ? "MatMul" : "Conv")
                .addInput(x)
                .addInput(w)
                .addOutput(l.scaling.getOutput(0))
                .addAllAttribute(l.product.getAttributeList())
                .build();
        NodeProto input = dequantize(l.product, "x", x)
                .addAllInput(l.quantize.getOutputList())
                .build();
        return List.of(input, weights.build(), product);
    }

    private NodeProto.Builder dequantize(NodeProto product, String role, String output) {
        return NodeProto.newBuilder()
                .setOpType("DequantizeLinear")
                .setName(fresh(product.getName() + "/dequantize_" + role))
                .addOutput(output);
    }

    private long lastAxis(String initializer) {
        return source.getInitializerList().stream()
                .filter(t -> t.getName().equals(initializer))
                .mapToLong(t -> Math.max(0, t.getDimsCount() - 1L))
                .findFirst()
                .orElse(0);
    }

    private String fresh(String wanted) {
        String name = wanted;
        for (int i = 2; !names.add(name); i++) {
            name = wanted + "_" + i;
        }
        return name;
    }
}
