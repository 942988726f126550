package dev.vernier.engine.datacheck;

import dev.vernier.engine.data.Dataset;
import dev.vernier.engine.datacheck.DataFinding.Code;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.TensorSpec;
import dev.vernier.engine.spec.QuantPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** The rules that say what looks wrong about data for a model. What they cannot know they pass over in silence. */
public final class DataCheck {
    private static final int FEWEST_TO_JUDGE = 50;
    private static final double CALIBRATION_DIFFERS = 8;

    private DataCheck() {}

    /**
     * @param data of the data set fitted to {@code model}: one input for each of the model's, in its order
     * @param own the plan that the model's file is, where it is quantized already
     */
    public static List<DataFinding> of(Graph model, Optional<QuantPlan> own, DataSummary data) {
        ModelInputs inputs = new ModelInputs(model);
        RangeRules ranges = new RangeRules(inputs, own);
        List<DataFinding> findings = new ArrayList<>();
        for (int i = 0; i < Math.min(model.inputs().size(), data.inputs().size()); i++) {
            TensorSpec input = model.inputs().get(i);
            findings.addAll(ranges.check(data.inputs().get(i), input.name()));
            vocabulary(inputs, data.inputs().get(i), input.name()).ifPresent(findings::add);
        }
        findings.addAll(LabelRules.check(data.labels(), inputs.classes()));
        return List.copyOf(findings);
    }

    private static Optional<DataFinding> vocabulary(ModelInputs model, InputSummary tokens, String input) {
        OptionalLong rows = model.vocabulary(input);
        boolean outside = rows.isPresent()
                && (tokens.all().max() >= rows.getAsLong() || tokens.all().min() < -rows.getAsLong());
        return outside
                ? Optional.of(DataFinding.warning(
                        Code.TOKEN_BEYOND_VOCABULARY,
                        tokens.spec().name(),
                        "Token ids reach from " + RangeRules.number(tokens.all().min()) + " to "
                                + RangeRules.number(tokens.all().max()) + " but the model's table has "
                                + rows.getAsLong() + " rows; tokenize with this model's vocabulary"))
                : Optional.empty();
    }

    /** Whether calibration data are of another size than the data the model is evaluated on, as if preprocessed otherwise. */
    public static List<DataFinding> ofCalibration(DataSummary data, DataSummary calibration) {
        List<DataFinding> findings = new ArrayList<>();
        for (int i = 0; i < Math.min(data.inputs().size(), calibration.inputs().size()); i++) {
            InputSummary d = data.inputs().get(i);
            InputSummary c = calibration.inputs().get(i);
            double ratio = c.rootMeanSquare() / d.rootMeanSquare();
            boolean differs = !d.spec().type().isInteger()
                    && Double.isFinite(ratio)
                    && (ratio > CALIBRATION_DIFFERS || ratio < 1 / CALIBRATION_DIFFERS);
            if (differs) {
                findings.add(DataFinding.warning(
                        Code.CALIBRATION_DIFFERS,
                        d.spec().name(),
                        "Calibration samples reach from "
                                + RangeRules.number(c.all().min()) + " to "
                                + RangeRules.number(c.all().max()) + " and those to evaluate from "
                                + RangeRules.number(d.all().min()) + " to "
                                + RangeRules.number(d.all().max())
                                + "; preprocess both alike"));
            }
        }
        return findings;
    }

    /**
     * As {@link #ofAccuracy(double, int, int)}, among the classes of the model, or else of the labels.
     *
     * @param model the float model
     */
    public static Optional<DataFinding> ofAccuracy(Graph model, Dataset data, double accuracy, int samples) {
        int classes = new ModelInputs(model)
                .classes()
                .orElseGet(() -> LabelSummary.of(data, data.size()).max() + 1);
        return ofAccuracy(accuracy, samples, classes);
    }

    /**
     * Whether the float model does no better than guessing.
     *
     * @param accuracy share of labels predicted by the float model
     * @param samples how many that was measured on; fewer than 50 say nothing
     * @param classes the data set's or the model's number of classes
     */
    public static Optional<DataFinding> ofAccuracy(double accuracy, int samples, int classes) {
        if (samples < FEWEST_TO_JUDGE || classes < 2) {
            return Optional.empty();
        }
        double chance = 1.0 / classes;
        double error = 2 * Math.sqrt(chance * (1 - chance) / samples);
        // of two classes, half as good again as chance would be 75 %
        double bound = classes == 2 ? chance + error : Math.max(1.5 * chance, chance + error);
        return accuracy > bound
                ? Optional.empty()
                : Optional.of(DataFinding.warning(
                        Code.NEAR_CHANCE,
                        "",
                        String.format(
                                Locale.ROOT,
                                "The float model is right on %.1f %% of %d samples, about what guessing among %d classes gives; preprocessing, layout, channel order or labels do not fit the model",
                                accuracy * 100,
                                samples,
                                classes)));
    }
}
