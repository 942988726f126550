package dev.vernier.io.tflite;

import org.tensorflow.lite.schema.BuiltinOptions;

/**
 * The options table of an operator that is being written.
 *
 * @param kind {@link BuiltinOptions}
 * @param table the schema's object of that kind; null for {@link #NONE}
 */
record OperatorOptions(byte kind, Object table) {
    static final OperatorOptions NONE = new OperatorOptions(BuiltinOptions.NONE, null);

    /** The table, if it is a {@code type}. */
    <T> boolean is(Class<T> type) {
        return type.isInstance(table);
    }
}
