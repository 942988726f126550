package dev.vernier.io.onnx;

import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Node;

/** How one kind of operation is written as ONNX nodes. */
@FunctionalInterface
interface OnnxExport {
    void emit(Node node, OnnxEmitter out);

    /** The lowest operator set version that has what this node needs. */
    default int neededOpset(Node node, Graph graph) {
        return 1;
    }

    /** The same export for nodes that all need {@code opset}. */
    default OnnxExport since(int opset) {
        OnnxExport self = this;
        return new OnnxExport() {
            @Override
            public void emit(Node node, OnnxEmitter out) {
                self.emit(node, out);
            }

            @Override
            public int neededOpset(Node node, Graph graph) {
                return opset;
            }
        };
    }
}
