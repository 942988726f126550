package dev.vernier.app.cli;

import dev.vernier.engine.spec.Preset;
import dev.vernier.engine.spec.TargetRuntime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What every command takes that quantizes. */
final class QuantizationOptions {
    private static final List<String> IMPROVEMENTS = List.of("cle", "bias-correction", "adaround");

    @Option(
            names = "--target",
            paramLabel = "RUNTIME",
            converter = TargetConverter.class,
            description = "Whose rules hold: onnxruntime, tflite or research (default: onnxruntime).")
    private TargetRuntime target;

    @Option(names = "--improve", paramLabel = "HOW", split = ",", hidden = true)
    private List<String> improve;

    Optional<TargetRuntime> target() {
        return Optional.ofNullable(target);
    }

    /** Improvements have names, but none of them is there yet. */
    void check(CommonOptions common) {
        if (improve != null) {
            for (String name : improve) {
                if (!IMPROVEMENTS.contains(name)) {
                    throw common.wrong(
                            "There is no improvement '" + name + "'; there are " + String.join(", ", IMPROVEMENTS));
                }
            }
            throw common.wrong("--improve is not available in this version; leave it out");
        }
    }

    /** {@code onnxruntime}, {@code tflite}, {@code research}. */
    static final class TargetConverter implements ITypeConverter<TargetRuntime> {
        @Override
        public TargetRuntime convert(String label) {
            return TargetRuntime.ofLabel(label)
                    .orElseThrow(() -> new TypeConversionException("'" + label + "' is no target; choose one of "
                            + names(Arrays.stream(TargetRuntime.values()).map(TargetRuntime::label))));
        }
    }

    /** {@code fp32}, {@code int8}, …. */
    static final class PresetConverter implements ITypeConverter<Preset> {
        @Override
        public Preset convert(String label) {
            return Preset.ofLabel(label)
                    .orElseThrow(() -> new TypeConversionException("'" + label + "' is no preset; choose one of "
                            + names(Arrays.stream(Preset.values()).map(Preset::label))));
        }
    }

    private static String names(java.util.stream.Stream<String> labels) {
        return labels.collect(Collectors.joining(", "));
    }
}
