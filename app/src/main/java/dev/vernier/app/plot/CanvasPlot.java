package dev.vernier.app.plot;

import dev.vernier.app.controls.LocalLayout;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableValue;
import javafx.css.CssMetaData;
import javafx.css.Styleable;
import javafx.css.StyleableProperty;
import javafx.css.StyleablePropertyFactory;
import javafx.scene.Node;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;

/**
 * A plot drawn on a canvas, at most once a frame, with colours and text size from the style sheet. One with a {@linkplain #titleProperty
 * title} can be copied and saved as a picture, one with {@linkplain #numbers numbers} as CSV: a right click offers it.
 *
 * <p>Style class {@code plot}; properties: those of {@link PlotColor} and {@code -plot-font-size}.
 */
public abstract class CanvasPlot extends Region {
    private static final StyleablePropertyFactory<CanvasPlot> FACTORY =
            new StyleablePropertyFactory<>(Region.getClassCssMetaData());

    private final Canvas canvas = new Canvas();
    private final StringProperty title = new SimpleStringProperty(this, "title", "");
    private final Map<PlotColor, StyleableProperty<Color>> colors = new EnumMap<>(PlotColor.class);
    private final StyleableProperty<Number> fontSize = redrawing(
            FACTORY.createStyleableNumberProperty(this, "-plot-font-size", "-plot-font-size", p -> p.fontSize, 11));
    private boolean stale = true;

    protected CanvasPlot() {
        for (PlotColor c : PlotColor.values()) {
            colors.put(
                    c,
                    redrawing(FACTORY.createStyleableColorProperty(
                            this, c.property(), c.property(), p -> p.colors.get(c), Color.GRAY)));
        }
        getStyleClass().add("plot");
        // many plots are as high as their text wants
        ((ObservableValue<?>) fontSize).addListener((o, was, is) -> requestLayout());
        canvas.setManaged(false);
        canvas.setMouseTransparent(true);
        getChildren().add(canvas);
        setOnContextMenuRequested(e -> {
            if (hasPicture()) {
                PlotActions.showMenu(this, e);
            }
        });
    }

    private <T> StyleableProperty<T> redrawing(StyleableProperty<T> property) {
        ((ObservableValue<?>) property).addListener((o, was, is) -> redraw());
        return property;
    }

    /** What it shows, in words: its name in menus and files; empty for what is not worth saving. */
    public final StringProperty titleProperty() {
        return title;
    }

    /** Whether there is something to copy or save. */
    public boolean hasPicture() {
        return !title.get().isEmpty();
    }

    /** What it shows at the moment, in numbers; empty for none. */
    public Optional<PlotNumbers> numbers() {
        return Optional.empty();
    }

    /** Asks for a drawing in the next frame. */
    protected final void redraw() {
        stale = true;
        // another drawing needs no other place
        LocalLayout.request(this, () -> setNeedsLayout(true), this::requestLayout);
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
            Painter painter = new CanvasPainter(g);
            draw(painter, w, h, style());
            drawHand(painter, w, h, style());
        }
    }

    /**
     * Draws everything that is worth keeping; the ground is empty. Also called for pictures, which may have another size and another
     * style than the window's: take both from the arguments, never from this node.
     */
    protected abstract void draw(Painter painter, double width, double height, PlotStyle style);

    /** Draws what only the screen has, on top: focus, what is under the pointer. */
    protected void drawHand(Painter painter, double width, double height, PlotStyle style) {}

    /** A frame around a plot that is worked by keys, while it has the focus; for {@link #drawHand}. */
    protected final void drawFocus(Painter painter, double width, double height, PlotStyle style) {
        if (isFocused()) {
            painter.strokeRectangle(1, 1, width - 2, height - 2, style.accent(), 1);
        }
    }

    /** Draws what only pictures have, on top: what on the screen is a node over the canvas. */
    protected void drawForPicture(Painter painter, double width, double height, PlotStyle style) {}

    /** A line above the picture that says what only the window around the plot says; empty for none. */
    protected String caption() {
        return "";
    }

    /** How high a figure must be for nothing to be missing in it, in px at 100 %; 0 where any height will do. */
    protected double leastFigureHeight(PlotStyle figureStyle) {
        return 0;
    }

    /** The style in the window. */
    protected final PlotStyle style() {
        Map<PlotColor, Color> now = new EnumMap<>(PlotColor.class);
        colors.forEach((c, p) -> now.put(c, p.getValue()));
        return new PlotStyle(now, fontSize.getValue().doubleValue());
    }

    @Override
    public List<CssMetaData<? extends Styleable, ?>> getCssMetaData() {
        return FACTORY.getCssMetaData();
    }

    /** The plots under {@code root} that can be saved, as they are found from top to bottom. */
    public static List<CanvasPlot> savable(Node root) {
        List<CanvasPlot> found = new ArrayList<>();
        root.lookupAll(".plot").forEach(n -> {
            if (n instanceof CanvasPlot && ((CanvasPlot) n).hasPicture() && isShown((CanvasPlot) n)) {
                found.add((CanvasPlot) n);
            }
        });
        return found;
    }

    private static boolean isShown(CanvasPlot plot) {
        Node n = plot;
        while (n != null && n.isVisible()) {
            n = n.getParent();
        }
        return n == null && plot.getWidth() > 0;
    }
}
