package dev.vernier.app.distribution;

import dev.vernier.app.layers.TensorSide;
import dev.vernier.engine.calibrate.TensorStatistics;
import dev.vernier.engine.graph.ChannelLayout;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Layer;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.range.ChannelRanges;
import dev.vernier.engine.spec.Granularity;
import dev.vernier.engine.spec.QuantSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of the values of one tensor. Immutable.
 *
 * @param statistics of all values together, with each part's extremes where they were counted
 * @param channels {@code [channel]} statistics of each channel on its own; of activations empty until counted, and of weights in blocks
 * @param channelSamples on how many samples activations' channels were counted; 0 for weights
 * @param blocks weights that have a scale for each block, whose parts are the blocks; otherwise the parts are channels
 */
public record TensorDistribution(
        TensorSide side,
        TensorStatistics statistics,
        List<TensorStatistics> channels,
        int channelSamples,
        Optional<WeightBlocks> blocks) {
    /** Above this many channels their histograms are coarser, so that a preview of all of them stays within a frame. */
    private static final int MANY_CHANNELS = 24;

    public TensorDistribution {
        channels = List.copyOf(channels);
    }

    TensorDistribution(TensorSide side, TensorStatistics statistics, List<TensorStatistics> channels) {
        this(side, statistics, channels, 0, Optional.empty());
    }

    /** The same with its channels counted on the first {@code samples} samples. */
    TensorDistribution withChannels(List<TensorStatistics> counted, int samples) {
        return new TensorDistribution(side, statistics, counted, samples, Optional.empty());
    }

    /** Whether single channels, or blocks, can be shown. */
    boolean hasChannels() {
        return statistics.channels() > 1;
    }

    /** Of the layer's output, as calibration saw it. */
    static TensorDistribution ofActivations(Map<String, TensorStatistics> observed, Layer layer) {
        return new TensorDistribution(
                TensorSide.ACTIVATIONS, observed.get(layer.output().name()), List.of());
    }

    /** Weights that share a scale under {@code spec}, where they are fewer than a channel's; otherwise 0. */
    static int blockSize(QuantSpec spec) {
        boolean inBlocks = spec.granularity() instanceof Granularity.PerBlock
                && spec.precision().hasRange();
        return inBlocks ? ((Granularity.PerBlock) spec.granularity()).size() : 0;
    }

    /**
     * Of the layer's weights, counted here: milliseconds a million, so not on the window's thread.
     *
     * @param blockSize weights that share a scale; 0 for channels
     */
    static TensorDistribution ofWeights(Graph graph, Layer layer, int blockSize) {
        TensorData data = graph.constant(layer.weights().orElseThrow()).orElseThrow();
        float[] values = data.toFloats();
        ChannelLayout layout = ChannelLayout.of(data.shape(), layer.weightChannelAxis());
        if (blockSize > 0) {
            WeightBlocks blocks = new WeightBlocks(values, layout, blockSize);
            TensorStatistics all = blocks.extremes(TensorStatistics.of(values));
            return new TensorDistribution(TensorSide.WEIGHTS, all, List.of(), 0, Optional.of(blocks));
        }
        return new TensorDistribution(
                TensorSide.WEIGHTS,
                TensorStatistics.of(values, layout),
                TensorStatistics.ofEachChannel(values, layout).stream()
                        .map(s -> layout.channels() > MANY_CHANNELS ? coarser(s, layout.channels()) : s)
                        .toList());
    }

    private static TensorStatistics coarser(TensorStatistics s, int channels) {
        int bins = Math.max(64, 100_000 / channels);
        return s.histogram().bins() <= bins
                ? s
                : new TensorStatistics(
                        s.count(),
                        s.min(),
                        s.max(),
                        s.mean(),
                        s.meanSquare(),
                        s.zeros(),
                        s.nonFinite(),
                        s.histogram().rebinned(bins),
                        new float[0],
                        new float[0]);
    }

    /** Weights in each block; 0 where the parts are channels. */
    int blockSize() {
        return blocks.map(WeightBlocks::size).orElse(0);
    }

    /** Whether part {@code p}, a channel or a block, can be shown by itself. */
    boolean hasPart(int p) {
        return p >= 0 && p < blocks.map(WeightBlocks::count).orElse(channels.size());
    }

    /** Part {@code p} by itself. */
    TensorStatistics part(int p) {
        return blocks.map(b -> b.of(p)).orElseGet(() -> channels.get(p));
    }

    /** The channel that part {@code p} is, or is of. */
    public int channelOf(int p) {
        return blocks.map(b -> b.channel(p)).orElse(p);
    }

    /** {@code channel 7}; {@code block 2 of channel 7}. */
    String partName(int p) {
        return blocks.map(b -> "block " + p % b.perChannel() + " of channel " + b.channel(p))
                .orElse("channel " + p);
    }

    /** Number of parts whose extremes are known; 0 without. */
    public int channelCount() {
        return statistics.channels();
    }

    /** The channels' ranges beside each other. */
    public ChannelRanges channelRanges() {
        return ChannelRanges.of(statistics);
    }
}
