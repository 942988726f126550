package dev.vernier.io.dataset;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;

/** The samples of a file as they are stored, before any preprocessing. Safe to read from several threads. */
interface StoredSamples {
    int size();

    DataType type();

    /** Shape of one sample. */
    Shape shape();

    /**
     * Samples {@code from} up to {@code from + count}.
     *
     * @return a tensor {@code [count, sample…]}
     */
    TensorData read(int from, int count);

    /** Equal for equal contents. */
    String contentHash();
}
