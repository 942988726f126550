package dev.vernier.engine.graph.op;

/**
 * {@code (x - mean) / sqrt(variance + epsilon) · scale + bias} per channel, inference form; operands x, scale, bias, mean, variance. Folded
 * into the convolution or dense layer before it where there is one.
 */
public record BatchNormalization(float epsilon, ImageLayout layout) implements Op {}
