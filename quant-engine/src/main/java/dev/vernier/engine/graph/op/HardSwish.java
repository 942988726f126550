package dev.vernier.engine.graph.op;

/**
 * {@code x · max(0, min(1, x/6 + 1/2))} (Howard et al. 2019, MobileNetV3).
 */
public record HardSwish() implements Op {}
