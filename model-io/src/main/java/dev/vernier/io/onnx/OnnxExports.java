package dev.vernier.io.onnx;

import dev.vernier.engine.VernierException;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.op.UnsupportedOp;
import java.util.HashMap;
import java.util.Map;

/** The table of operations that can be written as ONNX. */
final class OnnxExports {
    private static final Map<Class<? extends Op>, OnnxExport> TABLE = new HashMap<>();

    static {
        WindowExports.addTo(TABLE);
        ElementwiseExports.addTo(TABLE);
        MovementExports.addTo(TABLE);
        SelectionExports.addTo(TABLE);
        PlaceExports.addTo(TABLE);
        RecurrentExports.addTo(TABLE);
        ControlFlowExports.addTo(TABLE);
        QuantizationExports.addTo(TABLE);
        FixedPointExports.addTo(TABLE);
    }

    private OnnxExports() {}

    static boolean isSupported(Class<? extends Op> op) {
        return TABLE.containsKey(op);
    }

    /** @throws VernierException if the node's operation cannot be written */
    static OnnxExport of(Node node) {
        OnnxExport export = TABLE.get(node.op().getClass());
        if (export == null) {
            String why = node.op() instanceof UnsupportedOp ? "Vernier does not know it" : "it has no ONNX form here";
            throw new VernierException(
                    "Cannot export layer \"" + node.name() + "\" (" + node.op().type() + "): " + why
                            + "; replace that layer in the source model, or export a configuration instead of a model");
        }
        return export;
    }
}
