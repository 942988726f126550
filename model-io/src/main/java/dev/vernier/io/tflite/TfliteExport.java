package dev.vernier.io.tflite;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Node;
import java.util.Set;

/** How one kind of operation is written as TensorFlow Lite operators. */
@FunctionalInterface
interface TfliteExport {
    void emit(Node node, TfliteEmitter out);

    /**
     * Whether the operators take codes of this type and answer codes on the grid wanted. Where not, they compute with real numbers between
     * a DEQUANTIZE and a QUANTIZE operator, which is what the plan means too.
     *
     * @param codes INT8 or INT16
     */
    default boolean takesCodes(Node node, DataType codes, CodesContext context) {
        return false;
    }

    /** When an operation can run on codes, beyond their type. */
    @FunctionalInterface
    interface CodesRule {
        boolean allows(Node node, CodesContext context);
    }

    /** The same export, on codes of {@code types} too. */
    default TfliteExport onCodes(Set<DataType> types) {
        return onCodes(types, (node, context) -> true);
    }

    /** The same export, on codes of {@code types} too where {@code rule} allows it. */
    default TfliteExport onCodes(Set<DataType> types, CodesRule rule) {
        TfliteExport self = this;
        return new TfliteExport() {
            @Override
            public void emit(Node node, TfliteEmitter out) {
                self.emit(node, out);
            }

            @Override
            public boolean takesCodes(Node node, DataType codes, CodesContext context) {
                return types.contains(codes) && rule.allows(node, context);
            }
        };
    }
}
