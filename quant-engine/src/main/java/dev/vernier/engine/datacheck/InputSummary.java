package dev.vernier.engine.datacheck;

import dev.vernier.engine.calibrate.TensorStatistics;
import dev.vernier.engine.graph.ChannelLayout;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.TensorSpec;
import java.util.List;

/**
 * What some samples of one input showed, after preprocessing. Immutable.
 *
 * @param spec name, type and the shape of one sample
 * @param all values of every channel together
 * @param channels each channel on its own; one where channels are not told apart
 * @param whole whether every value is a whole number
 */
public record InputSummary(TensorSpec spec, TensorStatistics all, List<TensorStatistics> channels, boolean whole) {
    /** An axis that says that channels are not told apart. */
    public static final int NO_CHANNELS = -1;

    private static final int MOST_CHANNELS = 64;

    public InputSummary {
        channels = List.copyOf(channels);
    }

    /**
     * @param samples {@code [count, sample…]}
     * @param channelAxis of one sample, or {@link #NO_CHANNELS}; more than 64 channels are not told apart
     */
    static InputSummary of(TensorSpec spec, TensorData samples, int channelAxis) {
        float[] values = samples.toFloats();
        boolean told = channelAxis >= 0 && spec.shape().dim(channelAxis) <= MOST_CHANNELS;
        ChannelLayout layout =
                told ? ChannelLayout.of(samples.shape(), channelAxis + 1) : ChannelLayout.oneChannel(values.length);
        boolean whole = true;
        for (int i = 0; i < values.length && whole; i++) {
            whole = values[i] == Math.rint(values[i]);
        }
        return new InputSummary(
                spec, TensorStatistics.of(values), TensorStatistics.ofEachChannel(values, layout), whole);
    }

    /** Whether the numbers look like stored bytes: whole, not negative, up to 255, and most of that range used. */
    boolean looksLikeBytes() {
        return whole && all.min() >= 0 && all.max() > 64 && all.max() <= 255;
    }

    /** Root of the mean square. */
    double rootMeanSquare() {
        return Math.sqrt(all.meanSquare());
    }
}
