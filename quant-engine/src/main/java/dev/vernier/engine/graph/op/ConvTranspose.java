package dev.vernier.engine.graph.op;

import java.util.List;

/**
 * Transposed convolution (ONNX {@code ConvTranspose}): operands x, w {@code [inC, outC/group, kernel…]}, optional bias {@code [outC]}.
 */
public record ConvTranspose(
        List<Integer> strides,
        Padding padding,
        List<Integer> outputPadding,
        List<Integer> dilations,
        int group,
        ImageLayout layout,
        Clamp activation)
        implements Op {
    public ConvTranspose {
        strides = List.copyOf(strides);
        outputPadding = List.copyOf(outputPadding);
        dilations = List.copyOf(dilations);
    }

    @Override
    public int weightInput() {
        return 1;
    }

    @Override
    public int weightChannelAxis() {
        return 1;
    }

    @Override
    public int biasInput() {
        return 2;
    }

    @Override
    public Clamp fusedActivation() {
        return activation;
    }
}
