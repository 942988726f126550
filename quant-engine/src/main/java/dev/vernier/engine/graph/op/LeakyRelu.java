package dev.vernier.engine.graph.op;

/**
 * {@code x} where positive, {@code alpha · x} elsewhere.
 */
public record LeakyRelu(float alpha) implements Op {}
