package dev.vernier.io;

import java.util.Locale;
import java.util.Objects;

/**
 * One thing worth knowing about how a model was read: what was changed, assumed or cannot run.
 *
 * @param layer the source model's name of the layer it is about; empty where it is about the whole model
 * @param sentence what a person reads
 */
public record ImportFinding(Code code, Severity severity, String layer, String sentence) {
    public ImportFinding {
        Objects.requireNonNull(code);
        Objects.requireNonNull(severity);
        Objects.requireNonNull(layer);
        Objects.requireNonNull(sentence);
    }

    /** How much it matters. */
    public enum Severity {
        /** The model means the same as before. */
        INFO,
        /** It runs, with an assumption that should be checked. */
        WARNING,
        /** Something in it cannot run. */
        ERROR
    }

    /** What kind of finding it is. */
    public enum Code {
        BATCH_NORM_FOLDED,
        SCALE_AND_SHIFT_FOLDED,
        ACTIVATION_FUSED,
        BIAS_FUSED,
        CONSTANTS_FOLDED,
        SHAPE_RESOLVED,
        NO_OPERATION_REMOVED,
        UNUSED_REMOVED,
        LAYER_NAMED,
        LAYER_RENAMED,
        BATCH_FREED,
        BATCH_FIXED,
        STORED_IN_OTHER_TYPE,
        OTHER_OPSET,
        STATE_FIXED,
        COMPOSITE_INLINED,
        OTHER_SIGNATURE,
        QUANTIZATION_FOUND,
        MASK_IGNORED,
        UNSUPPORTED_OPERATOR;

        /** As it is written in reports: {@code batch-norm-folded}. */
        public String id() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
