package dev.vernier.engine.evaluate;

/**
 * How far a quantized tensor y is from the float tensor x. A number that was not measured is NaN.
 *
 * @param sqnrDb signal to quantization noise, {@code 10·log10(Σx² / Σ(x−y)²)}; +∞ where both are equal
 * @param mse {@code mean((x−y)²)}
 * @param cosine {@code x·y / (‖x‖‖y‖)}
 * @param maxAbs largest {@code |x−y|}
 * @param clippedShare share of x outside the clipping range, 0 to 1
 */
public record TensorError(double sqnrDb, double mse, double cosine, double maxAbs, double clippedShare) {}
