package dev.vernier.app.numberline;

import dev.vernier.app.grid.NumberGrid;
import dev.vernier.engine.spec.Precision;
import java.util.List;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/** What the number line shows. Properties only. */
final class NumberLineModel {
    /** The formats there are to look at. */
    static final List<Precision> FORMATS = List.of(
            Precision.BINARY,
            Precision.TERNARY,
            Precision.INT2,
            Precision.INT4,
            Precision.INT8,
            Precision.INT16,
            Precision.FP8_E4M3,
            Precision.FP8_E5M2,
            Precision.FP16,
            Precision.BF16);

    private final DoubleProperty x = new SimpleDoubleProperty(this, "x", 0.314);
    private final ObjectProperty<Precision> format = new SimpleObjectProperty<>(this, "format", Precision.INT8);
    private final ObjectProperty<NumberSource> source =
            new SimpleObjectProperty<>(this, "source", NumberSource.WEIGHTS);
    private final DoubleProperty scale = new SimpleDoubleProperty(this, "scale", 0.01);
    private final DoubleProperty zeroPoint = new SimpleDoubleProperty(this, "zeroPoint", 0);
    private final ObjectProperty<NumberGrid> grid = new SimpleObjectProperty<>(this, "grid");
    private final ObjectProperty<float[]> dots = new SimpleObjectProperty<>(this, "dots", new float[0]);
    private final StringProperty caption = new SimpleStringProperty(this, "caption", "");

    /** The number looked at. */
    DoubleProperty xProperty() {
        return x;
    }

    ObjectProperty<Precision> formatProperty() {
        return format;
    }

    ObjectProperty<NumberSource> sourceProperty() {
        return source;
    }

    /** Of the grid, where it has one. */
    DoubleProperty scaleProperty() {
        return scale;
    }

    /** Of the grid, a whole number. */
    DoubleProperty zeroPointProperty() {
        return zeroPoint;
    }

    /** What {@link #xProperty()} is put on; null before the first. */
    ObjectProperty<NumberGrid> gridProperty() {
        return grid;
    }

    /** Some of the values that the grid is for. */
    ObjectProperty<float[]> dotsProperty() {
        return dots;
    }

    /** Whose grid it is: {@code conv2 weights, channel 0 of 16}. */
    StringProperty captionProperty() {
        return caption;
    }
}
