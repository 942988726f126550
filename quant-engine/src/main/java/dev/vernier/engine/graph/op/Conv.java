package dev.vernier.engine.graph.op;

import java.util.List;

/**
 * Convolution (ONNX {@code Conv}): operands x, w {@code [outC, inC/group, kernel…]}, optional bias {@code [outC]}. Weights are held in
 * this order whatever the layout of the images. Depthwise when {@code group} equals the input channels.
 */
public record Conv(
        List<Integer> strides,
        Padding padding,
        List<Integer> dilations,
        int group,
        ImageLayout layout,
        Clamp activation)
        implements Op {
    public Conv {
        strides = List.copyOf(strides);
        dilations = List.copyOf(dilations);
    }

    @Override
    public int weightInput() {
        return 1;
    }

    @Override
    public int weightChannelAxis() {
        return 0;
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
