package dev.vernier.engine.graph.op;

/** Logarithm of {@link Softmax} along one axis; a negative axis counts from the end. */
public record LogSoftmax(int axis) implements Op {}
