/** Clip range to numbers: scales, zero points, codes, and the explicit quantized graph. */
package dev.vernier.engine.quantize;
