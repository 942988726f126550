package dev.vernier.app.numberline;

import dev.vernier.app.format.NumberText;
import dev.vernier.app.grid.NumberGrid;
import dev.vernier.app.plot.CanvasPlot;
import dev.vernier.app.plot.LinearScale;
import dev.vernier.app.plot.Painter;
import dev.vernier.app.plot.PlotNumbers;
import dev.vernier.app.plot.PlotStyle;
import java.util.Optional;
import javafx.scene.AccessibleRole;
import javafx.scene.Cursor;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;

/**
 * The real axis, a lens on it, and the formula. Dragging moves the number, on the axis or, finer, in the lens; the wheel zooms; arrow keys
 * move by a tenth of a step, with Shift by a step, Home and End go to the ends of the range.
 */
final class NumberLinePlot extends CanvasPlot {
    private static final double ZOOM = 1.0018;
    private static final double KEY_STEPS = 0.1;
    private static final int CSV_NEIGHBOURS = 8;
    private static final double LEAST_HEIGHT = 196;

    private final NumberLineModel model;
    /** What the axis shows; NaN for all of it. */
    private double viewLow = Double.NaN;

    private double viewHigh = Double.NaN;
    private LinearScale dragged;

    NumberLinePlot(NumberLineModel model) {
        this.model = model;
        setId("number-line");
        setFocusTraversable(true);
        setCursor(Cursor.H_RESIZE);
        setAccessibleRole(AccessibleRole.SLIDER);
        titleProperty().set("Number line");
        redrawOn(
                model.xProperty(),
                model.gridProperty(),
                model.dotsProperty(),
                model.captionProperty(),
                focusedProperty());
        model.gridProperty().addListener((o, was, is) -> {
            setAccessibleText(sentence());
            if (was == null || is == null || was.low() != is.low() || was.high() != is.high()) {
                showAll();
            }
        });
        model.xProperty().addListener((o, was, is) -> setAccessibleText(sentence()));
        setAccessibleText(sentence());
        setOnMousePressed(this::pressed);
        setOnMouseDragged(e -> {
            if (dragged != null) {
                model.xProperty().set(dragged.toValue(e.getX()));
            }
        });
        setOnMouseReleased(e -> dragged = null);
        setOnMouseClicked(e -> {
            if (e.getClickCount() == 2) {
                showAll();
            }
        });
        setOnScroll(this::scrolled);
        setOnKeyPressed(this::typed);
    }

    private void showAll() {
        viewLow = Double.NaN;
        viewHigh = Double.NaN;
        redraw();
    }

    private NumberLineFrame frame(double width, double height, PlotStyle style) {
        return NumberLineFrame.of(
                model.gridProperty().get(),
                model.xProperty().get(),
                model.dotsProperty().get(),
                viewLow,
                viewHigh,
                width,
                height,
                style.scale());
    }

    private void pressed(MouseEvent e) {
        requestFocus();
        if (model.gridProperty().get() == null || e.getButton() != MouseButton.PRIMARY) {
            return;
        }
        NumberLineFrame frame = frame(getWidth(), getHeight(), style());
        if (e.getX() > frame.right() + 8) {
            return;
        }
        dragged = e.getY() >= frame.lensTop() ? frame.lens() : frame.axis();
        model.xProperty().set(dragged.toValue(e.getX()));
    }

    private void scrolled(ScrollEvent e) {
        if (model.gridProperty().get() == null || e.getDeltaY() == 0) {
            return;
        }
        LinearScale axis = frame(getWidth(), getHeight(), style()).axis();
        double at = axis.toValue(e.getX());
        double factor = Math.pow(ZOOM, -e.getDeltaY());
        viewLow = at + (axis.from() - at) * factor;
        viewHigh = at + (axis.to() - at) * factor;
        redraw();
        e.consume();
    }

    private void typed(KeyEvent e) {
        NumberGrid grid = model.gridProperty().get();
        if (grid == null) {
            return;
        }
        double x = model.xProperty().get();
        double by = grid.step(x) * (e.isShiftDown() ? 1 : KEY_STEPS);
        if (e.getCode() == KeyCode.LEFT || e.getCode() == KeyCode.RIGHT) {
            model.xProperty().set(e.getCode() == KeyCode.LEFT ? x - by : x + by);
        } else if (e.getCode() == KeyCode.HOME || e.getCode() == KeyCode.END) {
            model.xProperty().set(e.getCode() == KeyCode.HOME ? grid.low() : grid.high());
        } else {
            return;
        }
        e.consume();
    }

    @Override
    protected void draw(Painter painter, double width, double height, PlotStyle style) {
        NumberGrid grid = model.gridProperty().get();
        if (grid != null) {
            NumberLineFrame frame = frame(width, height, style);
            new NumberLinePainter(painter, style, frame, grid, model.xProperty().get())
                    .paint(model.dotsProperty().get(), model.captionProperty().get());
            new FormulaPainter(painter, style, frame, grid, model.xProperty().get()).paint();
        }
    }

    @Override
    protected void drawHand(Painter painter, double width, double height, PlotStyle style) {
        drawFocus(painter, width, height, style);
    }

    /** The number and what becomes of it, in a sentence. */
    String sentence() {
        NumberGrid grid = model.gridProperty().get();
        if (grid == null) {
            return "Number line";
        }
        double x = model.xProperty().get();
        double y = grid.reconstructed(x);
        return NumberText.significant(x, 4) + " becomes code " + grid.code(grid.index(x)) + ", which is "
                + NumberText.significant(y, 4) + ", an error of " + NumberText.significant(y - x, 2)
                + (grid.isBeyond(x) ? ", beyond the range" : "");
    }

    /** The codes around the number. */
    @Override
    public Optional<PlotNumbers> numbers() {
        NumberGrid grid = model.gridProperty().get();
        if (grid == null) {
            return Optional.empty();
        }
        PlotNumbers.Table table = PlotNumbers.table("code", "bits", "value");
        int middle = grid.index(model.xProperty().get());
        for (int i = Math.max(grid.first(), middle - CSV_NEIGHBOURS);
                i <= Math.min(grid.last(), middle + CSV_NEIGHBOURS);
                i++) {
            table.row(grid.code(i).replace('\u2212', '-'), grid.bits(i), grid.value(i));
        }
        return Optional.of(table.done());
    }

    @Override
    protected double leastFigureHeight(PlotStyle figureStyle) {
        return LEAST_HEIGHT * figureStyle.scale();
    }

    @Override
    protected double computeMinHeight(double width) {
        return Math.round(LEAST_HEIGHT * style().scale());
    }

    @Override
    protected double computePrefHeight(double width) {
        return computeMinHeight(width);
    }
}
