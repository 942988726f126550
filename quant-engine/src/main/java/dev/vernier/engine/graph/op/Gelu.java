package dev.vernier.engine.graph.op;

/**
 * {@code x · Φ(x)} with the normal distribution's Φ (Hendrycks and Gimpel 2016).
 *
 * @param tanhApproximation {@code x/2 · (1 + tanh(√(2/π) · (x + 0.044715 x³)))} instead
 */
public record Gelu(boolean tanhApproximation) implements Op {}
