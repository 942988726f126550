package dev.vernier.engine.datacheck;

import dev.vernier.engine.calibrate.TensorStatistics;
import dev.vernier.engine.datacheck.DataFinding.Code;
import dev.vernier.engine.spec.LayerConfig;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.engine.spec.RangeRule;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** Whether the values of an input have the size that the model was made for. */
final class RangeRules {
    /** Below this share of what weights make of the input, the first layer's biases have no effect. */
    private static final double BIAS_WITHOUT_EFFECT = 0.01;
    /** Above it, the input has none. */
    private static final double BIAS_ALONE = 20;

    private static final double BEYOND_GRID = 0.05;
    private static final double UNUSED_GRID = 0.05;

    private final ModelInputs model;
    private final Optional<QuantPlan> own;

    RangeRules(ModelInputs model, Optional<QuantPlan> own) {
        this.model = model;
        this.own = own;
    }

    /** @param modelName the model's name of the input that {@code input} feeds */
    List<DataFinding> check(InputSummary input, String modelName) {
        List<DataFinding> findings = new ArrayList<>();
        finite(input).ifPresent(findings::add);
        if (input.spec().type().isInteger() || input.all().count() == 0) {
            return findings;
        }
        constants(input).ifPresent(findings::add);
        Optional<DataFinding> grid = grid(input, modelName);
        grid.ifPresent(findings::add);
        if (grid.isEmpty() && ownGrid(modelName).isEmpty()) {
            size(input, modelName).ifPresent(findings::add);
        }
        return findings;
    }

    private static Optional<DataFinding> finite(InputSummary input) {
        long bad = input.all().nonFinite();
        return bad == 0
                ? Optional.empty()
                : Optional.of(DataFinding.warning(
                        Code.NOT_FINITE,
                        input.spec().name(),
                        bad + " of the values looked at are NaN or infinite; correct the data or their preprocessing"));
    }

    private static Optional<DataFinding> constants(InputSummary input) {
        if (input.all().min() == input.all().max()) {
            return Optional.of(DataFinding.warning(
                    Code.CONSTANT_INPUT,
                    input.spec().name(),
                    "Every value is " + number(input.all().min()) + "; the samples hold nothing to tell them apart"));
        }
        List<TensorStatistics> channels = input.channels();
        List<Integer> constant = new ArrayList<>();
        for (int c = 0; c < channels.size(); c++) {
            if (channels.get(c).min() == channels.get(c).max()) {
                constant.add(c);
            }
        }
        return constant.isEmpty()
                ? Optional.empty()
                : Optional.of(DataFinding.warning(
                        Code.CONSTANT_CHANNEL,
                        input.spec().name(),
                        "Channel " + constant.stream().map(String::valueOf).collect(Collectors.joining(", "))
                                + " has one value in all samples looked at ("
                                + number(channels.get(constant.get(0)).min())
                                + "); check the layout and the data"));
    }

    /** The grid that a quantized model's own file gives this input. */
    private Optional<RangeRule.Given> ownGrid(String modelName) {
        return own.map(p -> p.overrides().get(modelName))
                .map(LayerConfig::activations)
                .map(spec -> spec.rule())
                .filter(RangeRule.Given.class::isInstance)
                .map(RangeRule.Given.class::cast)
                .filter(g -> g.scales().size() == 1);
    }

    private Optional<DataFinding> grid(InputSummary input, String modelName) {
        return ownGrid(modelName).flatMap(g -> {
            double codes = Math.pow(2, g.bits());
            double scale = g.scales().get(0);
            double low = (-codes / 2 - g.zeroPoints().get(0)) * scale;
            double high = (codes / 2 - 1 - g.zeroPoints().get(0)) * scale;
            TensorStatistics all = input.all();
            double outside = all.shareBelow(low - scale / 2) + all.shareAbove(high + scale / 2);
            double used = (all.max() - all.min()) / (high - low);
            String own = "The model's file quantizes its input over " + number(low) + " to " + number(high);
            if (outside > BEYOND_GRID) {
                return Optional.of(DataFinding.warning(
                        Code.BEYOND_INPUT_GRID,
                        input.spec().name(),
                        String.format(
                                Locale.ROOT,
                                "%s, but the data reach from %s to %s and %.0f %% of their values lie outside; set scale, mean and std as in training",
                                own,
                                number(all.min()),
                                number(all.max()),
                                outside * 100)));
            }
            return used < UNUSED_GRID
                    ? Optional.of(DataFinding.warning(
                            Code.UNUSED_INPUT_GRID,
                            input.spec().name(),
                            String.format(
                                    Locale.ROOT,
                                    "%s, but the data reach only from %s to %s, %.1f %% of it; set scale, mean and std as in training",
                                    own,
                                    number(all.min()),
                                    number(all.max()),
                                    used * 100)))
                    : Optional.empty();
        });
    }

    private Optional<DataFinding> size(InputSummary input, String modelName) {
        OptionalDouble bias = model.biasOverWeights(modelName);
        double rms = input.rootMeanSquare();
        if (input.looksLikeBytes()) {
            boolean tooLarge = bias.isPresent() && bias.getAsDouble() < BIAS_WITHOUT_EFFECT * rms;
            String range = "The values are whole numbers from "
                    + number(input.all().min()) + " to " + number(input.all().max()) + ", bytes as they are stored";
            return Optional.of(
                    tooLarge
                            ? DataFinding.warning(
                                    Code.RAW_RANGE,
                                    input.spec().name(),
                                    range + ", and the first layer's biases are without effect beside them: it was made"
                                            + " for smaller ones; set scale (1/255 for 0 to 1), mean and std as in"
                                            + " training")
                            : DataFinding.info(
                                    Code.RAW_RANGE,
                                    input.spec().name(),
                                    range + "; if the model was trained on 0 to 1 or on normalized values, set scale,"
                                            + " mean and std"));
        }
        boolean unit = input.all().min() >= -1.01 && input.all().max() <= 1.01 && rms > 0;
        if (unit && bias.isPresent() && bias.getAsDouble() > BIAS_ALONE * rms) {
            return Optional.of(DataFinding.warning(
                    Code.SMALL_RANGE,
                    input.spec().name(),
                    "The values lie between " + number(input.all().min()) + " and "
                            + number(input.all().max())
                            + ", and what the first layer's weights make of them vanishes beside its biases: it was made"
                            + " for larger ones, perhaps bytes from 0 to 255; set scale, mean and std as in training"));
        }
        return Optional.empty();
    }

    /** Three digits, and no more than are needed. */
    static String number(double x) {
        if (x == Math.rint(x) && Math.abs(x) < 1e6) {
            return Long.toString((long) x);
        }
        return new BigDecimal(x).round(new MathContext(3)).stripTrailingZeros().toPlainString();
    }
}
