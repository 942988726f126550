package dev.vernier.app.distribution;

import dev.vernier.app.layers.TensorSide;
import dev.vernier.engine.graph.Layer;
import dev.vernier.engine.spec.Granularity;
import dev.vernier.engine.spec.QuantSpec;

/** What the histogram says where there is nothing to show, or nothing to move. */
final class RangeMessage {
    private RangeMessage() {}

    /** Why there is no distribution. */
    static String nothingToShow(Layer layer, TensorSide side) {
        if (side == TensorSide.WEIGHTS) {
            return layer.hasWeights() ? "Counting the weights…" : layer.name() + " has no weights";
        }
        return "Calibration saw no values of " + layer.name();
    }

    /** Why there is no range to set; empty where there is one. */
    static String whyFixed(Layer layer, QuantSpec spec, TensorSide side) {
        if (!spec.precision().hasRange()) {
            return spec.precision().isFloat()
                    ? "Left in " + spec.precision().label() + ": nothing is clipped"
                    : spec.precision().label() + " weights have no range to set: the scale comes from their magnitudes";
        }
        if (spec.granularity() instanceof Granularity.PerBlock) {
            return "A scale for each " + ((Granularity.PerBlock) spec.granularity()).size()
                    + " weights of a channel, by the rule: no one range to set";
        }
        if (spec.isDynamic()) {
            return "The range is taken at run time, from each sample";
        }
        return side == TensorSide.ACTIVATIONS && layer.keepsScale() ? "Keeps the grid of its input" : "";
    }
}
