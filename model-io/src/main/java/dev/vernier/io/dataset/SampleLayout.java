package dev.vernier.io.dataset;

import dev.vernier.engine.graph.Shape;
import java.util.Locale;
import java.util.Optional;

/** What the axes of one sample mean, outermost first: height, width, channels; or time and channels (features). */
public enum SampleLayout {
    HW,
    HWC,
    CHW,
    TC,
    CT;

    /** {@link #channelAxis()} of a layout without channels. */
    public static final int NO_CHANNELS = -1;

    /** {@code HW}, {@code NHWC}, {@code NCHW}, {@code NTC}, …: with or without the batch axis N in front. */
    public static Optional<SampleLayout> ofLabel(String label) {
        String upper = label.toUpperCase(Locale.ROOT);
        String sample = upper.startsWith("N") ? upper.substring(1) : upper;
        for (SampleLayout layout : values()) {
            if (layout.name().equals(sample)) {
                return Optional.of(layout);
            }
        }
        return Optional.empty();
    }

    /** The layout that the shape of one sample suggests: 1, 3 or 4 channels at one end of three axes. */
    public static Optional<SampleLayout> guess(Shape sample) {
        if (sample.rank() == 2) {
            return Optional.of(HW);
        }
        if (sample.rank() != 3) {
            return Optional.empty();
        }
        if (isChannelCount(sample.dim(2))) {
            return Optional.of(HWC);
        }
        return isChannelCount(sample.dim(0)) ? Optional.of(CHW) : Optional.empty();
    }

    private static boolean isChannelCount(long dim) {
        return dim == 1 || dim == 3 || dim == 4;
    }

    /** As a descriptor writes it, with the batch axis: {@code NHWC}. */
    public String label() {
        return this == HW ? "HW" : "N" + name();
    }

    public int rank() {
        return name().length();
    }

    /** The axis of a sample that channels run along. */
    public int channelAxis() {
        return name().indexOf('C');
    }

    /** Number of channels of a sample of this layout. */
    public long channels(Shape sample) {
        return channelAxis() == NO_CHANNELS ? 1 : sample.dim(channelAxis());
    }
}
