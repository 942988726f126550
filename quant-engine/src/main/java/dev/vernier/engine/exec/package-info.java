/** Runs graphs: compiled steps, kernels, native memory. */
package dev.vernier.engine.exec;
