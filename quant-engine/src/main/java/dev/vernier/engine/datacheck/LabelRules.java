package dev.vernier.engine.datacheck;

import dev.vernier.engine.datacheck.DataFinding.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Whether labels can be the model's classes, and whether calibration sees a mixture of them. */
final class LabelRules {
    private LabelRules() {}

    /** @param classes that the model tells apart; empty where unknown */
    static List<DataFinding> check(LabelSummary labels, OptionalInt classes) {
        List<DataFinding> findings = new ArrayList<>();
        if (labels.count() == 0) {
            return findings;
        }
        if (classes.isPresent() && labels.max() >= classes.getAsInt()) {
            boolean fromOne = labels.min() == 1 && labels.max() == classes.getAsInt();
            findings.add(
                    fromOne
                            ? DataFinding.warning(
                                    Code.LABELS_FROM_ONE,
                                    "",
                                    "Labels run from 1 to " + labels.max() + " but the model numbers its "
                                            + classes.getAsInt() + " classes from 0; subtract 1 from the labels")
                            : DataFinding.warning(
                                    Code.LABEL_BEYOND_CLASSES,
                                    "",
                                    "Labels reach " + labels.max() + " but the model tells " + classes.getAsInt()
                                            + " classes apart (0 to " + (classes.getAsInt() - 1)
                                            + "); these samples always count as wrong, give the labels of this model"));
        }
        if (labels.classes() == 1 && labels.count() > 1) {
            findings.add(DataFinding.warning(
                    Code.ONE_CLASS,
                    "",
                    "All " + labels.count() + " labels are " + labels.min()
                            + "; accuracy over one class says little, and so does calibration on it"));
        } else if (labels.firstClasses() * 2 < labels.classes() && labels.firstCount() < labels.count()) {
            findings.add(DataFinding.warning(
                    Code.CALIBRATION_CLASSES,
                    "",
                    "The first " + labels.firstCount()
                            + " samples, which calibration takes unless other data are named,"
                            + " hold " + labels.firstClasses() + " of " + labels.classes()
                            + " classes; the samples seem to be sorted: shuffle them or name calibration data"));
        }
        return findings;
    }
}
