/** The operations, one sealed record each, with their quantization facts as methods. */
package dev.vernier.engine.graph.op;
