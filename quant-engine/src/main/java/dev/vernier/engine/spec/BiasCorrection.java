package dev.vernier.engine.spec;

import java.util.List;
import java.util.Objects;

/**
 * What is added to a layer's bias because quantizing its weights moved the mean of its result. Immutable.
 *
 * @param learnedFor the weights it makes up for; in effect only where the plan asks for these
 * @param added {@code added[channel]}, in the unit of the layer's result
 */
public record BiasCorrection(QuantSpec learnedFor, List<Float> added) {
    public BiasCorrection {
        Objects.requireNonNull(learnedFor);
        added = List.copyOf(added);
    }
}
