package dev.vernier.engine.graph.op;

/**
 * {@code max(0, min(1, alpha · x + beta))}.
 */
public record HardSigmoid(float alpha, float beta) implements Op {}
