package dev.vernier.io.tflite;

import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.op.DequantizeRows;
import dev.vernier.engine.graph.op.Gru;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.op.Rnn;
import dev.vernier.engine.graph.op.UnsupportedOp;
import java.util.HashMap;
import java.util.Map;

/** The table of operations that can be written as TensorFlow Lite, and why the others cannot. */
final class TfliteExports {
    private static final Map<Class<? extends Op>, TfliteExport> TABLE = new HashMap<>();

    /** Why there is no form for an operation, where more can be said than that there is none. */
    private static final Map<Class<? extends Op>, String> REASONS = Map.of(
            UnsupportedOp.class, "Vernier does not know it",
            DequantizeRows.class,
                    "it has no weights with a scale for each block of a channel, and none of 8-bit floats; choose int8 or"
                            + " int4 per channel for that layer",
            Gru.class, "it has no gated recurrent unit",
            Rnn.class, "Vernier does not write its simple recurrent layer");

    static {
        WindowExports.addTo(TABLE);
        VolumeExports.addTo(TABLE);
        MatrixExports.addTo(TABLE);
        ElementwiseExports.addTo(TABLE);
        ActivationExports.addTo(TABLE);
        UnaryExports.addTo(TABLE);
        NormalizationExports.addTo(TABLE);
        MovementExports.addTo(TABLE);
        SelectionExports.addTo(TABLE);
        ImageExports.addTo(TABLE);
        RecurrentExports.addTo(TABLE);
        QuantizationExports.addTo(TABLE);
    }

    private TfliteExports() {}

    static boolean isSupported(Class<? extends Op> op) {
        return TABLE.containsKey(op);
    }

    /** @throws dev.vernier.engine.VernierException if the node's operation cannot be written */
    static TfliteExport of(Node node) {
        TfliteExport export = TABLE.get(node.op().getClass());
        if (export == null) {
            throw TfliteEmitter.cannot(
                    node, REASONS.getOrDefault(node.op().getClass(), "it has no operator that computes this"));
        }
        return export;
    }
}
