package dev.vernier.app.layererror;

import dev.vernier.app.format.NumberText;
import dev.vernier.app.plot.CanvasPlot;
import dev.vernier.app.plot.LinearScale;
import dev.vernier.app.plot.NiceTicks;
import dev.vernier.app.plot.Painter;
import dev.vernier.app.plot.PlotArea;
import dev.vernier.app.plot.PlotNumbers;
import dev.vernier.app.plot.PlotStyle;
import dev.vernier.engine.spec.ClipRange;
import java.util.Optional;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.geometry.VPos;
import javafx.scene.AccessibleRole;
import javafx.scene.image.PixelWriter;
import javafx.scene.image.WritableImage;
import javafx.scene.paint.Color;
import javafx.scene.text.TextAlignment;

/** Float values against quantized ones, or against their difference: the denser the darker (on dark the brighter), by log10 of the count. */
final class DensityPlot extends CanvasPlot {
    private static final double LEAST_HEIGHT = 180;
    private static final double TWO_STAGES_AT = 0.6;
    private static final double LABELS_APART = 80;

    private final ObjectProperty<ErrorPicture> picture = new SimpleObjectProperty<>(this, "picture");
    private double pointerX = Double.NaN;
    private double pointerY = Double.NaN;

    DensityPlot() {
        getStyleClass().add("density-plot");
        setId("error-density");
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        setAccessibleText("Float against quantized values");
        redrawOn(picture);
        setOnMouseMoved(e -> pointAt(e.getX(), e.getY()));
        setOnMouseExited(e -> pointAt(Double.NaN, Double.NaN));
    }

    private void pointAt(double x, double y) {
        pointerX = x;
        pointerY = y;
        redraw();
    }

    ObjectProperty<ErrorPicture> pictureProperty() {
        return picture;
    }

    private static PlotArea area(double width, double height, PlotStyle style) {
        return PlotArea.inside(width, height, style.scale(), 58, 10, 16, 38);
    }

    @Override
    protected void draw(Painter g, double width, double height, PlotStyle style) {
        ErrorPicture p = picture.get();
        if (p == null) {
            return;
        }
        DensityGrid d = p.density();
        PlotArea a = area(width, height, style);
        LinearScale x = new LinearScale(d.fromX(), d.toX(), a.left(), a.right());
        LinearScale y = new LinearScale(d.fromY(), d.toY(), a.bottom(), a.top());
        axes(g, style, a, x, y, p.residual());
        g.within(a.left(), a.top(), a.width(), a.height(), () -> {
            reference(g, style, a, x, y, p);
            g.pixels(image(d, style), a.left(), a.top(), a.width(), a.height());
            p.range().ifPresent(r -> limits(g, style, a, x, r));
        });
    }

    private static void axes(Painter g, PlotStyle style, PlotArea a, LinearScale x, LinearScale y, boolean residual) {
        NiceTicks ticks =
                NiceTicks.between(y.from(), y.to(), (int) (a.height() / (LABELS_APART * 0.6 * style.scale())));
        for (double tick : ticks.values()) {
            style.horizontalLine(g, y.toPixel(tick), a.left(), a.right(), style.hairline());
            g.text(
                    ticks.label(tick),
                    a.left() - 6 * style.scale(),
                    y.toPixel(tick),
                    TextAlignment.RIGHT,
                    VPos.CENTER,
                    style.numberFont(),
                    style.secondaryInk());
        }
        style.horizontalLine(g, a.bottom(), a.left(), a.right(), style.secondaryInk());
        NiceTicks across = NiceTicks.between(x.from(), x.to(), (int) (a.width() / (LABELS_APART * style.scale())));
        for (double tick : across.values()) {
            style.verticalLine(g, x.toPixel(tick), a.bottom(), a.bottom() + 4 * style.scale(), style.secondaryInk());
            g.text(
                    across.label(tick),
                    x.toPixel(tick),
                    a.bottom() + 6 * style.scale(),
                    TextAlignment.CENTER,
                    VPos.TOP,
                    style.numberFont(),
                    style.secondaryInk());
        }
        g.text(
                "float value → " + (residual ? "quantized − float" : "quantized value"),
                (a.left() + a.right()) / 2,
                a.bottom() + 36 * style.scale(),
                TextAlignment.CENTER,
                VPos.BOTTOM,
                style.textFont(),
                style.secondaryInk());
    }

