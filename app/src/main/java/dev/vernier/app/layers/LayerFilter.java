package dev.vernier.app.layers;

import dev.vernier.engine.spec.LayerConfig;
import dev.vernier.engine.spec.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is typed above the layer table, as a condition on rows. Words are all required.
 *
 * <p>A word is text that name or operation holds, a precision ({@code int8}, {@code precision:int8}, {@code weights:int4},
 * {@code activations:fp16}), a comparison ({@code error<30} in dB, {@code accumulated<20}, {@code bytes>10K}, {@code params>1M},
 * {@code macs>1M}) or {@code changed}.
 */
public final class LayerFilter implements Predicate<LayerRow> {
    private static final Pattern COMPARISON =
            Pattern.compile("(error|accumulated|bytes|params|macs)(<=|>=|<|>)([0-9.]+)([kmg]?)");
    private static final Pattern PRECISION =
            Pattern.compile("(?:(precision|weights|activations):)?([a-z]+[0-9]*(?:e[0-9]m[0-9])?)");

    private final List<Predicate<LayerRow>> words;

    private LayerFilter(List<Predicate<LayerRow>> words) {
        this.words = List.copyOf(words);
    }

    /** The condition that {@code text} states; an empty text lets every row through. */
    public static LayerFilter parse(String text) {
        List<Predicate<LayerRow>> words = new ArrayList<>();
        for (String word : text.toLowerCase(Locale.ROOT).strip().split("\\s+")) {
            if (!word.isEmpty()) {
                words.add(condition(word));
            }
        }
        return new LayerFilter(words);
    }

    private static Predicate<LayerRow> condition(String word) {
        if (word.equals("changed")) {
            return r -> r.differsProperty().get();
        }
        Matcher comparison = COMPARISON.matcher(word);
        if (comparison.matches()) {
            return comparison(comparison);
        }
        Matcher precision = PRECISION.matcher(word);
        if (precision.matches()) {
            var wanted = Precision.ofLabel(precision.group(2));
            if (wanted.isPresent()) {
                return hasPrecision(precision.group(1), wanted.get());
            }
        }
        return r -> r.name().toLowerCase(Locale.ROOT).contains(word)
                || r.operation().toLowerCase(Locale.ROOT).contains(word);
    }

    private static Predicate<LayerRow> hasPrecision(String side, Precision wanted) {
        return r -> {
            LayerConfig c = r.configProperty().get();
            boolean weights = r.hasChoice(TensorSide.WEIGHTS) && c.weights().precision() == wanted;
            boolean activations =
                    r.hasChoice(TensorSide.ACTIVATIONS) && c.activations().precision() == wanted;
            return "weights".equals(side) ? weights : "activations".equals(side) ? activations : weights || activations;
        };
    }

    private static Predicate<LayerRow> comparison(Matcher m) {
        ToDoubleFunction<LayerRow> number = number(m.group(1));
        String operator = m.group(2);
        double limit;
        try {
            limit = Double.parseDouble(m.group(3)) * factor(m.group(4));
        } catch (NumberFormatException half) {
            // still being typed
            return r -> true;
        }
        // a number that is not known satisfies no comparison: NaN compares false
        return r -> {
            double x = number.applyAsDouble(r);
            switch (operator) {
                case "<":
                    return x < limit;
                case "<=":
                    return x <= limit;
                case ">":
                    return x > limit;
                default:
                    return x >= limit;
            }
        };
    }

    private static ToDoubleFunction<LayerRow> number(String name) {
        switch (name) {
            case "error":
                return r -> r.localSqnrDbProperty().get();
            case "accumulated":
                return r -> r.accumulatedSqnrDbProperty().get();
            case "bytes":
                return r -> r.bytesProperty().get() < 0
                        ? Double.NaN
                        : r.bytesProperty().get();
            case "params":
                return LayerRow::parameters;
            default:
                return r -> r.macs().isPresent() ? r.macs().getAsLong() : Double.NaN;
        }
    }

    private static double factor(String suffix) {
        return suffix.isEmpty() ? 1 : Math.pow(1000, "kmg".indexOf(suffix) + 1.0);
    }

    @Override
    public boolean test(LayerRow row) {
        return words.stream().allMatch(w -> w.test(row));
    }
}
