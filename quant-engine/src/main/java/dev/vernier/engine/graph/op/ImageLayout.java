package dev.vernier.engine.graph.op;

/** Where the channel axis of an image tensor stands in the model's own shapes. */
public enum ImageLayout {
    /** {@code [N, C, spatial…]}, as ONNX and PyTorch have it. */
    CHANNELS_FIRST,
    /** {@code [N, spatial…, C]}, as TensorFlow Lite and Keras have it. */
    CHANNELS_LAST;

    /** The channel axis of a tensor of the given rank. */
    public int channelAxis(int rank) {
        return this == CHANNELS_FIRST ? 1 : rank - 1;
    }

    /** The first spatial axis. */
    public int firstSpatialAxis() {
        return this == CHANNELS_FIRST ? 2 : 1;
    }
}
