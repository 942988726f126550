package dev.vernier.io.keras;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vernier.engine.VernierException;
import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorSpec;
import java.util.Optional;

/** Shapes and element types as configs write them. */
final class InputShapes {
    private InputShapes() {}

    /** A list of dimensions, null where one is known only at run time; empty where {@code json} is no such list. */
    static Optional<Shape> shape(JsonNode json) {
        if (!json.isArray()) {
            return Optional.empty();
        }
        long[] dims = new long[json.size()];
        for (int i = 0; i < dims.length; i++) {
            JsonNode d = json.get(i);
            if (!d.isNull() && !d.isIntegralNumber()) {
                return Optional.empty();
            }
            dims[i] = d.isNull() || d.longValue() < 0 ? Shape.UNKNOWN : d.longValue();
        }
        return Optional.of(Shape.of(dims));
    }

    /** What an input layer takes. */
    static TensorSpec of(KerasLayer input) {
        LayerConfig config = input.config();
        JsonNode dims = config.get("batch_shape", "batch_input_shape");
        Shape shape = shape(dims.isArray() && dims.size() == 1 && dims.get(0).isArray() ? dims.get(0) : dims)
                .or(() -> shape(config.get("shape", "input_shape")).map(s -> s.prepended(Shape.UNKNOWN)))
                .orElseThrow(() -> new VernierException("Input " + input.name()
                        + " does not say its shape; give the model an input shape and save it again."));
        return new TensorSpec(input.name(), type(input.name(), config), shape);
    }

    private static DataType type(String input, LayerConfig config) {
        JsonNode dtype = config.get("dtype");
        String name = dtype.isObject() ? dtype.path("config").path("name").asText("float32") : dtype.asText("float32");
        switch (name) {
            case "float32":
            case "float64":
            case "float16":
            case "bfloat16":
            case "mixed_float16":
            case "mixed_bfloat16":
                return DataType.FLOAT32;
            case "int8":
                return DataType.INT8;
            case "uint8":
                return DataType.UINT8;
            case "int16":
                return DataType.INT16;
            case "int32":
                return DataType.INT32;
            case "int64":
                return DataType.INT64;
            case "bool":
                return DataType.BOOL;
            default:
                throw new VernierException("Input " + input + " has elements of type " + name
                        + ", which Vernier does not hold; put what turns them into numbers before the model.");
        }
    }
}
