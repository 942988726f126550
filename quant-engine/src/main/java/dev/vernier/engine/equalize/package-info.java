/** Graph to graph: the same function with channels rescaled, so that quantization costs less. */
package dev.vernier.engine.equalize;
