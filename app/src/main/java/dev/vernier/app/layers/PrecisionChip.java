package dev.vernier.app.layers;

import dev.vernier.app.format.SpecText;
import dev.vernier.app.plot.PlotColor;
import dev.vernier.engine.spec.Precision;
import dev.vernier.engine.spec.QuantSpec;
import java.util.Locale;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;

/**
 * A number format as a small label: its colour, always with its name.
 *
 * <p>Style classes {@code chip}, {@code chip-swatch} and a colour class {@code p-fp32 p-fp16 p-int16 p-int8 p-int4} on the swatch.
 */
public final class PrecisionChip extends Label {
    private final Region swatch = new Region();

    public PrecisionChip() {
        getStyleClass().setAll("chip");
        setGraphic(swatch);
    }

    public void show(QuantSpec spec) {
        setText(SpecText.chip(spec));
        String color = colorClass(spec.precision());
        // styles are looked up anew for a changed list, also where it holds what it held
        if (!swatch.getStyleClass().contains(color)) {
            swatch.getStyleClass().setAll("chip-swatch", color);
        }
    }

    /** The style class with the colour of {@code precision}; the same everywhere it is shown. */
    public static String colorClass(Precision precision) {
        return "p-" + PlotColor.of(precision).name().toLowerCase(Locale.ROOT);
    }
}
