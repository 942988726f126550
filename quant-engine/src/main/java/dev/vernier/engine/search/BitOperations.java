package dev.vernier.engine.search;

import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Layer;
import dev.vernier.engine.graph.LayerCosts;
import dev.vernier.engine.quantize.QuantizedModel;
import dev.vernier.engine.spec.LayerConfig;
import dev.vernier.engine.spec.QuantPlan;

/**
 * Bit operations of one sample, the usual measure of what arithmetic of few bits saves: for each layer its multiply-accumulates times the
 * bits of a weight times the bits of an activation it reads, a number in float32 having 32 (M. van Baalen et al., "Bayesian Bits: Unifying
 * Quantization and Pruning", NeurIPS 2020, appendix B; without the bits of the sums that Y. Baskin et al., "UNIQ", 2018, add).
 */
public final class BitOperations {
    private BitOperations() {}

    /** Of the whole model under its plan. */
    public static long of(QuantizedModel model) {
        return model.layers().values().stream()
                .mapToLong(l -> of(model.source(), l.layer(), model.plan()))
                .sum();
    }

    /** Of one layer of {@code graph}; 0 where its multiply-accumulates are not known before it runs. */
    public static long of(Graph graph, Layer layer, QuantPlan plan) {
        long macs = LayerCosts.of(graph, layer).macsPerSample().orElse(0);
        LayerConfig config = plan.configFor(layer.name());
        // a product of two activations has no weights: both factors are on the grid of activations
        int weightBits = (layer.hasWeights() ? config.weights() : config.activations())
                .precision()
                .bits();
        return macs * weightBits * config.activations().precision().bits();
    }
}
