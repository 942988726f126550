package dev.vernier.engine.data;

import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.TensorSpec;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Samples as a model takes them, with labels where there are any. In memory or read on demand; safe to read from several threads.
 */
public interface Dataset {
    /** As shown to people. */
    String name();

    /** Number of samples. */
    int size();

    /** For each model input: name, type and the shape of <em>one sample</em> (no batch axis). */
    List<TensorSpec> inputs();

    /**
     * Samples {@code from} up to {@code from + count}, preprocessed.
     *
     * @return for each input a tensor of shape {@code [count, sample…]}
     * @throws IndexOutOfBoundsException if the range is not within the data set
     * @throws dev.vernier.engine.VernierException if the samples cannot be read
     */
    List<TensorData> batch(int from, int count);

    /** The class of sample {@code index}, or empty where the data set has no class labels. */
    OptionalInt label(int index);

    default boolean hasLabels() {
        return size() > 0 && label(0).isPresent();
    }

    /**
     * What the model should answer where one class number does not say it: numbers of floating type (a regression), or class numbers of an
     * integer type, one for each position of a sample (tokens, pixels), where a negative number stands for a position that does not count.
     *
     * @return type and shape of the target of <em>one sample</em>; empty where there are none
     */
    default Optional<TensorSpec> target() {
        return Optional.empty();
    }

    /**
     * The targets of samples {@code from} up to {@code from + count}.
     *
     * @return a tensor of shape {@code [count, target…]}
     * @throws IllegalStateException if there are none
     */
    default TensorData targets(int from, int count) {
        throw new IllegalStateException("data set " + name() + " has no targets");
    }

    /** Names of the classes, in label order; empty where unknown. */
    List<String> classNames();

    /** Whether the three channels of colour pictures stand as blue, green, red: for whoever shows a sample, not for the network. */
    default boolean hasBlueFirst() {
        return false;
    }

    /** Equal for equal contents, different otherwise: part of every cache key. */
    String contentId();
}
