package dev.vernier.engine.graph.op;

import dev.vernier.engine.graph.QuantParams;
import java.util.List;

/**
 * Codes to real values: {@code (q - zeroPoint) · scale} (ONNX {@code DequantizeLinear}).
 */
public record DequantizeLinear(QuantParams params) implements Op {
    @Override
    public List<Integer> quantizableInputs() {
        return List.of();
    }
}
