package dev.vernier.io.export;

import dev.vernier.engine.evaluate.TensorError;
import dev.vernier.engine.graph.LayerCosts;
import dev.vernier.engine.quantize.QuantizedLayer;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** One number of a layer, as node data and tables show it. */
public enum LayerNumber {
    SIZE("size", "size, bytes", false),
    PARAMETERS("parameters", "parameters", false),
    MACS("macs", "multiply-accumulates a sample", false),
    WEIGHT_SQNR("weights-sqnr", "SQNR of the weights, dB", true),
    OUTPUT_SQNR("output-sqnr", "SQNR of the output alone, dB", true),
    ACCUMULATED_SQNR("accumulated-sqnr", "SQNR with the whole plan in effect, dB", true);

    private final String label;
    private final String title;
    private final boolean higherIsBetter;

    LayerNumber(String label, String title, boolean higherIsBetter) {
        this.label = label;
        this.title = title;
        this.higherIsBetter = higherIsBetter;
    }

    /** As on the command line. */
    public String label() {
        return label;
    }

    /** What it is, with its unit. */
    public String title() {
        return title;
    }

    boolean higherIsBetter() {
        return higherIsBetter;
    }

    /** Whether the plan must be evaluated to know it. */
    public boolean needsEvaluation() {
        return this == ACCUMULATED_SQNR;
    }

    /** Empty where the layer has none; also for the infinite SQNR of equal tensors. */
    OptionalDouble of(QuantizedLayer layer, ConfigSource source) {
        switch (this) {
            case SIZE:
                return OptionalDouble.of(layer.sizeBytes());
            case PARAMETERS:
                return OptionalDouble.of(costs(layer, source).parameters());
            case MACS:
                var macs = costs(layer, source).macsPerSample();
                return macs.isPresent() ? OptionalDouble.of(macs.getAsLong()) : OptionalDouble.empty();
            case WEIGHT_SQNR:
                return sqnr(layer.weightError());
            case OUTPUT_SQNR:
                return sqnr(layer.outputError());
            default:
                return sqnr(Optional.ofNullable(
                        source.accumulated().get(layer.layer().name())));
        }
    }

    private static LayerCosts costs(QuantizedLayer layer, ConfigSource source) {
        return LayerCosts.of(source.model().source(), layer.layer());
    }

    private static OptionalDouble sqnr(Optional<TensorError> error) {
        return error.map(TensorError::sqnrDb)
                .filter(Double::isFinite)
                .map(OptionalDouble::of)
                .orElse(OptionalDouble.empty());
    }

    public static Optional<LayerNumber> ofLabel(String label) {
        return Arrays.stream(values()).filter(n -> n.label.equals(label)).findFirst();
    }

    /** All labels, separated by commas. */
    public static String labels() {
        return Arrays.stream(values()).map(LayerNumber::label).collect(Collectors.joining(", "));
    }
}
