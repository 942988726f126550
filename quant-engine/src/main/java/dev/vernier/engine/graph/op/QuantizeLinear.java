package dev.vernier.engine.graph.op;

import dev.vernier.engine.graph.QuantParams;
import java.util.List;

/**
 * Real values to codes: {@code clamp(round(x / scale) + zeroPoint)} (ONNX {@code QuantizeLinear}); half to even.
 */
public record QuantizeLinear(QuantParams params) implements Op {
    @Override
    public List<Integer> quantizableInputs() {
        return List.of();
    }
}
