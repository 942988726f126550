package dev.vernier.io.dataset;

import dev.vernier.engine.VernierException;
import dev.vernier.engine.graph.TensorData;
import java.util.List;

/** Class numbers as they are read from a file, checked one by one. */
final class ClassLabels {
    private ClassLabels() {}

    /**
     * @param values one number a sample, integer or floating
     * @param what where they come from, for the message: {@code array y of data.npz}
     * @throws VernierException if one is not a whole number from 0 on
     */
    static int[] of(TensorData values, String what) {
        int[] labels = new int[Math.toIntExact(values.elementCount())];
        for (int i = 0; i < labels.length; i++) {
            double v = values.doubleAt(i);
            if (!(v >= 0 && v <= Integer.MAX_VALUE && v == Math.rint(v))) {
                throw new VernierException("Label " + number(v) + " of sample " + i + " (" + what
                        + ") is not a class number; labels are whole numbers from 0 on");
            }
            labels[i] = (int) v;
        }
        return labels;
    }

    static void checkCount(int labels, int samples, String labelsOf, String samplesOf) {
        if (labels != samples) {
            throw new VernierException("There are " + labels + " labels (" + labelsOf + ") for " + samples
                    + " samples (" + samplesOf + "); give files that belong together");
        }
    }

    static void checkRange(int[] labels, List<String> classNames, String what) {
        if (classNames.isEmpty()) {
            return;
        }
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] >= classNames.size()) {
                throw new VernierException(
                        "Label " + labels[i] + " of sample " + i + " (" + what + ") has no name among the "
                                + classNames.size() + " classes; correct \"classes\" or the labels");
            }
        }
    }

    private static String number(double v) {
        return v == Math.rint(v) && Math.abs(v) < 1e15 ? Long.toString((long) v) : Double.toString(v);
    }
}
