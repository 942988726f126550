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
 * @param place of the window
 * @param recent newest first
 * @param lastProject the file of the project that was open at the end; null if none was
 * @param drawer as it was left
 * @param columns of the layer table; null as long as nobody changed them
 * @param tourSeen whether the first start's tour was shown
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Preferences(
        Theme theme,
        double textScale,
        WindowPlace place,
        List<Recent> recent,
        String lastProject,
        Drawer drawer,
        Columns columns,
        boolean tourSeen) {
    private static final int RECENT_KEPT = 10;

    /**
     * Where the window was, in px.
     *
     * @param width 0 for the usual one
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record WindowPlace(double x, double y, double width, double height, boolean maximized) {
        static final WindowPlace USUAL = new WindowPlace(0, 0, 0, 0, false);
    }

    /**
     * A project, or a model with its data, that was open.
     *
     * @param project a file; null for a model that belongs to none
     * @param model a file; of a project, the name of its model
     * @param data a file or folder; null for a model without data
     * @param calibration null where the first samples of the data were used
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Recent(String project, String model, String data, String calibration) {
        public Recent {
            Objects.requireNonNull(model);
        }

        /** A model that belongs to no project. */
        public static Recent ofModel(String model, String data, String calibration) {
            return new Recent(null, model, data, calibration);
        }

        public static Recent ofProject(String project, String modelName) {
            return new Recent(project, modelName, null, null);
        }

        private boolean isAbout(Recent other) {
            return Objects.equals(project, other.project) && (project != null || model.equals(other.model));
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
     * @param hidden those that are not shown; null where nobody chose, and as many are there as there is room for
     * @param sortedBy null for running order
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Columns(List<String> order, List<String> hidden, String sortedBy, boolean descending) {
        public Columns {
            order = order == null ? List.of() : List.copyOf(order);
            hidden = hidden == null ? null : List.copyOf(hidden);
        }
    }

    public Preferences {
        theme = Optional.ofNullable(theme).orElse(Theme.LIGHT);
        textScale = textScale >= 1 && textScale <= 2 ? textScale : 1;
        place = Optional.ofNullable(place).orElse(WindowPlace.USUAL);
        recent = recent == null ? List.of() : List.copyOf(recent);
        drawer = Optional.ofNullable(drawer).orElse(Drawer.CLOSED);
    }

    /** Of a first start. */
    public static Preferences usual() {
        return new Preferences(Theme.LIGHT, 1, WindowPlace.USUAL, List.of(), null, Drawer.CLOSED, null, false);
    }

    /** With {@code opened} as the newest of the recent ones. */
    public Preferences withRecent(Recent opened) {
        List<Recent> all = new ArrayList<>(recent);
        all.removeIf(opened::isAbout);
        all.add(0, opened);
        return withRecent(all.subList(0, Math.min(RECENT_KEPT, all.size())));
    }

    public Preferences withRecent(List<Recent> all) {
        return new Preferences(theme, textScale, place, all, lastProject, drawer, columns, tourSeen);
    }

    public Preferences withLook(Theme newTheme, double newTextScale) {
        return new Preferences(newTheme, newTextScale, place, recent, lastProject, drawer, columns, tourSeen);
    }

    public Preferences withPlace(WindowPlace left) {
        return new Preferences(theme, textScale, left, recent, lastProject, drawer, columns, tourSeen);
    }

    /** @param file null for none */
    public Preferences withLastProject(String file) {
        return new Preferences(theme, textScale, place, recent, file, drawer, columns, tourSeen);
    }

    public Preferences withDrawer(Drawer left) {
        return new Preferences(theme, textScale, place, recent, lastProject, left, columns, tourSeen);
    }

    public Preferences withColumns(Columns left) {
        return new Preferences(theme, textScale, place, recent, lastProject, drawer, left, tourSeen);
    }

    public Preferences withTourSeen(boolean seen) {
        return new Preferences(theme, textScale, place, recent, lastProject, drawer, columns, seen);
    }
}
