package dev.vernier.engine.exec;

import dev.vernier.engine.exec.kernel.Constant;
import dev.vernier.engine.exec.kernel.Kernel;
import dev.vernier.engine.exec.kernel.KernelCall;
import dev.vernier.engine.exec.kernel.Kernels;
import dev.vernier.engine.exec.kernel.PreparedResources;
import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.op.DequantizeLinear;
import dev.vernier.engine.graph.op.UnsupportedOp;
import dev.vernier.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The values of a graph that are the same in every run: its constants and what follows from them alone (dequantized weights, shapes). */
final class ConstantValues {
    private final Map<String, Constant> byName = new HashMap<>();
    private final PreparedResources resources;

    ConstantValues(Graph graph, PreparedResources resources) {
        this.resources = resources;
        graph.constants().forEach((name, data) -> byName.put(name, new Given(data)));
        for (Node n : graph.nodes()) {
            if (isFoldable(n)) {
                byName.put(n.output(), new Folded(n));
            }
        }
    }

    private boolean isFoldable(Node n) {
        return !(n.op() instanceof UnsupportedOp)
                && n.op().bodies().isEmpty()
                && n.outputs().size() == 1
                && n.inputs().stream().anyMatch(in -> !in.isEmpty())
                && n.inputs().stream().allMatch(in -> in.isEmpty() || byName.containsKey(in));
    }

    boolean contains(String value) {
        return byName.containsKey(value);
    }

    /** The constant called {@code value}, or null. */
    Constant get(String value) {
        return byName.get(value);
    }

    private record Given(TensorData data) implements Constant {
        @Override
        public String fingerprint() {
            return data.contentHash();
        }

        @Override
        public DataType type() {
            return data.type();
        }

        @Override
        public Shape shape() {
            return data.shape();
        }
    }

    /** Computed from constants when first needed. */
    private final class Folded implements Constant {
        private final Node node;
        private final List<Constant> operands = new ArrayList<>();
        private final String fingerprint;

        Folded(Node node) {
            this.node = node;
            List<String> parts = new ArrayList<>(List.of(node.op().toString()));
            for (String in : node.inputs()) {
                Constant c = in.isEmpty() ? null : byName.get(in);
                operands.add(c);
                parts.add(c == null ? "" : c.fingerprint());
            }
            this.fingerprint = Fingerprint.of(parts);
        }

        @Override
        public String fingerprint() {
            return fingerprint;
        }

        /** Known without computing it for dequantized weights, which are not needed once they are packed. */
        @Override
        public DataType type() {
            return node.op() instanceof DequantizeLinear ? DataType.FLOAT32 : data().type();
        }

        @Override
        public Shape shape() {
            return node.op() instanceof DequantizeLinear ? operands.get(0).shape() : data().shape();
        }

        @Override
        public Optional<Coded> coded() {
            return node.op() instanceof DequantizeLinear
                    ? Optional.of(new Coded(operands.get(0), ((DequantizeLinear) node.op()).params()))
                    : Optional.empty();
        }

        @Override
        public TensorData data() {
            return resources
                    .get("folded " + fingerprint, FoldedData.class, this::compute, FoldedData::bytes)
                    .data();
        }

        private FoldedData compute() {
            Kernel kernel = Kernels.of(node.op());
            List<KernelCall.Operand> given = new ArrayList<>();
            operands.forEach(c -> given.add(c == null ? null : KernelCall.Operand.of(c)));
            Tensor[] results = kernel.run(new KernelCall(
                    node.name(), node.op(), given, given.size(), Step.ownActivation(node.op()), resources));
            try (Tensor result = results[0]) {
                return new FoldedData(result.toData());
            }
        }
    }

    private record FoldedData(TensorData data) implements AutoCloseable {
        long bytes() {
            return data.elementCount() * TensorData.elementBytes(data.type());
        }

        @Override
        public void close() {
            // On the heap: the collector frees it.
        }
    }
}
