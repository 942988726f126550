/**
 * Reads Keras models: HDF5 files of Keras 1 and 2, and archives of Keras 3.
 *
 * <p>{@link dev.vernier.io.keras.KerasReader} opens the file, {@code KerasConfig} turns its JSON into layers and calls,
 * {@code KerasWeights} finds each layer's variables, and {@code KerasToGraph} makes operations of them by the table
 * {@code KerasOpMappings}.
 */
package dev.vernier.io.keras;
