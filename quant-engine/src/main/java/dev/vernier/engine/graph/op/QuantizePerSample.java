package dev.vernier.engine.graph.op;

import dev.vernier.engine.graph.QuantType;
import java.util.List;

/**
 * Quantizes and dequantizes with a range taken at run time, one range for each sample (first axis), as a runtime with dynamic
 * quantization does at batch size 1: the range is stretched to hold 0, then scale and zero point follow as for a calibrated range.
 */
public record QuantizePerSample(QuantType codes, boolean symmetric) implements Op {
    @Override
    public List<Integer> quantizableInputs() {
        return List.of();
    }
}
