package dev.vernier.io.tflite;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What a file takes and answers in place of real numbers. */
public enum PortType {
    /** Real numbers; the file converts them where its first layers want codes. */
    FLOAT32,
    /** The codes themselves, signed. */
    INT8,
    /** The codes moved by 128, unsigned. */
    UINT8;

    /** {@code float32}, {@code int8}, {@code uint8}: as on the command line. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<PortType> ofLabel(String label) {
        return Stream.of(values()).filter(p -> p.label().equals(label)).findFirst();
    }
}
