package dev.vernier.engine.graph.op;

import java.util.List;

/**
 * Mean under each window (ONNX {@code AveragePool}); padding counts only if {@code countIncludePadding}.
 */
public record AveragePool(
        List<Integer> kernel,
        List<Integer> strides,
        Padding padding,
        List<Integer> dilations,
        boolean ceilMode,
        boolean countIncludePadding,
        ImageLayout layout)
        implements Op {
    public AveragePool {
        kernel = List.copyOf(kernel);
        strides = List.copyOf(strides);
        dilations = List.copyOf(dilations);
    }
}
