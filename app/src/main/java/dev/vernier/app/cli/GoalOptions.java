package dev.vernier.app.cli;

import dev.vernier.engine.search.Cost;
import dev.vernier.engine.search.PrecisionChoice;
import dev.vernier.engine.search.SearchGoal;
import dev.vernier.engine.search.SearchOptions;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What is searched for, among what, and for how long. */
final class GoalOptions {
    private static final double DEFAULT_DROP = 1;

    @Option(
            names = "--max-drop",
            paramLabel = "POINTS",
            description = "Find the smallest model at most so many points below the float model (default: 1.0).")
    private Double maxDrop;

    @Option(
            names = "--max-size",
            paramLabel = "SIZE",
            converter = AmountConverter.class,
            description = "Find instead the best model of at most this size, as 180k or 2.5m bytes.")
    private Long maxSize;

    @Option(
            names = "--max-bops",
            paramLabel = "N",
            converter = AmountConverter.class,
            description = "Find instead the best model of at most so many bit operations a sample, as 1.3g.")
    private Long maxBops;

    @Option(
            names = "--minimize",
            paramLabel = "WHAT",
            converter = CostConverter.class,
            description =
                    "What --max-drop makes small: size (of the file) or bops (bit operations: multiply-accumulates"
                            + " × bits of weights × bits of activations; default: size).")
    private Cost minimize;

    @Option(
            names = "--choices",
            paramLabel = "NAME",
            split = ",",
            converter = ChoiceConverter.class,
            description =
                    "What each layer may get: presets, or pairs of bits such as w4a8 (default: int8,int4, and wider"
                            + " ones where these are not enough).")
    private List<PrecisionChoice> choices = List.of();

    @Option(names = "--budget", paramLabel = "SECONDS", description = "Search for so long at most (default: 240).")
    private Double budget;

    void check(CommonOptions common) {
        int limits = (maxDrop != null ? 1 : 0) + (maxSize != null ? 1 : 0) + (maxBops != null ? 1 : 0);
        if (limits > 1) {
            throw common.wrong("--max-drop, --max-size and --max-bops exclude each other; give one of them");
        }
        if (minimize != null && limits == 1 && maxDrop == null) {
            throw common.wrong("--minimize goes with --max-drop; leave it out");
        }
        if (maxDrop != null && !Double.isFinite(maxDrop)) {
            throw common.wrong("--max-drop is " + maxDrop + "; give a number of points");
        }
        if (budget != null && !(budget > 0 && budget <= Integer.MAX_VALUE)) {
            throw common.wrong("--budget is " + budget + "; give a number of seconds above 0");
        }
    }

    SearchGoal goal() {
        if (maxSize != null) {
            return SearchGoal.best(Cost.SIZE, maxSize);
        }
        if (maxBops != null) {
            return SearchGoal.best(Cost.BOPS, maxBops);
        }
        return SearchGoal.cheapest(minimize == null ? Cost.SIZE : minimize, maxDrop == null ? DEFAULT_DROP : maxDrop);
    }

    /** Empty: the default. */
    List<PrecisionChoice> choices() {
        return choices;
    }

    Duration budget() {
        return budget == null ? SearchOptions.DEFAULT_BUDGET : Duration.ofMillis((long) (budget * 1000));
    }

    /** {@code 180k}, {@code 1.3g}, {@code 181200}: in steps of 1,000. */
    static final class AmountConverter implements ITypeConverter<Long> {
        private static final Pattern WRITTEN = Pattern.compile("([0-9]{1,15}(?:\\.[0-9]{1,9})?)([kmgt]?)b?");

        @Override
        public Long convert(String text) {
            Matcher m = WRITTEN.matcher(text.toLowerCase(Locale.ROOT));
            if (!m.matches()) {
                throw new TypeConversionException("'" + text + "' is no amount; write 180k, 2.5m or 181200");
            }
            int thousands = m.group(2).isEmpty() ? 0 : 1 + "kmgt".indexOf(m.group(2));
            BigDecimal amount = new BigDecimal(m.group(1)).scaleByPowerOfTen(3 * thousands);
            if (amount.signum() == 0 || amount.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
                throw new TypeConversionException("'" + text + "' is out of range; write 180k, 2.5m or 181200");
            }
            return amount.longValue();
        }
    }

    /** {@code size}, {@code bops}. */
    static final class CostConverter implements ITypeConverter<Cost> {
        @Override
        public Cost convert(String label) {
            return Cost.ofLabel(label)
                    .orElseThrow(() -> new TypeConversionException(
                            "'" + label + "' cannot be made small; choose one of size, bops"));
        }
    }

    /** {@code int8}, {@code w4a8}, …. */
    static final class ChoiceConverter implements ITypeConverter<PrecisionChoice> {
        @Override
        public PrecisionChoice convert(String label) {
            return PrecisionChoice.ofLabel(label)
                    .orElseThrow(() -> new TypeConversionException("'" + label
                            + "' is no choice; give a preset, or bits of weights and activations such as w4a8"));
        }
    }
}
