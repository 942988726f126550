package dev.vernier.io.tflite;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.tensorflow.lite.schema.BuiltinOperator;

/** The operators that are understood, by their number in the schema. */
final class TfliteOpMappings {
    private static final Map<Integer, TfliteOpMapping> TABLE = new TreeMap<>();

    static {
        add(ConvolutionMappings.table());
        add(ElementwiseMappings.table());
        add(ShapeMappings.table());
        add(ImageMappings.table());
        add(ReductionMappings.table());
        add(QuantizationMappings.table());
        add(Map.of(BuiltinOperator.STRIDED_SLICE, StridedSliceMapping::map));
    }

    private TfliteOpMappings() {}

    private static void add(Map<Integer, TfliteOpMapping> group) {
        group.forEach((code, mapping) -> {
            if (TABLE.put(code, mapping) != null) {
                throw new IllegalStateException(BuiltinOperator.name(code) + " is mapped twice");
            }
        });
    }

    /** The numbers of all operators in the table. */
    static Set<Integer> codes() {
        return Collections.unmodifiableSet(TABLE.keySet());
    }

    /** @throws UnsupportedOperator if there is no mapping */
    static TfliteOpMapping of(TfliteOperator operator) {
        TfliteOpMapping mapping = TABLE.get(operator.code());
        if (mapping == null) {
            throw new UnsupportedOperator(
                    operator.customName().isEmpty()
                            ? "in Vernier"
                            : "because it is custom, defined by another program");
        }
        return mapping;
    }
}
