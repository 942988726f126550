package dev.vernier.app.preferences;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.vernier.app.theme.Theme;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What the window remembers. Immutable.
 *
 * @param theme null for the usual one
 * @param textScale 1 to 2
 * @param width of the window, in px; 0 for the usual one
 * @param recent newest first
 * @param drawer as it was left
 * @param columns of the layer table; null as long as nobody changed them
 * @param tourSeen whether the first start's tour was shown
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Preferences(
        Theme theme,
        double textScale,
        double width,
        double height,
        boolean maximized,
        List<Recent> recent,
        Drawer drawer,
        Columns columns,
        boolean tourSeen) {
    private static final int RECENT_KEPT = 10;

    /**
     * A model that was open, with its data.
     *
     * @param model a file
     * @param data a file or folder; null for a model without data
     * @param calibration null where the first samples of the data were used
     */
    public record Recent(String model, String data, String calibration) {
        public Recent {
            Objects.requireNonNull(model);
        }
    }

    /**
     * The drawer under the panes.
     *
     * @param open name of the open view's place; null while closed
     * @param height of the view, in px; 0 for the usual one
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Drawer(String open, double height) {
        static final Drawer CLOSED = new Drawer(null, 0);
    }

    /**
     * The layer table's columns, by their titles.
     *
     * @param order from left to right
     * @param hidden those that are not shown
     * @param sortedBy null for running order
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Columns(List<String> order, List<String> hidden, String sortedBy, boolean descending) {
        public Columns {
            order = order == null ? List.of() : List.copyOf(order);
            hidden = hidden == null ? List.of() : List.copyOf(hidden);
        }
    }

    public Preferences {
        theme = Optional.ofNullable(theme).orElse(Theme.LIGHT);
        textScale = textScale >= 1 && textScale <= 2 ? textScale : 1;
        recent = recent == null ? List.of() : List.copyOf(recent);
        drawer = Optional.ofNullable(drawer).orElse(Drawer.CLOSED);
    }

    /** Of a first start. */
    public static Preferences usual() {
        return new Preferences(Theme.LIGHT, 1, 0, 0, false, List.of(), Drawer.CLOSED, null, false);
    }

    /** With {@code opened} as the newest of the recent ones. */
    public Preferences withRecent(Recent opened) {
        List<Recent> all = new ArrayList<>(recent);
        all.removeIf(r -> r.model().equals(opened.model()));
        all.add(0, opened);
        return withRecent(all.subList(0, Math.min(RECENT_KEPT, all.size())));
    }

    public Preferences withRecent(List<Recent> all) {
        return new Preferences(theme, textScale, width, height, maximized, all, drawer, columns, tourSeen);
    }

    public Preferences withLook(Theme newTheme, double newTextScale) {
        return new Preferences(newTheme, newTextScale, width, height, maximized, recent, drawer, columns, tourSeen);
    }

    public Preferences withSize(double newWidth, double newHeight, boolean isMaximized) {
        return new Preferences(theme, textScale, newWidth, newHeight, isMaximized, recent, drawer, columns, tourSeen);
    }

    public Preferences withDrawer(Drawer left) {
        return new Preferences(theme, textScale, width, height, maximized, recent, left, columns, tourSeen);
    }

    public Preferences withColumns(Columns left) {
        return new Preferences(theme, textScale, width, height, maximized, recent, drawer, left, tourSeen);
    }

    public Preferences withTourSeen(boolean seen) {
        return new Preferences(theme, textScale, width, height, maximized, recent, drawer, columns, seen);
    }
}
