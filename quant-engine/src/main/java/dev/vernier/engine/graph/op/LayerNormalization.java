package dev.vernier.engine.graph.op;

/**
 * {@code (x - mean) / sqrt(variance + epsilon) · scale + bias}, mean and variance over the axes from {@code axis} on (ONNX
 * {@code LayerNormalization}; Ba et al. 2016). Operands x, scale, optional bias, both broadcast to x.
 *
 * @param axis the first of the axes normalized over; negative counts from the end
 */
public record LayerNormalization(int axis, float epsilon) implements Op {}
