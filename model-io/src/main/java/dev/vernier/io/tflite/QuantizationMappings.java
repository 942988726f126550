package dev.vernier.io.tflite;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.op.Cast;
import dev.vernier.engine.graph.op.Identity;
import dev.vernier.engine.spec.QuantSpec;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.lite.schema.BuiltinOperator;

/**
 * Operators that change what numbers are stored in. Real numbers are real in the graph already; what these operators ask for becomes
 * part of the plan.
 */
final class QuantizationMappings {
    private QuantizationMappings() {}

    static Map<Integer, TfliteOpMapping> table() {
        return Map.of(
                BuiltinOperator.QUANTIZE, QuantizationMappings::quantize,
                BuiltinOperator.DEQUANTIZE, QuantizationMappings::dequantize,
                BuiltinOperator.CAST, QuantizationMappings::cast);
    }

    private static void quantize(OperatorEmitter op) {
        TfliteTensor from = op.input(0);
        TfliteTensor to = op.output(0);
        Optional<QuantSpec> grid = TfliteGrids.activations(to);
        if (grid.isEmpty()) {
            throw new UnsupportedOperator("because its result has no scale");
        }
        boolean sameGrid = TfliteGrids.activations(from).equals(grid);
        int tensor = op.operator().inputs().get(0);
        boolean onlyReader = op.scope().readers(tensor) == 1;
        boolean said = !op.isConstant(0)
                && !op.scope().subgraph().outputs().contains(to.index())
                && (sameGrid || (!from.isQuantized() && giveRange(op, grid.get(), onlyReader)));
        if (said) {
            op.alias(op.value(0));
        } else {
            op.result(new Identity(), op.value(0));
        }
    }

    /** A float value that is quantized afterwards has that range; an input that is wanted in no other form is quantized itself. */
    private static boolean giveRange(OperatorEmitter op, QuantSpec grid, boolean onlyReader) {
        TfliteConversion conversion = op.scope().conversion();
        String value = op.value(0);
        return conversion.giveRange(value, grid, onlyReader && conversion.isGraphInput(value));
    }

    private static void dequantize(OperatorEmitter op) {
        if (op.isConstant(0)) {
            op.aliasOfConstant(0);
        } else if (op.input(0).isQuantized()) {
            op.alias(op.value(0));
        } else {
            op.result(new Cast(DataType.FLOAT32), op.value(0));
        }
    }

    private static void cast(OperatorEmitter op) {
        DataType to = op.output(0)
                .type()
                .orElseThrow(() -> new UnsupportedOperator("to " + op.output(0).typeName()));
        op.result(new Cast(to), op.value(0));
    }
}
