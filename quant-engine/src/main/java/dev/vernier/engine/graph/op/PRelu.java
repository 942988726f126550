package dev.vernier.engine.graph.op;

/** {@code x} where positive, {@code slope · x} elsewhere; operands x, slope (broadcast to x; ONNX {@code PRelu}). */
public record PRelu() implements Op {}
