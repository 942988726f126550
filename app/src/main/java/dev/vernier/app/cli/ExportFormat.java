package dev.vernier.app.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What {@code vernier export} can be asked to write, by name and by the ending of a file. */
enum ExportFormat {
    ONNX("onnx", ".onnx"),
    TFLITE("tflite", ".tflite"),
    PLAN("plan", ".json");

    private final String label;
    private final String ending;

    ExportFormat(String label, String ending) {
        this.label = label;
        this.ending = ending;
    }

    String label() {
        return label;
    }

    /** Whether this version writes it. */
    boolean isAvailable() {
        return this != TFLITE;
    }

    static Optional<ExportFormat> ofEnding(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        return Arrays.stream(values()).filter(f -> name.endsWith(f.ending)).findFirst();
    }

    static String labels() {
        return Arrays.stream(values()).map(ExportFormat::label).collect(Collectors.joining(", "));
    }

    /** {@code onnx}, {@code tflite}, {@code plan}. */
    static final class Converter implements ITypeConverter<ExportFormat> {
        @Override
        public ExportFormat convert(String label) {
            return Arrays.stream(values())
                    .filter(f -> f.label.equals(label))
                    .findFirst()
                    .orElseThrow(() ->
                            new TypeConversionException("'" + label + "' is no format; choose one of " + labels()));
        }
    }
}
