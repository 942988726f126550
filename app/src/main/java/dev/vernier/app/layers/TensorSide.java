package dev.vernier.app.layers;

import dev.vernier.engine.range.RangeResolver;
import dev.vernier.engine.spec.LayerConfig;
import dev.vernier.engine.spec.Precision;
import dev.vernier.engine.spec.QuantSpec;

/** Which of a layer's two tensors a choice is about. */
public enum TensorSide {
    WEIGHTS,
    ACTIVATIONS;

    public QuantSpec of(LayerConfig config) {
        return this == WEIGHTS ? config.weights() : config.activations();
    }

    public LayerConfig with(LayerConfig config, QuantSpec spec) {
        return this == WEIGHTS ? config.withWeights(spec) : config.withActivations(spec);
    }

    /** What runtimes want at {@code precision}, with the granularity and range rule of {@code before} where both have a grid. */
    public QuantSpec at(Precision precision, QuantSpec before) {
        QuantSpec usual = this == WEIGHTS ? QuantSpec.weights(precision) : QuantSpec.activations(precision);
        boolean bothOnGrids = precision.hasRange() && before.precision().hasRange() && !before.isDynamic();
        if (!bothOnGrids) {
            return usual;
        }
        QuantSpec kept = usual.withGranularity(before.granularity());
        return RangeResolver.suits(before.rule(), precision) ? kept.withRule(before.rule()) : kept;
    }

    /** {@code weights} or {@code activations}. */
    public String words() {
        return this == WEIGHTS ? "weights" : "activations";
    }
}
