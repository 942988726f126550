package dev.vernier.engine.spec;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Whose rules a plan is checked against and simulated by. */
public enum TargetRuntime {
    ONNXRUNTIME("ONNX Runtime"),
    TFLITE("TensorFlow Lite"),
    /** No runtime: every combination that has a meaning is allowed. */
    RESEARCH("Research");

    private final String title;

    TargetRuntime(String title) {
        this.title = title;
    }

    /** As people write it. */
    public String title() {
        return title;
    }

    /** {@code onnxruntime}, {@code tflite}, {@code research}: as on the command line and in plans. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<TargetRuntime> ofLabel(String label) {
        return Stream.of(values()).filter(p -> p.label().equals(label)).findFirst();
    }
}
