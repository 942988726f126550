package dev.vernier.io.dataset;

import dev.vernier.engine.VernierException;
import dev.vernier.engine.graph.TensorData;
import java.util.Optional;

/**
 * Labels or targets of a file.
 *
 * @param labels class of each sample, or an empty array
 * @param targets numbers that a regression should answer, or (integers) a class for each position of a sample; empty where the labels say
 *     it, or nothing is known
 */
record StoredTruth(int[] labels, Optional<StoredSamples> targets) {
    static final StoredTruth NONE = new StoredTruth(new int[0], Optional.empty());

    /** How many values are looked at in one go. */
    private static final int CHUNK = 1 << 14;

    static StoredTruth ofLabels(int[] labels) {
        return new StoredTruth(labels, Optional.empty());
    }

    static StoredTruth ofTargets(StoredSamples targets) {
        return new StoredTruth(new int[0], Optional.of(targets));
    }

    /**
     * One integer, or one floating number that is whole and not negative for every sample, is a class; anything else is a target.
     *
     * @param what where the values come from, for messages: {@code array y of data.npz}
     * @throws VernierException if a value is NaN or infinite, or an integer label is negative
     */
    static StoredTruth of(StoredSamples values, String what) {
        boolean single = values.shape().elementCount() == 1;
        boolean floating = values.type().isFloating();
        boolean whole = true;
        if (floating) {
            for (int from = 0; from < values.size(); from += CHUNK) {
                whole &= areClassNumbers(values.read(from, Math.min(CHUNK, values.size() - from)), from, what);
            }
        }
        if (!single || (floating && !whole)) {
            return ofTargets(values);
        }
        return ofLabels(ClassLabels.of(values.read(0, values.size()), what));
    }

    /** Whether all are whole and from 0 on. */
    private static boolean areClassNumbers(TensorData values, int firstSample, String what) {
        boolean whole = true;
        int count = Math.toIntExact(values.elementCount());
        for (int i = 0; i < count; i++) {
            double v = values.doubleAt(i);
            if (!Double.isFinite(v)) {
                throw new VernierException("Label " + v + " of sample "
                        + (firstSample
                                + i / Math.max(1, count / (int) values.shape().dim(0))) + " (" + what
                        + ") is not a number; correct it or leave the sample out");
            }
            whole &= v >= 0 && v == Math.rint(v) && v <= Integer.MAX_VALUE;
        }
        return whole;
    }
}
