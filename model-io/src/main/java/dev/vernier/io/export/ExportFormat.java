package dev.vernier.io.export;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Everything that can be exported, by the name that the command line knows it under. */
public enum ExportFormat {
    ONNX("onnx", ".onnx", Kind.MODEL, "ONNX model", "for ONNX Runtime, weights inside"),
    TFLITE("tflite", ".tflite", Kind.MODEL, "TensorFlow Lite model", "for TensorFlow Lite, weights inside"),
    PLAN("plan", ".json", Kind.PLAN, "Vernier plan", "opens again in Vernier; reads well in a diff"),
    ORT_OVERRIDES(
            "ort-overrides",
            ".json",
            Kind.CONFIG,
            "ONNX Runtime tensor overrides",
            "TensorQuantOverrides and nodes_to_exclude for onnxruntime.quantization"),
    AEQ_RECIPE("aeq-recipe", ".json", Kind.CONFIG, "AI Edge Quantizer recipe", "for ai-edge-quantizer"),
    AEQ_CALIBRATION(
            "aeq-calibration",
            ".json",
            Kind.CONFIG,
            "AI Edge Quantizer calibration",
            "minimum and maximum of each tensor, for ai-edge-quantizer"),
    AIMET_0_6_1("aimet-0.6.1", ".encodings", Kind.CONFIG, "AIMET encodings 0.6.1", "for AIMET and Qualcomm tools"),
    AIMET_1_0_0("aimet-1.0.0", ".encodings", Kind.CONFIG, "AIMET encodings 1.0.0", "for AIMET and Qualcomm tools"),
    AIMET_2_0_0("aimet-2.0.0", ".encodings", Kind.CONFIG, "AIMET encodings 2.0.0", "for AIMET and Qualcomm tools"),
    PYTORCH("pytorch", ".py", Kind.CONFIG, "PyTorch QConfigMapping", "a Python file for torch.ao.quantization"),
    NNCF("nncf", ".py", Kind.CONFIG, "NNCF ignored scope", "a Python file for nncf.quantize"),
    TFLITE_DENY_LIST(
            "tflite-denylist",
            ".py",
            Kind.CONFIG,
            "TensorFlow Lite deny list",
            "a Python file for the converter's quantization debugger"),
    MODEL_EXPLORER("model-explorer", ".json", Kind.NUMBERS, "Model Explorer node data", "one number for each layer"),
    CSV("csv", ".csv", Kind.NUMBERS, "CSV of layers", "a row for each layer, for spreadsheets and scripts");

    /** What is written. */
    public enum Kind {
        /** A model that a runtime runs. */
        MODEL,
        /** The plan alone; it needs no calibration. */
        PLAN,
        /** What another tool needs to quantize the same way. */
        CONFIG,
        /** What was computed and measured of each layer. */
        NUMBERS
    }

    private final String label;
    private final String ending;
    private final Kind kind;
    private final String title;
    private final String purpose;

    ExportFormat(String label, String ending, Kind kind, String title, String purpose) {
        this.label = label;
        this.ending = ending;
        this.kind = kind;
        this.title = title;
        this.purpose = purpose;
    }

    /** {@code onnx}, {@code aimet-2.0.0}, …: as on the command line. */
    public String label() {
        return label;
    }

    /** What its files end in, with the dot. */
    public String ending() {
        return ending;
    }

    public Kind kind() {
        return kind;
    }

    /** As people call it. */
    public String title() {
        return title;
    }

    /** What it is for, in a few words. */
    public String purpose() {
        return purpose;
    }

    public static Optional<ExportFormat> ofLabel(String label) {
        return Arrays.stream(values()).filter(f -> f.label.equals(label)).findFirst();
    }

    /** The format that a file's ending means where no other is named: of several with one ending the first. */
    public static Optional<ExportFormat> ofEnding(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        return List.of(ONNX, TFLITE, PLAN, CSV).stream()
                .filter(f -> name.endsWith(f.ending))
                .findFirst();
    }

    /** All labels, separated by commas. */
    public static String labels() {
        return Arrays.stream(values()).map(ExportFormat::label).collect(Collectors.joining(", "));
    }
}
