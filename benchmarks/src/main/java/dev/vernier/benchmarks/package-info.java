/** Vernier beside ONNX Runtime on the same machine, in the same run, with the same threads. Not part of the product. */
package dev.vernier.benchmarks;
