package dev.vernier.engine.graph.op;

/**
 * {@code 1 / (1 + exp(-x))}.
 */
public record Sigmoid() implements Op {}
