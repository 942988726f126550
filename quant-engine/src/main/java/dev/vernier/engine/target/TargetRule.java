package dev.vernier.engine.target;

import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Layer;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.spec.Granularity;
import dev.vernier.engine.spec.LayerConfig;
import dev.vernier.engine.spec.QuantSpec;
import dev.vernier.engine.target.TargetFinding.Weight;
import java.util.Optional;

/** One thing that a runtime cannot do as asked. */
@FunctionalInterface
interface TargetRule {
    /** Empty where {@code asked} of this layer is no matter of this rule. */
    Optional<TargetFinding> check(Asked asked);

    /** A layer and what is asked of it. */
    record Asked(Graph graph, Layer layer, LayerConfig config) {
        QuantSpec weights() {
            return config.weights();
        }

        QuantSpec activations() {
            return config.activations();
        }

        boolean hasWeights() {
            return layer.hasWeights();
        }

        /** Whether weights are asked to be codes. */
        boolean weightCodes() {
            return hasWeights() && !weights().precision().isFloat();
        }

        /** Whether activations are asked to be codes of ranges that are known before. */
        boolean staticCodes() {
            return layer.isQuantizable()
                    && activations().precision().isInteger()
                    && !activations().isDynamic();
        }

        /** Whether weights are asked to have a scale for each block of a channel. */
        boolean weightBlocks() {
            boolean scaled = weightCodes() || weights().precision().isScaledFloat();
            return hasWeights() && scaled && weights().granularity() instanceof Granularity.PerBlock;
        }

        /** Whether anything is asked to be floats of 8 bits. */
        boolean float8() {
            boolean weights = hasWeights() && weights().precision().isScaledFloat();
            return weights
                    || (layer.isQuantizable() && activations().precision().isScaledFloat());
        }

        boolean dynamic() {
            return hasWeights() && layer.isQuantizable() && activations().isDynamic();
        }

        /** Whether the layer computes something, rather than being given or only moving values. */
        boolean computes() {
            return !layer.isInput() && !layer.keepsScale();
        }

        /** Empty for a graph input. */
        Optional<Op> op() {
            return layer.node().map(n -> n.op());
        }

        /** {@code int4 weights}. */
        String weightWords() {
            return weights().precision().label() + " weights";
        }

        /** {@code int8 activations}. */
        String activationWords() {
            return activations().precision().label() + " activations";
        }

        Optional<TargetFinding> finding(Weight weight, String asked, String instead, String cure) {
            return Optional.of(new TargetFinding(layer.name(), weight, asked, instead, cure));
        }
    }
}
