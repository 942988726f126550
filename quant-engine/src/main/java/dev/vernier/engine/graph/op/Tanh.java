package dev.vernier.engine.graph.op;

/**
 * Hyperbolic tangent.
 */
public record Tanh() implements Op {}
