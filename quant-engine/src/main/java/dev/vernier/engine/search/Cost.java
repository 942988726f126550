package dev.vernier.engine.search;

import dev.vernier.engine.quantize.QuantizedModel;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What a search makes small. */
public enum Cost {
    /** Bytes of the file that the plan's target runs: {@link QuantizedModel#sizeBytes()}. */
    SIZE {
        @Override
        public long of(QuantizedModel model) {
            return model.sizeBytes();
        }
    },
    /** Bit operations for one sample: {@link BitOperations}. */
    BOPS {
        @Override
        public long of(QuantizedModel model) {
            return BitOperations.of(model);
        }
    };

    /** In its unit, which is bytes or bit operations. */
    public abstract long of(QuantizedModel model);

    /** {@code size}, {@code bops}: as on the command line. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Cost> ofLabel(String label) {
        return Stream.of(values()).filter(c -> c.label().equals(label)).findFirst();
    }
}
