package dev.vernier.io.dataset;

import dev.vernier.engine.data.Dataset;
import dev.vernier.engine.datacheck.DataCheck;
import dev.vernier.engine.datacheck.DataFinding;
import dev.vernier.engine.datacheck.DataFinding.Code;
import dev.vernier.engine.datacheck.DataFinding.Severity;
import dev.vernier.engine.datacheck.DataSummary;
import dev.vernier.engine.datacheck.InputSummary;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.spec.QuantPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the first samples of a data set show, and what looks wrong about them for a model. Immutable.
 *
 * @param summary one input for each of the model's, in its order, as preprocessed and before axes are turned
 */
public record DatasetCheck(DataSummary summary, List<DataFinding> findings) {
    public DatasetCheck {
        findings = List.copyOf(findings);
    }

    /**
     * Looks at {@code given} for {@code model}; runs nothing.
     *
     * @param own the plan that the model's file is, where it is quantized already
     * @param calibrationSamples how many of the first samples calibration would take
     * @throws dev.vernier.engine.VernierException if the samples do not fit the model or cannot be read
     */
    public static DatasetCheck of(FileDataset given, Graph model, Optional<QuantPlan> own, int calibrationSamples) {
        FileDataset data = (FileDataset) InputMatcher.parted(given, model);
        Dataset fitted = DatasetFitter.fit(data, model);
        List<Integer> indices = InputMatcher.match(data, model);
        FileDataset chosen = data.withInputs(indices);
        boolean channelsKnown = indices.get(0) == 0 && data.layout().isPresent();
        int axis = channelsKnown ? data.layout().get().channelAxis() : InputSummary.NO_CHANNELS;
        DataSummary summary = DataSummary.of(chosen, axis, calibrationSamples);
        List<DataFinding> findings = new ArrayList<>(DataCheck.of(model, own, summary));
        if (channelsKnown) {
            findings.addAll(layout(data.layout().get(), chosen.inputs().get(0).shape(), fitted));
        }
        return new DatasetCheck(summary, findings);
    }

    private static List<DataFinding> layout(SampleLayout layout, Shape sample, Dataset fitted) {
        List<DataFinding> findings = new ArrayList<>();
        Optional<SampleLayout> likely = SampleLayout.guess(sample);
        if (layout.rank() == 3 && likely.isPresent() && likely.get() != layout && !bothEnds(sample)) {
            findings.add(finding(
                    Code.LAYOUT_DOUBTFUL,
                    Severity.WARNING,
                    "Samples of shape " + sample + " are said to be " + layout.label() + ", but look like "
                            + likely.get().label() + "; check \"layout\""));
        } else if (layout.rank() == 3 && bothEnds(sample)) {
            findings.add(finding(
                    Code.LAYOUT_DOUBTFUL,
                    Severity.INFO,
                    "Samples of shape " + sample + " could be NHWC or NCHW and are taken as " + layout.label()
                            + "; say \"layout\" if that is wrong"));
        }
        if (fitted instanceof FittedDataset) {
            FittedInput first = ((FittedDataset) fitted).first();
            if (first.transposition() != FittedInput.Transposition.NONE) {
                findings.add(finding(
                        Code.LAYOUT_TURNED,
                        Severity.INFO,
                        "Samples are " + layout.label() + " and the model takes channels "
                                + (first.transposition() == FittedInput.Transposition.CHANNELS_FIRST ? "first" : "last")
                                + "; their axes are turned for it"));
            } else if (layout.channels(sample) > 1 && first.spec().shape().rank() < 2) {
                findings.add(finding(
                        Code.FLATTENED,
                        Severity.INFO,
                        "Samples " + sample + " are laid out flat in the order " + layout.label()
                                + "; nothing in the model says whether it was trained on that order"));
            }
        }
        if (layout.rank() == 3 && layout.channels(sample) == 3) {
            findings.add(finding(
                    Code.CHANNEL_ORDER,
                    Severity.INFO,
                    "Nothing in the files says whether the model takes red, green, blue or the reverse; if colours"
                            + " matter and accuracy is low, try the other channel order"));
        }
        return findings;
    }

    private static boolean bothEnds(Shape sample) {
        return SampleLayout.guess(Shape.of(sample.dim(0), 99, 99)).isPresent()
                && SampleLayout.guess(Shape.of(99, 99, sample.dim(2))).isPresent();
    }

    private static DataFinding finding(Code code, Severity severity, String sentence) {
        return new DataFinding(code, severity, "", sentence);
    }
}