    /** What no error at all would look like, and of differences half a step to either side. */
    private static void reference(
            Painter g, PlotStyle style, PlotArea a, LinearScale x, LinearScale y, ErrorPicture p) {
        if (!p.residual()) {
            g.line(
                    x.toPixel(x.from()),
                    y.toPixel(x.from()),
                    x.toPixel(x.to()),
                    y.toPixel(x.to()),
                    style.secondaryInk(),
                    1,
                    4,
                    4);
            return;
        }
        style.horizontalLine(g, y.toPixel(0), a.left(), a.right(), style.secondaryInk());
        if (p.step() > 0) {
            for (double half : new double[] {-p.step() / 2, p.step() / 2}) {
                double py = PlotStyle.crisp(y.toPixel(half));
                g.line(a.left(), py, a.right(), py, style.secondaryInk(), 1, 4, 4);
            }
        }
    }

    private static void limits(Painter g, PlotStyle style, PlotArea a, LinearScale x, ClipRange range) {
        for (double limit : new double[] {range.low(), range.high()}) {
            style.verticalLine(g, x.toPixel(limit), a.top(), a.bottom(), style.clip());
        }
    }

    private static WritableImage image(DensityGrid d, PlotStyle style) {
        WritableImage image = new WritableImage(d.columns(), d.rows());
        PixelWriter pixels = image.getPixelWriter();
        double top = Math.log1p(d.largest());
        for (int row = 0; row < d.rows(); row++) {
            for (int column = 0; column < d.columns(); column++) {
                int count = d.count(column, row);
                if (count > 0) {
                    pixels.setColor(column, row, color(Math.log1p(count) / top, style));
                }
            }
        }
        return image;
    }

    private static Color color(double share, PlotStyle style) {
        return share < TWO_STAGES_AT
                ? style.faint().interpolate(style.accent(), share / TWO_STAGES_AT)
                : style.accent().interpolate(style.ink(), (share - TWO_STAGES_AT) / (1 - TWO_STAGES_AT));
    }

    @Override
    protected void drawHand(Painter g, double width, double height, PlotStyle style) {
        ErrorPicture p = picture.get();
        PlotArea a = area(width, height, style);
        if (p == null || !a.contains(pointerX, pointerY)) {
            return;
        }
        DensityGrid d = p.density();
        int column = (int) Math.min(d.columns() - 1.0, (pointerX - a.left()) / a.width() * d.columns());
        int row = (int) Math.min(d.rows() - 1.0, (pointerY - a.top()) / a.height() * d.rows());
        String words = "float " + NumberText.significant(d.x(column), 3)
                + (p.residual() ? "   difference " : "   quantized ")
                + NumberText.significant(d.y(row), 3) + "   " + NumberText.exactCount(d.count(column, row)) + " values";
        style.readOut(g, a, pointerX, words);
    }

    @Override
    public boolean hasPicture() {
        return super.hasPicture() && picture.get() != null;
    }

    @Override
    public Optional<PlotNumbers> numbers() {
        if (picture.get() == null) {
            return Optional.empty();
        }
        DensityGrid d = picture.get().density();
        PlotNumbers.Table table = PlotNumbers.table(
                "float value", picture.get().residual() ? "quantized minus float" : "quantized value", "values");
        for (int row = 0; row < d.rows(); row++) {
            for (int column = 0; column < d.columns(); column++) {
                if (d.count(column, row) > 0) {
                    table.row(d.x(column), d.y(row), d.count(column, row));
                }
            }
        }
        return Optional.of(table.done());
    }

    @Override
    protected double computeMinHeight(double width) {
        return Math.round(LEAST_HEIGHT * style().scale());
    }

    @Override
    protected double computePrefHeight(double width) {
        return 280;
    }
}
