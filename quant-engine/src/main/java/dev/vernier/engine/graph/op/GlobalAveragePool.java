package dev.vernier.engine.graph.op;

/**
 * Mean of each channel; spatial axes stay with length 1.
 */
public record GlobalAveragePool(ImageLayout layout) implements Op {}
