package dev.vernier.engine.search;

import dev.vernier.engine.spec.LayerConfig;
import dev.vernier.engine.spec.Precision;
import dev.vernier.engine.spec.Preset;
import dev.vernier.engine.spec.QuantSpec;
import dev.vernier.engine.spec.RangeRule;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A precision that a layer may get.
 *
 * @param label {@code int8}, {@code w4a8}, …
 */
public record PrecisionChoice(String label, LayerConfig config) {
    private static final Pattern PAIR = Pattern.compile("w([1-9]\\d?)a([1-9]\\d?)");
    private static final int HALF = 16;
    private static final int FLOAT = 32;

    public static PrecisionChoice of(Preset preset) {
        return new PrecisionChoice(preset.label(), preset.config());
    }

    /**
     * A preset's label, or a pair of bits such as {@code w4a8}: 2 to 8 bits are integers, 32 is float32, 16 is float16 for weights, and for
     * activations int16 beside integer weights, else float16.
     */
    public static Optional<PrecisionChoice> ofLabel(String label) {
        Optional<PrecisionChoice> preset = Preset.ofLabel(label).map(PrecisionChoice::of);
        Matcher pair = PAIR.matcher(label);
        if (preset.isPresent() || !pair.matches()) {
            return preset;
        }
        Optional<Precision> weights = precision(Integer.parseInt(pair.group(1)), Precision.FP16);
        Precision half = weights.filter(Precision::isInteger).isPresent() ? Precision.INT16 : Precision.FP16;
        Optional<Precision> activations = precision(Integer.parseInt(pair.group(2)), half);
        return weights.flatMap(w -> activations.map(
                a -> new PrecisionChoice(label, new LayerConfig(QuantSpec.weights(w), QuantSpec.activations(a)))));
    }

    private static Optional<Precision> precision(int bits, Precision ofHalf) {
        return bits == FLOAT
                ? Optional.of(Precision.FP32)
                : bits == HALF ? Optional.of(ofHalf) : Precision.ofLabel("int" + bits);
    }

    /**
     * The choice itself and, where weights have so few bits that clipping their range can gain more than it loses, the same with the range of
     * least squared error.
     */
    List<PrecisionChoice> variants() {
        QuantSpec weights = config.weights();
        boolean clippable = weights.precision().isInteger()
                && weights.precision().bits() < 8
                && weights.rule().equals(RangeRule.MIN_MAX);
        return clippable
                ? List.of(
                        this,
                        new PrecisionChoice(
                                label + " clipped",
                                config.withWeights(weights.withRule(RangeRule.LEAST_SQUARED_ERROR))))
                : List.of(this);
    }

    /** Larger for what keeps more: bits of weights first, then of activations; floats above integers. */
    int width() {
        return 1000 * widthOf(config.weights()) + widthOf(config.activations());
    }

    static int widthOf(QuantSpec spec) {
        return 2 * spec.precision().bits() + (spec.precision().isFloat() ? 1 : 0);
    }
}
