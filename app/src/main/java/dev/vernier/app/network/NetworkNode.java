package dev.vernier.app.network;

import dev.vernier.app.format.NumberText;
import dev.vernier.app.format.SpecText;
import dev.vernier.engine.graph.Layer;
import dev.vernier.engine.spec.LayerConfig;

/**
 * What is said of a layer in its box. Immutable.
 *
 * @param layer the layer
 * @param operation {@code Conv 3×3 + Relu}
 * @param config what the plan asks for
 * @param sqnrDb local error; NaN where unknown or none
 * @param bytes stored; 0 for a layer without weights, -1 where unknown
 */
record NetworkNode(Layer layer, String operation, LayerConfig config, double sqnrDb, long bytes) {
    boolean hasActivationChoice() {
        return layer.isQuantizable() && !layer.keepsScale();
    }

    /** {@code int8}, or {@code int8 · int16} where weights and activations differ. */
    String precision() {
        String activations = hasActivationChoice() ? SpecText.chip(config.activations()) : "";
        if (!layer.hasWeights()) {
            return activations.isEmpty() ? (layer.isQuantizable() ? "keeps" : "") : activations;
        }
        String weights = SpecText.chip(config.weights());
        return activations.isEmpty() || activations.equals(weights) ? weights : weights + " · " + activations;
    }

    String error() {
        return Double.isNaN(sqnrDb) ? "" : Double.isInfinite(sqnrDb) ? "∞ dB" : NumberText.fixed(sqnrDb, 0) + " dB";
    }

    String size() {
        return bytes > 0 ? NumberText.bytes(bytes) : "";
    }

    String value(NetworkColoring coloring) {
        switch (coloring) {
            case PRECISION:
                return precision();
            case ERROR:
                return error();
            default:
                return size();
        }
    }

    /** The layer as a sentence, for screen readers and the pointer. */
    String sentence() {
        StringBuilder s = new StringBuilder(layer.name()).append(": ").append(operation);
        for (String part : new String[] {precision(), error(), size()}) {
            if (!part.isEmpty()) {
                s.append(", ").append(part);
            }
        }
        return s.toString();
    }
}
