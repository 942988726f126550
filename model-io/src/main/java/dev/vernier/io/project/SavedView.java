package dev.vernier.io.project;

import java.util.Optional;

/**
 * What was looked at when a project was saved. Names that a later program does not know are for it to pass over. Immutable.
 *
 * @param layer name of the selected layer; empty for none
 * @param distribution which of its values: {@code weights}, {@code activations}, …; empty for the usual ones
 * @param byChannel one channel at a time instead of the whole tensor
 * @param drawer the open view of the drawer; empty while closed
 * @param metric the metric that was chosen to matter most; empty for the usual one
 */
public record SavedView(
        Optional<String> layer,
        Optional<String> distribution,
        boolean byChannel,
        Optional<String> drawer,
        Optional<String> metric) {
    /** Nothing in particular. */
    public static final SavedView NONE =
            new SavedView(Optional.empty(), Optional.empty(), false, Optional.empty(), Optional.empty());
}
