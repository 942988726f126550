package dev.vernier.engine.diagnose;

import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * One reason why a quantized network loses something. Immutable.
 *
 * @param layer the layer it is about, or the one that suffers most
 * @param others layers that have a part in it, such as those that read the tensor
 * @param tensor name of the value or the constant it is about; empty where it is about the layer
 * @param channels of the tensor, the worst first; empty where it is not about channels
 * @param title what is so, in a line
 * @param sentence why that hurts, with the numbers
 * @param evidence the numbers, the most telling first
 * @param profile a number for each channel of the tensor, for a small picture; empty where there is nothing to draw
 * @param noiseShare of all the noise that layers add, the share that arises where this is felt, 0 to 1
 * @param cures the most promising first; empty where there is nothing to do in the plan
 */
public record Finding(
        Kind kind,
        Severity severity,
        String layer,
        List<String> others,
        String tensor,
        List<Integer> channels,
        String title,
        String sentence,
        List<Evidence> evidence,
        List<Double> profile,
        double noiseShare,
        List<Cure> cures) {
    public Finding {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(severity);
        others = List.copyOf(others);
        channels = List.copyOf(channels);
        evidence = List.copyOf(evidence);
        profile = List.copyOf(profile);
        cures = List.copyOf(cures);
    }

    /** What kind of thing was found. */
    public enum Kind {
        /** Few channels of an activation reach much farther than the others, with which they share a scale. */
        OUTLIER_CHANNELS("outlier channels"),
        /** Weights share a scale with weights of another size. */
        UNEVEN_WEIGHTS("uneven weights"),
        /** Values of unlike ranges share the scale of a concat. */
        UNLIKE_JOINED("concat of unlike scales"),
        /** The clipping range cuts off too much. */
        CLIPPED("clipped values"),
        /** The clipping range is so wide that most codes are hardly used. */
        UNUSED_CODES("unused codes"),
        /** A kernel's prescribed grid does not suit the values. */
        PRESCRIBED_GRID("fixed output scale"),
        /** Too few bits for this layer. */
        COARSE("coarse precision"),
        /** Values at evaluation are not those of calibration. */
        RANGE_DRIFT("range far from calibration's"),
        /** A bias of which the accumulator's 32 bits leave nothing over. */
        BIAS_LIMIT("bias near the int32 limit"),
        /** Channels that are 0 throughout. */
        DEAD_CHANNELS("dead channels");

        private final String title;

        Kind(String title) {
            this.title = title;
        }

        /** As people write it. */
        public String title() {
            return title;
        }

        /** {@code outlier-channels}: as in reports. */
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** How much it costs, by the noise measured where it is felt. */
    public enum Severity {
        /** Good to know; nothing measurable is lost by it. */
        NOTE,
        /** Noise of 1 to 10 percent of the signal arises there. */
        WARNING,
        /** More than that. */
        SEVERE;

        /** {@code note}, {@code warning}, {@code severe}. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    Finding withCures(List<Cure> better) {
        return new Finding(
                kind,
                severity,
                layer,
                others,
                tensor,
                channels,
                title,
                sentence,
                evidence,
                profile,
                noiseShare,
                better);
    }

    /** Whether it is about {@code name}, or that layer has a part in it. */
    public boolean concerns(String name) {
        return layer.equals(name) || others.contains(name);
    }
}
