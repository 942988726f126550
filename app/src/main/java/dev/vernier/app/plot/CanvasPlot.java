package dev.vernier.app.plot;

import java.util.List;
import java.util.function.Function;
import javafx.beans.value.ObservableValue;
import javafx.css.CssMetaData;
import javafx.css.Styleable;
import javafx.css.StyleableProperty;
import javafx.css.StyleablePropertyFactory;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;

/**
 * A plot drawn on a canvas, at most once a frame, with colours and text size from the style sheet.
 *
 * <p>Style class {@code plot}; properties {@code -plot-ink -plot-ink-2 -plot-ground -plot-hairline -plot-accent -plot-faint -plot-clip
 * -plot-clip-ground -plot-clip-hatch -plot-good} (colours) and {@code -plot-font-size}.
 */
public abstract class CanvasPlot extends Region {
    private static final StyleablePropertyFactory<CanvasPlot> FACTORY =
            new StyleablePropertyFactory<>(Region.getClassCssMetaData());

    private final Canvas canvas = new Canvas();
    private boolean stale = true;

    private final StyleableProperty<Color> ink = color("-plot-ink", p -> p.ink);
    private final StyleableProperty<Color> secondaryInk = color("-plot-ink-2", p -> p.secondaryInk);
    private final StyleableProperty<Color> ground = color("-plot-ground", p -> p.ground);
    private final StyleableProperty<Color> hairline = color("-plot-hairline", p -> p.hairline);
    private final StyleableProperty<Color> accent = color("-plot-accent", p -> p.accent);
    private final StyleableProperty<Color> faint = color("-plot-faint", p -> p.faint);
    private final StyleableProperty<Color> clip = color("-plot-clip", p -> p.clip);
    private final StyleableProperty<Color> clipGround = color("-plot-clip-ground", p -> p.clipGround);
    private final StyleableProperty<Color> clipHatch = color("-plot-clip-hatch", p -> p.clipHatch);
    private final StyleableProperty<Color> good = color("-plot-good", p -> p.good);
    private final StyleableProperty<Number> fontSize = redrawing(
            FACTORY.createStyleableNumberProperty(this, "-plot-font-size", "-plot-font-size", p -> p.fontSize, 11));

    protected CanvasPlot() {
        getStyleClass().add("plot");
        canvas.setManaged(false);
        canvas.setMouseTransparent(true);
        getChildren().add(canvas);
    }

    private StyleableProperty<Color> color(String property, Function<CanvasPlot, StyleableProperty<Color>> of) {
        return redrawing(FACTORY.createStyleableColorProperty(this, property, property, of, Color.GRAY));
    }

    private <T> StyleableProperty<T> redrawing(StyleableProperty<T> property) {
        ((ObservableValue<?>) property).addListener((o, was, is) -> redraw());
        return property;
    }

    /** Asks for a drawing in the next frame. */
    protected final void redraw() {
        stale = true;
        requestLayout();
    }

    /** Redraws whenever one of {@code values} changes. */
    protected final void redrawOn(ObservableValue<?>... values) {
        for (ObservableValue<?> v : values) {
            v.addListener((o, was, is) -> redraw());
        }
    }

    @Override
    protected void layoutChildren() {
        double w = Math.floor(getWidth());
        double h = Math.floor(getHeight());
        if (canvas.getWidth() != w || canvas.getHeight() != h) {
            canvas.setWidth(w);
            canvas.setHeight(h);
            stale = true;
        }
        if (stale && w > 0 && h > 0) {
            stale = false;
            GraphicsContext g = canvas.getGraphicsContext2D();
            g.clearRect(0, 0, w, h);
            draw(g, w, h, style());
        }
    }

    /** Draws everything; the canvas is empty. */
    protected abstract void draw(GraphicsContext g, double width, double height, PlotStyle style);

    protected final PlotStyle style() {
        return new PlotStyle(
                ink.getValue(),
                secondaryInk.getValue(),
                ground.getValue(),
                hairline.getValue(),
                accent.getValue(),
                faint.getValue(),
                clip.getValue(),
                clipGround.getValue(),
                clipHatch.getValue(),
                good.getValue(),
                fontSize.getValue().doubleValue());
    }

    @Override
    public List<CssMetaData<? extends Styleable, ?>> getCssMetaData() {
        return FACTORY.getCssMetaData();
    }
}
