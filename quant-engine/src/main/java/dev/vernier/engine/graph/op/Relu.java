package dev.vernier.engine.graph.op;

/** {@code max(x, 0)}; fused into the layer before it where that layer has no other reader. */
public record Relu() implements Op {}
