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
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Preferences(
        Theme theme, double textScale, double width, double height, boolean maximized, List<Recent> recent) {
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

    public Preferences {
        theme = Optional.ofNullable(theme).orElse(Theme.LIGHT);
        textScale = textScale >= 1 && textScale <= 2 ? textScale : 1;
        recent = recent == null ? List.of() : List.copyOf(recent);
    }

    /** Of a first start. */
    public static Preferences usual() {
        return new Preferences(Theme.LIGHT, 1, 0, 0, false, List.of());
    }

    /** With {@code opened} as the newest of the recent ones. */
    public Preferences withRecent(Recent opened) {
        List<Recent> all = new ArrayList<>(recent);
        all.removeIf(r -> r.model().equals(opened.model()));
        all.add(0, opened);
        return withRecent(all.subList(0, Math.min(RECENT_KEPT, all.size())));
    }

    public Preferences withRecent(List<Recent> all) {
        return new Preferences(theme, textScale, width, height, maximized, all);
    }

    public Preferences withLook(Theme newTheme, double newTextScale) {
        return new Preferences(newTheme, newTextScale, width, height, maximized, recent);
    }

    public Preferences withSize(double newWidth, double newHeight, boolean isMaximized) {
        return new Preferences(theme, textScale, newWidth, newHeight, isMaximized, recent);
    }
}
