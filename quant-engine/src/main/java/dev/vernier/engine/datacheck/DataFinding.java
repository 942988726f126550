package dev.vernier.engine.datacheck;

import java.util.Locale;
import java.util.Objects;

/**
 * One thing worth knowing about data before their numbers are believed.
 *
 * @param input the model's or the data set's name of the input it is about; empty where it is about labels or all of them
 * @param sentence what a person reads: what is so, and what to do
 */
public record DataFinding(Code code, Severity severity, String input, String sentence) {
    public DataFinding {
        Objects.requireNonNull(code);
        Objects.requireNonNull(severity);
        Objects.requireNonNull(input);
        Objects.requireNonNull(sentence);
    }

    /** How much it matters. */
    public enum Severity {
        /** Good to know. */
        INFO,
        /** The results are likely to be wrong. */
        WARNING;

        /** As it is written in reports: {@code warning}. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What kind of finding it is. */
    public enum Code {
        RAW_RANGE,
        SMALL_RANGE,
        BEYOND_INPUT_GRID,
        UNUSED_INPUT_GRID,
        CONSTANT_CHANNEL,
        CONSTANT_INPUT,
        NOT_FINITE,
        TOKEN_BEYOND_VOCABULARY,
        LABEL_BEYOND_CLASSES,
        LABELS_FROM_ONE,
        ONE_CLASS,
        CALIBRATION_CLASSES,
        CALIBRATION_DIFFERS,
        LAYOUT_DOUBTFUL,
        LAYOUT_TURNED,
        FLATTENED,
        CHANNEL_ORDER,
        NEAR_CHANCE;

        /** As it is written in reports: {@code raw-range}. */
        public String id() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    static DataFinding info(Code code, String input, String sentence) {
        return new DataFinding(code, Severity.INFO, input, sentence);
    }

    static DataFinding warning(Code code, String input, String sentence) {
        return new DataFinding(code, Severity.WARNING, input, sentence);
    }

    public boolean isWarning() {
        return severity == Severity.WARNING;
    }
}
