package dev.vernier.engine.graph.op;

import dev.vernier.engine.graph.DataType;
import java.util.List;

/**
 * Rounds {@code x / scale} to a narrower floating format, and takes it back: {@code round(x / scale) · scale}. In an exported model a pair of casts,
 * or for the formats of 8 bits, which saturate, of quantize and dequantize steps.
 *
 * @param format FLOAT16, BFLOAT16 or a float of 8 bits
 * @param scale above 0; 1 but for floats of 8 bits
 */
public record RoundToFloat(DataType format, float scale) implements Op {
    public RoundToFloat {
        if (!(scale > 0) || Float.isInfinite(scale)) {
            throw new IllegalArgumentException("scale " + scale);
        }
    }

    public RoundToFloat(DataType format) {
        this(format, 1);
    }

    @Override
    public List<Integer> quantizableInputs() {
        return List.of();
    }
}
