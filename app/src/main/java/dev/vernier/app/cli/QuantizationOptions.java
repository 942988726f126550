package dev.vernier.app.cli;

import dev.vernier.engine.analyze.Improvement;
import dev.vernier.engine.spec.Preset;
import dev.vernier.engine.spec.TargetRuntime;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What every command takes that quantizes. */
final class QuantizationOptions {
    @Option(
            names = "--target",
            paramLabel = "RUNTIME",
            converter = TargetConverter.class,
            description = "Whose rules hold: onnxruntime, tflite or research (default: onnxruntime).")
    private TargetRuntime target;

    @Option(
            names = "--improve",
            paramLabel = "HOW",
            split = ",",
            converter = ImprovementConverter.class,
            description = "Give the plan cures, learned on the calibration samples: cle (cross-layer equalization),"
                    + " weight-clipping (least squared error), adaround (learned rounding), bias-correction; several with"
                    + " commas.")
    private List<Improvement> improve;

    Optional<TargetRuntime> target() {
        return Optional.ofNullable(target);
    }

    /** The cures asked for, in the order in which they are applied. */
    Set<Improvement> improvements() {
        return improve == null || improve.isEmpty() ? Set.of() : EnumSet.copyOf(improve);
    }

    /** {@code cle}, {@code weight-clipping}, {@code adaround}, {@code bias-correction}. */
    static final class ImprovementConverter implements ITypeConverter<Improvement> {
        @Override
        public Improvement convert(String label) {
            return Improvement.ofLabel(label)
                    .orElseThrow(() -> new TypeConversionException("There is no improvement '" + label + "'; there are "
                            + names(Arrays.stream(Improvement.values()).map(Improvement::label))));
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

    private static String names(Stream<String> labels) {
        return labels.collect(Collectors.joining(", "));
    }
}
