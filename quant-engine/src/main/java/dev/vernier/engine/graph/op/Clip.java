package dev.vernier.engine.graph.op;

/** {@code min(max(x, low), high)} (ONNX {@code Clip}, ReLU6); fused like {@link Relu}. */
public record Clip(float low, float high) implements Op {}
