package dev.vernier.engine.search;

import java.util.Optional;

/**
 * Why a layer has its precision.
 *
 * @param layer its name
 * @param choice what it has
 * @param isNarrowed whether that is narrower than the widest choice
 * @param trade what {@code choice} saves and costs; for a layer at its widest, what the best narrower one would; empty where none saves anything
 * @param rank place of the layer's best trade among all layers' by what it saves for a point, 1 the best; 0 where it has none
 * @param of how many layers have a trade
 */
public record LayerReason(
        String layer, PrecisionChoice choice, boolean isNarrowed, Optional<LayerTrade> trade, int rank, int of) {}
