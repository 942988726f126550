package dev.vernier.engine.spec;

/** How many values share one scale. */
public sealed interface Granularity {
    Granularity TENSOR = new PerTensor();
    Granularity CHANNEL = new PerChannel();

    /** One scale for the whole tensor: weights {@code [8, 3, 3, 3]} have 1 scale. */
    record PerTensor() implements Granularity {}

    /** One scale for each output channel: convolution weights {@code [8, 3, 3, 3]} have 8 scales along axis 0. */
    record PerChannel() implements Granularity {}

    /**
     * One scale for each run of {@code size} consecutive values of an output channel (weights only), the last of a channel for what is left:
     * of convolution weights {@code [8, 3, 3, 3]} with size 16 each channel's 27 values have 2 scales.
     */
    record PerBlock(int size) implements Granularity {
        public PerBlock {
            if (size < 1) {
                throw new IllegalArgumentException("block size " + size);
            }
        }
    }
}
