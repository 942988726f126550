package dev.vernier.engine.calibrate;

import dev.vernier.engine.graph.ChannelLayout;
import java.nio.FloatBuffer;

/**
 * Collects {@link TensorStatistics} of one tensor, batch after batch, never keeping values.
 *
 * <p>The result does not depend on how samples are grouped into batches nor on how many threads there are: extremes and counts are exact,
 * and sums are taken within each sample and then in the samples' order. NaN and infinities are counted and otherwise left out.
 */
public final class StatisticsAccumulator {
    private final TensorTally tally;
    private double sum;
    private double sumOfSquares;
    private final SampleExtremes.Accumulator sampleExtremes = new SampleExtremes.Accumulator();

    private StatisticsAccumulator(TensorTally tally) {
        this.tally = tally;
    }

    /** For a tensor that has no channels. */
    public static StatisticsAccumulator withoutChannels() {
        return new StatisticsAccumulator(TensorTally.withoutChannels());
    }

    public static StatisticsAccumulator ofChannels(int channels) {
        return new StatisticsAccumulator(TensorTally.ofChannels(channels));
    }

    /** Over what {@code tally} sees; the sums of its samples are {@linkplain #take taken} by whoever knows their order. */
    static StatisticsAccumulator over(TensorTally tally) {
        return new StatisticsAccumulator(tally);
    }

    /**
     * Adds {@code samples} samples.
     *
     * @param values the remaining floats, sample after sample; its position is not moved
     * @param sample how the channels lie in each sample: one channel where the tensor has none
     *     (if their number changes from batch to batch they are no channels, and are given up)
     * @throws IllegalArgumentException if there are not that many values
     */
    public void add(FloatBuffer values, int samples, ChannelLayout sample) {
        take(tally.add(values, samples, sample));
    }

    /** Adds the sums of samples that a tally has seen, in the order of the samples. */
    void take(TensorTally.OfSample[] samples) {
        for (TensorTally.OfSample s : samples) {
            sum += s.sum();
            sumOfSquares += s.sumOfSquares();
            sampleExtremes.add(s.low(), s.high());
        }
    }

    /** Adds what another tally has seen of other samples; nothing if it is its own. */
    void add(TensorTally other) {
        if (other != tally) {
            tally.add(other);
        }
    }

    public TensorStatistics statistics() {
        return tally.statistics(sum, sumOfSquares, sampleExtremes.extremes());
    }
}
