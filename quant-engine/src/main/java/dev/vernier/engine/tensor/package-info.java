/** Tensors in native memory: the boundary between Java and the native libraries that compute. */
package dev.vernier.engine.tensor;
