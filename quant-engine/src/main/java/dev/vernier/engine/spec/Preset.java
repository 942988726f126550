package dev.vernier.engine.spec;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The pairs of weight and activation precision that have a name in the field. */
public enum Preset {
    FP32(QuantSpec.FLOAT, QuantSpec.FLOAT, "everything in float32"),
    FP16(QuantSpec.ofFloat(Precision.FP16), QuantSpec.ofFloat(Precision.FP16), "weights and activations in float16"),
    BF16(QuantSpec.ofFloat(Precision.BF16), QuantSpec.ofFloat(Precision.BF16), "weights and activations in bfloat16"),
    DYNAMIC(
            QuantSpec.weights(Precision.INT8),
            QuantSpec.dynamicActivations(),
            "int8 weights; activations to int8 at run time, range per sample"),
    INT8(
            QuantSpec.weights(Precision.INT8),
            QuantSpec.activations(Precision.INT8),
            "int8 weights per channel, int8 activations with calibrated ranges"),
    INT16X8(
            QuantSpec.weights(Precision.INT8),
            QuantSpec.activations(Precision.INT16),
            "int8 weights per channel, int16 activations"),
    W8(QuantSpec.weights(Precision.INT8), QuantSpec.FLOAT, "int8 weights, float activations"),
    W4(QuantSpec.weights(Precision.INT4), QuantSpec.FLOAT, "int4 weights, float activations"),
    W4G32(
            QuantSpec.weights(Precision.INT4).withGranularity(new Granularity.PerBlock(32)),
            QuantSpec.FLOAT,
            "int4 weights with a scale for each 32 of them, float activations"),
    INT4(QuantSpec.weights(Precision.INT4), QuantSpec.activations(Precision.INT8), "int4 weights, int8 activations"),
    FP8_E4M3(
            QuantSpec.weights(Precision.FP8_E4M3),
            QuantSpec.activations(Precision.FP8_E4M3),
            "8-bit floats with 3 mantissa bits: weights per channel, activations with calibrated ranges"),
    FP8_E5M2(
            QuantSpec.weights(Precision.FP8_E5M2),
            QuantSpec.activations(Precision.FP8_E5M2),
            "8-bit floats with 2 mantissa bits: weights per channel, activations with calibrated ranges"),
    TERNARY(QuantSpec.weights(Precision.TERNARY), QuantSpec.FLOAT, "weights -1, 0, +1 times a scale per channel"),
    BINARY(QuantSpec.weights(Precision.BINARY), QuantSpec.FLOAT, "weights -1, +1 times a scale per channel");

    private final LayerConfig config;
    private final String description;

    Preset(QuantSpec weights, QuantSpec activations, String description) {
        this.config = new LayerConfig(weights, activations);
        this.description = description;
    }

    /** What every layer gets. */
    public LayerConfig config() {
        return config;
    }

    public String description() {
        return description;
    }

    /** {@code int8}, {@code int16x8}, …: as on the command line and in plans. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace("_", "");
    }

    public static Optional<Preset> ofLabel(String label) {
        return Stream.of(values()).filter(p -> p.label().equals(label)).findFirst();
    }
}
