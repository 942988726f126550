package dev.vernier.engine.graph.op;

/**
 * {@code exp(x - max) / sum} along one axis; a negative axis counts from the end.
 */
public record Softmax(int axis) implements Op {}
