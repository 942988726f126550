package dev.vernier.app.distribution;

import dev.vernier.app.jobs.BackgroundWork;
import dev.vernier.app.project.ShownNetwork;
import dev.vernier.app.project.WorkbenchModel;
import dev.vernier.engine.graph.Layer;
import dev.vernier.engine.spec.QuantSpec;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Weights that somebody looked at, counted in the background, channel by channel or block by block. To be used on the window's thread. */
final class CountedWeights {
    private final WorkbenchModel workbench;
    private final BackgroundWork counting = new BackgroundWork("vernier-histograms");
    private final Consumer<Layer> onCounted;
    /** By the layer itself: another project may have a layer of the same name. */
    private final Map<Layer, TensorDistribution> known = new IdentityHashMap<>();

    /** @param onCounted called with a layer whose weights {@link #of} did not know yet */
    CountedWeights(WorkbenchModel workbench, Consumer<Layer> onCounted) {
        this.workbench = workbench;
        this.onCounted = onCounted;
    }

    /** The weights of {@code layer} in the parts that have a scale each under {@code spec}; empty while they are being counted. */
    Optional<TensorDistribution> of(Layer layer, QuantSpec spec) {
        int size = TensorDistribution.blockSize(spec);
        TensorDistribution weights = known.get(layer);
        if (weights != null && weights.blockSize() == size) {
            return Optional.of(weights);
        }
        ShownNetwork network = workbench.network();
        counting.run(() -> TensorDistribution.ofWeights(network.graph(), network.layer(layer), size), counted -> {
            if (workbench.network().graph() == network.graph()) {
                known.put(layer, counted);
                onCounted.accept(layer);
            }
        });
        return Optional.empty();
    }

    /** As they were counted last, in whatever parts. */
    Optional<TensorDistribution> whole(Layer layer) {
        return Optional.ofNullable(known.get(layer));
    }

    void forget() {
        known.clear();
    }
}
