package dev.vernier.app.theme;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import javafx.application.Application;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.Scene;
import javafx.scene.text.Font;

/**
 * The theme and text scale in force, applied to a scene and to every popup that opens from it.
 *
 * <p>Sizes in the style sheet are in {@code em} of one base size, so the scale changes that size alone.
 */
public final class Appearance {
    /** Text size at 100 %, in px. */
    public static final double BASE_FONT_SIZE = 13;

    public static final double MIN_TEXT_SCALE = 1.0;
    public static final double MAX_TEXT_SCALE = 2.0;

    private static final List<String> FONTS = List.of(
            "Inter-Regular.otf",
            "Inter-Medium.otf",
            "Inter-SemiBold.otf",
            "JetBrainsMono-Regular.ttf",
            "JetBrainsMono-Medium.ttf");

    private final ObjectProperty<Theme> theme = new SimpleObjectProperty<>(Theme.LIGHT);
    private final DoubleProperty textScale = new SimpleDoubleProperty(1.0);

    /** Makes the bundled fonts known to the toolkit; doing it again changes nothing. */
    public static void loadFonts() {
        for (String file : FONTS) {
            try (InputStream in = Appearance.class.getResourceAsStream("fonts/" + file)) {
                Font.loadFont(in, BASE_FONT_SIZE);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Dresses {@code scene} and keeps it dressed as theme and scale change. */
    public void dress(Scene scene) {
        loadFonts();
        theme.addListener((o, was, is) -> apply(scene));
        textScale.addListener((o, was, is) -> apply(scene));
        apply(scene);
    }

    private void apply(Scene scene) {
        Application.setUserAgentStylesheet(
                theme.get().isDark()
                        ? new PrimerDark().getUserAgentStylesheet()
                        : new PrimerLight().getUserAgentStylesheet());
        scene.getStylesheets().setAll(sheets(theme.get(), textScale.get()));
    }

    /** The style sheets of a scene in {@code theme} at {@code textScale}, 1 for 100 %. */
    public static List<String> sheets(Theme theme, double textScale) {
        return List.of(
                theme.tokensUrl(),
                Appearance.class.getResource("vernier.css").toExternalForm(),
                Appearance.class.getResource("drawer.css").toExternalForm(),
                baseSizeSheet(textScale));
    }

    /** A style sheet, not an inline style of the root, because popups take over the sheets of the window they open from. */
    private static String baseSizeSheet(double scale) {
        String css = String.format(Locale.ROOT, ".root { -fx-font-size: %.2fpx; }", BASE_FONT_SIZE * scale);
        return "data:text/css;base64," + Base64.getEncoder().encodeToString(css.getBytes(StandardCharsets.UTF_8));
    }

    public ObjectProperty<Theme> themeProperty() {
        return theme;
    }

    /** 1 to 2. */
    public DoubleProperty textScaleProperty() {
        return textScale;
    }

    /** Text a step larger or smaller, within the limits. */
    public void stepTextScale(double by) {
        double next = Math.round((textScale.get() + by) * 100) / 100.0;
        textScale.set(Math.max(MIN_TEXT_SCALE, Math.min(MAX_TEXT_SCALE, next)));
    }
}
