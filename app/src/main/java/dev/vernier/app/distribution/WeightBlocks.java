package dev.vernier.app.distribution;

import dev.vernier.engine.calibrate.TensorStatistics;
import dev.vernier.engine.graph.ChannelLayout;
import java.util.Arrays;

/**
 * Weights in blocks that have a scale each: runs of weights of one output channel. Immutable.
 *
 * <p>There may be very many, so that a block is counted when somebody looks at it.
 */
final class WeightBlocks {
    private final float[] values;
    private final ChannelLayout layout;
    private final int size;

    /**
     * @param values {@code [layout.elements()]}; not copied
     * @param size weights that share a scale; the last block of a channel holds what is left
     */
    WeightBlocks(float[] values, ChannelLayout layout, int size) {
        this.values = values;
        this.layout = layout;
        this.size = size;
    }

    /** Weights of one block, but for the last of a channel. */
    int size() {
        return size;
    }

    int count() {
        return layout.channels() * perChannel();
    }

    /** Blocks of one channel. */
    int perChannel() {
        return (layout.perChannel() + size - 1) / size;
    }

    /** The channel that {@code block} is of. */
    int channel(int block) {
        return block / perChannel();
    }

    /** What the weights of {@code block} are, counted now. */
    TensorStatistics of(int block) {
        float[] channel = layout.gather(values, channel(block));
        int from = block % perChannel() * size;
        return TensorStatistics.of(Arrays.copyOfRange(channel, from, Math.min(channel.length, from + size)));
    }

    /** {@code all}, with the extremes of each block in place of each channel's. */
    TensorStatistics extremes(TensorStatistics all) {
        float[] min = new float[count()];
        float[] max = new float[count()];
        int blocks = perChannel();
        for (int c = 0; c < layout.channels(); c++) {
            float[] channel = layout.gather(values, c);
            Arrays.fill(min, c * blocks, (c + 1) * blocks, Float.POSITIVE_INFINITY);
            Arrays.fill(max, c * blocks, (c + 1) * blocks, Float.NEGATIVE_INFINITY);
            for (int i = 0; i < channel.length; i++) {
                if (Float.isFinite(channel[i])) {
                    int block = c * blocks + i / size;
                    min[block] = Math.min(min[block], channel[i]);
                    max[block] = Math.max(max[block], channel[i]);
                }
            }
        }
        for (int block = 0; block < min.length; block++) {
            if (min[block] > max[block]) {
                min[block] = 0;
                max[block] = 0;
            }
        }
        return new TensorStatistics(
                all.count(),
                all.min(),
                all.max(),
                all.mean(),
                all.meanSquare(),
                all.zeros(),
                all.nonFinite(),
                all.histogram(),
                min,
                max);
    }
}
