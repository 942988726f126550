package dev.vernier.io.onnx;

import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.TensorSpec;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.shape.ShapeInference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A graph of one node, and what is put into it. */
public final class ExportCase {
    private final Op op;
    private final List<TensorData> operands = new ArrayList<>();
    private final List<Boolean> constant = new ArrayList<>();
    private int results = 1;

    private ExportCase(Op op) {
        this.op = op;
    }

    public static ExportCase of(Op op) {
        return new ExportCase(op);
    }

    /** An operand that is given while the model runs. */
    public ExportCase input(TensorData data) {
        operands.add(data);
        constant.add(false);
        return this;
    }

    /** An operand that is stored in the model. */
    public ExportCase constant(TensorData data) {
        operands.add(data);
        constant.add(true);
        return this;
    }

    ExportCase leftOut() {
        return constant(null);
    }

    public ExportCase results(int count) {
        results = count;
        return this;
    }

    public Op op() {
        return op;
    }

    public Graph graph() {
        Graph.Builder b = Graph.builder("case");
        ShapeInference shapes = new ShapeInference();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < operands.size(); i++) {
            TensorData data = operands.get(i);
            if (data == null) {
                names.add("");
                continue;
            }
            names.add("x" + i);
            if (constant.get(i)) {
                b.constant("x" + i, data);
                shapes.constant("x" + i, data);
            } else {
                TensorSpec spec = new TensorSpec("x" + i, data.type(), data.shape());
                b.input(spec);
                shapes.input(spec);
            }
        }
        List<String> outputs = new ArrayList<>();
        for (int i = 0; i < results; i++) {
            outputs.add("y" + i);
            b.output("y" + i);
        }
        Node node = new Node("the layer", op, names, outputs);
        shapes.node(node);
        outputs.forEach(o -> shapes.spec(o).ifPresent(b::spec));
        return b.node(node).build();
    }

    public Map<String, TensorData> inputs() {
        Map<String, TensorData> inputs = new LinkedHashMap<>();
        for (int i = 0; i < operands.size(); i++) {
            if (!constant.get(i)) {
                inputs.put("x" + i, operands.get(i));
            }
        }
        return inputs;
    }

    @Override
    public String toString() {
        return op.toString();
    }
}
