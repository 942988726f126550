package dev.vernier.io.tflite;

import com.google.flatbuffers.Table;
import java.util.List;
import java.util.Optional;
import org.tensorflow.lite.schema.BuiltinOperator;
import org.tensorflow.lite.schema.Operator;

/**
 * An operator of a subgraph as the file has it.
 *
 * @param code {@link BuiltinOperator}, which may be newer than the schema classes
 * @param customName of a custom operator, else empty
 * @param inputs tensor indices; -1 is an operand left out
 * @param outputs tensor indices
 * @param table for the options
 * @param options2 options of operators newer than the schema classes, or null
 */
record TfliteOperator(
        int index,
        int code,
        String customName,
        List<Integer> inputs,
        List<Integer> outputs,
        Operator table,
        RawTable options2) {
    /** What the file calls a subgraph with a name of its own; newer than the schema classes. */
    static final int STABLEHLO_COMPOSITE = 206;

    /**
     * The options, if the operator has some of the wanted kind.
     *
     * @param kind {@link org.tensorflow.lite.schema.BuiltinOptions}
     * @param empty a new table of that kind
     */
    <T extends Table> Optional<T> options(byte kind, T empty) {
        if (table.builtinOptionsType() != kind || table.builtinOptions(empty) == null) {
            return Optional.empty();
        }
        return Optional.of(empty);
    }

    /** {@code CONV_2D}, {@code CUSTOM TFLite_Detection_PostProcess}, {@code operator number 301}. */
    String label() {
        if (!customName.isEmpty()) {
            return customName;
        }
        if (code == STABLEHLO_COMPOSITE) {
            return "STABLEHLO_COMPOSITE";
        }
        return code >= 0 && code < BuiltinOperator.names.length
                ? BuiltinOperator.name(code)
                : "operator number " + code;
    }
}
