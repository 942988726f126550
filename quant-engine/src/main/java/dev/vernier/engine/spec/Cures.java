package dev.vernier.engine.spec;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a plan does to a model beside choosing grids, so that quantization costs less. Immutable.
 *
 * <p>Equalization follows from the model and its calibration alone and is a word; what was learned from samples is kept as numbers, so that
 * a saved plan means the same wherever it is opened. What was learned for weights on one grid is in effect only while the plan asks for that
 * grid: it comes back when the layer does.
 *
 * @param equalization whether neighbouring layers' channels are rescaled before anything is quantized
 * @param biasCorrections by layer
 * @param roundings by layer
 */
public record Cures(
        Equalization equalization,
        Map<String, BiasCorrection> biasCorrections,
        Map<String, LearnedRounding> roundings) {
    /** Nothing is done. */
    public static final Cures NONE = new Cures(Equalization.NONE, Map.of(), Map.of());

    public Cures {
        Objects.requireNonNull(equalization);
        biasCorrections = Collections.unmodifiableMap(new TreeMap<>(biasCorrections));
        roundings = Collections.unmodifiableMap(new TreeMap<>(roundings));
    }

    /** How channels are rescaled before quantization. */
    public enum Equalization {
        /** As the model has them. */
        NONE,
        /** So that every channel has the same range in the weights that make it and in those that read it (Nagel et al. 2019). */
        CROSS_LAYER
    }

    public boolean isNone() {
        return equals(NONE);
    }

    /** The same with other equalization; what was learned for other weights is dropped. */
    public Cures withEqualization(Equalization e) {
        return e == equalization ? this : new Cures(e, Map.of(), Map.of());
    }

    public Cures withBiasCorrections(Map<String, BiasCorrection> corrections) {
        return new Cures(equalization, corrections, roundings);
    }

    public Cures withRoundings(Map<String, LearnedRounding> learned) {
        return new Cures(equalization, biasCorrections, learned);
    }

    /** The same without what was learned for {@code layers}. */
    public Cures without(Set<String> layers) {
        Map<String, BiasCorrection> corrections = new TreeMap<>(biasCorrections);
        corrections.keySet().removeAll(layers);
        Map<String, LearnedRounding> learned = new TreeMap<>(roundings);
        learned.keySet().removeAll(layers);
        return new Cures(equalization, corrections, learned);
    }
}
