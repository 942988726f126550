package dev.vernier.io.dataset;

import java.util.Optional;

/**
 * What is done to the pixels of a decoded picture.
 *
 * @param resize size to scale to, before cropping
 * @param centerCrop size of the middle part that is kept
 */
public record ImageSteps(Optional<Resize> resize, Optional<Size> centerCrop) {
    /** Pixels as they are decoded. */
    public static final ImageSteps NONE = new ImageSteps(Optional.empty(), Optional.empty());

    /** In pixels. */
    public record Size(int height, int width) {}

    /**
     * Scales to exactly {@code height × width}, or, where {@code width} is {@link #KEEP_ASPECT}, the shorter side to {@code height} and the
     * longer one in proportion, rounded down (as torchvision does).
     */
    public record Resize(int height, int width) {
        /** As a width: the shorter side is given, the longer one follows. */
        public static final int KEEP_ASPECT = -1;

        Size of(int pictureHeight, int pictureWidth) {
            if (width != KEEP_ASPECT) {
                return new Size(height, width);
            }
            int shorter = Math.min(pictureHeight, pictureWidth);
            return new Size(inProportion(pictureHeight, shorter), inProportion(pictureWidth, shorter));
        }

        private int inProportion(int side, int shorter) {
            return (int) Math.min(Integer.MAX_VALUE, (long) height * side / shorter);
        }
    }

    /** Whether nothing is done. */
    public boolean isNone() {
        return resize.isEmpty() && centerCrop.isEmpty();
    }
}
