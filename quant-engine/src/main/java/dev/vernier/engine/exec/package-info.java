/**
 * Runs graphs. {@code CompiledGraph} groups nodes into steps and names every value by its fingerprint; a {@code Step} turns tensors into
 * tensors; {@code KernelCache} keeps what steps prepare; {@code Interpreter} runs a graph once, from numbers to numbers.
 *
 * <p>Images are held channels-last in memory whatever the model's shapes say. Steps may be run from any thread; those that share a cache
 * run one after another, each on {@code OMP_NUM_THREADS} threads. The same inputs give the same bits.
 */
package dev.vernier.engine.exec;
