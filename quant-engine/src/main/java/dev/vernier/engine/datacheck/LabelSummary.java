package dev.vernier.engine.datacheck;

import dev.vernier.engine.data.Dataset;
import java.util.BitSet;

/**
 * What all labels of a data set show. Immutable.
 *
 * @param count number of labels; 0 where there are none
 * @param min smallest label
 * @param max largest label
 * @param classes number of different labels
 * @param firstClasses number of different ones among the first {@code firstCount}
 * @param firstCount how many samples calibration would take
 */
public record LabelSummary(int count, int min, int max, int classes, int firstClasses, int firstCount) {
    static final LabelSummary NONE = new LabelSummary(0, 0, 0, 0, 0, 0);

    private static final int MOST_DISTINCT = 1 << 24;

    static LabelSummary of(Dataset data, int calibrationSamples) {
        if (!data.hasLabels()) {
            return NONE;
        }
        int firstCount = Math.min(calibrationSamples, data.size());
        int min = Integer.MAX_VALUE;
        int max = Integer.MIN_VALUE;
        int firstClasses = 0;
        BitSet seen = new BitSet();
        for (int i = 0; i < data.size(); i++) {
            int label = data.label(i).getAsInt();
            min = Math.min(min, label);
            max = Math.max(max, label);
            if (label >= 0 && label < MOST_DISTINCT) {
                seen.set(label);
            }
            if (i == firstCount - 1) {
                firstClasses = seen.cardinality();
            }
        }
        return new LabelSummary(data.size(), min, max, seen.cardinality(), firstClasses, firstCount);
    }
}
