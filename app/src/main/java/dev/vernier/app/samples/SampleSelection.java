package dev.vernier.app.samples;

import dev.vernier.engine.evaluate.SamplePredictions;
import java.util.ArrayList;
import java.util.List;

/** Which samples pass the filters, and in what order. */
final class SampleSelection {
    private SampleSelection() {}

    /**
     * Those whose prediction changed first, each group in the order of the data.
     *
     * @param labels class of each sample; empty without labels
     * @param classNumber only samples of this label; {@link SamplesModel#NONE} for all
     * @param samples how many there are
     */
    static List<Integer> of(
            SamplePredictions predictions, int[] labels, SampleFilter filter, int classNumber, int samples) {
        List<Integer> changed = new ArrayList<>();
        List<Integer> others = new ArrayList<>();
        for (int i = 0; i < samples; i++) {
            boolean known = i < predictions.quantizedClasses().length;
            boolean isChanged = known && predictions.isChanged(i);
            boolean isWrong = known && i < labels.length && predictions.quantizedClasses()[i] != labels[i];
            boolean passes = filter == SampleFilter.ALL
                    || (filter == SampleFilter.CHANGED && isChanged)
                    || (filter == SampleFilter.WRONG && isWrong);
            if (passes && (classNumber == SamplesModel.NONE || (i < labels.length && labels[i] == classNumber))) {
                (isChanged ? changed : others).add(i);
            }
        }
        changed.addAll(others);
        return changed;
    }

    /** How often samples of each label are predicted as each class: {@code counts[label][predicted]}. */
    static int[][] confusion(int[] labels, int[] predicted, int classes) {
        int[][] counts = new int[classes][classes];
        for (int i = 0; i < Math.min(labels.length, predicted.length); i++) {
            if (labels[i] >= 0 && labels[i] < classes) {
                counts[labels[i]][predicted[i]]++;
            }
        }
        return counts;
    }
}
