package dev.vernier.engine.quantize;

import dev.vernier.engine.graph.QuantParams;
import dev.vernier.engine.graph.TensorData;

/**
 * A bias on the grid of its layer's accumulator.
 *
 * @param codes INT32 {@code [channels]}
 * @param params {@code scale[channel] = inputScale · weightScale[channel]}, zero points 0
 * @param saturated how many elements did not fit into 32 bits
 */
public record QuantizedBias(TensorData codes, QuantParams params, int saturated) {}
