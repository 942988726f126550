package dev.vernier.engine.graph.op;

import java.util.List;

/**
 * Largest value under each window; padding never wins (ONNX {@code MaxPool}).
 */
public record MaxPool(
        List<Integer> kernel,
        List<Integer> strides,
        Padding padding,
        List<Integer> dilations,
        boolean ceilMode,
        ImageLayout layout)
        implements Op {
    public MaxPool {
        kernel = List.copyOf(kernel);
        strides = List.copyOf(strides);
        dilations = List.copyOf(dilations);
    }

    @Override
    public boolean keepsScale() {
        return true;
    }
}
