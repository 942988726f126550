package dev.vernier.engine.evaluate;

import dev.vernier.engine.calibrate.ChannelAxis;
import dev.vernier.engine.calibrate.TensorStatistics;
import dev.vernier.engine.data.Dataset;
import dev.vernier.engine.exec.GraphRunner;
import dev.vernier.engine.graph.ChannelLayout;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Layer;
import dev.vernier.engine.graph.LayerCosts;
import dev.vernier.engine.graph.TensorData;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * As many of a data set's first samples as a moment is enough to run a model on. Immutable.
 *
 * @param count how many, 1 to 64
 * @param inputs by name, for every graph input
 */
public record FirstSamples(Graph graph, int count, Map<String, TensorData> inputs) {
    private static final int MAX_SAMPLES = 64;
    private static final double MAX_MACS = 4e9;

    public static FirstSamples of(Graph graph, Dataset data) {
        double macs = Layer.listOf(graph).stream()
                .mapToDouble(l -> LayerCosts.of(graph, l).macsPerSample().orElse(0))
                .sum();
        int count = (int) Math.max(1, Math.min(Math.min(MAX_SAMPLES, data.size()), MAX_MACS / Math.max(1, macs)));
        List<TensorData> batch = data.batch(0, count);
        Map<String, TensorData> inputs = new LinkedHashMap<>();
        for (int i = 0; i < batch.size(); i++) {
            inputs.put(graph.inputs().get(i).name(), batch.get(i));
        }
        return new FirstSamples(graph, count, inputs);
    }

    /**
     * What each channel of a layer's float output holds on these samples, with its histogram.
     *
     * @throws dev.vernier.engine.VernierException if the layer cannot run
     */
    public List<TensorStatistics> channels(Layer layer) {
        String name = layer.output().name();
        try (GraphRunner runner = new GraphRunner(graph, Set.of(name))) {
            TensorData out = runner.run(inputs).get(name);
            int axis = ChannelAxis.of(graph).ofRank(out.shape().rank());
            return TensorStatistics.ofEachChannel(out.toFloats(), ChannelLayout.of(out.shape(), axis));
        }
    }
}
