package dev.vernier.app.distribution;

import dev.vernier.app.layers.TensorSide;
import dev.vernier.engine.calibrate.TensorStatistics;
import dev.vernier.engine.graph.ChannelLayout;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Layer;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.range.ChannelRanges;
import java.util.List;
import java.util.Map;

/**
 * What is known of the values of one tensor. Immutable.
 *
 * @param statistics of all values together, with each channel's extremes where they were counted
 * @param channels {@code [channel]} statistics of each channel on its own; of activations empty until counted
 * @param channelSamples on how many samples activations' channels were counted; 0 for weights
 */
public record TensorDistribution(
        TensorSide side, TensorStatistics statistics, List<TensorStatistics> channels, int channelSamples) {
    /** Above this many channels their histograms are coarser, so that a preview of all of them stays within a frame. */
    private static final int MANY_CHANNELS = 24;

    public TensorDistribution {
        channels = List.copyOf(channels);
    }

    TensorDistribution(TensorSide side, TensorStatistics statistics, List<TensorStatistics> channels) {
        this(side, statistics, channels, 0);
    }

    /** The same with its channels counted on the first {@code samples} samples. */
    TensorDistribution withChannels(List<TensorStatistics> counted, int samples) {
        return new TensorDistribution(side, statistics, counted, samples);
    }

    /** Whether single channels can be shown. */
    boolean hasChannels() {
        return statistics.channels() > 1;
    }

    /** Of the layer's output, as calibration saw it. */
    static TensorDistribution ofActivations(Map<String, TensorStatistics> observed, Layer layer) {
        return new TensorDistribution(
                TensorSide.ACTIVATIONS, observed.get(layer.output().name()), List.of());
    }

    /** Of the layer's weights, counted here: milliseconds a million, so not on the window's thread. */
    static TensorDistribution ofWeights(Graph graph, Layer layer) {
        TensorData data = graph.constant(layer.weights().orElseThrow()).orElseThrow();
        float[] values = data.toFloats();
        ChannelLayout layout = ChannelLayout.of(data.shape(), layer.weightChannelAxis());
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

    /** Number of channels whose extremes are known; 0 without. */
    public int channelCount() {
        return statistics.channels();
    }

    /** The channels' ranges beside each other. */
    public ChannelRanges channelRanges() {
        return ChannelRanges.of(statistics);
    }
}
