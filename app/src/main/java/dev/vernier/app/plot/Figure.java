package dev.vernier.app.plot;

import dev.vernier.app.theme.Appearance;
import dev.vernier.app.theme.Theme;
import javafx.geometry.VPos;
import javafx.scene.Scene;
import javafx.scene.SnapshotParameters;
import javafx.scene.canvas.Canvas;
import javafx.scene.image.WritableImage;
import javafx.scene.text.TextAlignment;

/**
 * A plot as a picture of its own: how large, and in which colours and text size. To be used on the window's thread.
 *
 * @param width in px at 100 %
 * @param height in px at 100 %
 */
public record Figure(CanvasPlot plot, double width, double height, PlotStyle style) {
    private static final double CAPTION_EM = 1.8;

    /** Just as the window shows it. */
    public static Figure asShown(CanvasPlot plot) {
        return new Figure(plot, Math.floor(plot.getWidth()), Math.floor(plot.getHeight()), plot.style());
    }

    /** In the colours of {@code theme}, with text {@code textScale} times the usual size. */
    public static Figure of(CanvasPlot plot, double width, double height, Theme theme, double textScale) {
        return new Figure(plot, width, height, Sheet.style(theme, textScale));
    }

    /** Finds out what a theme's style sheet says of plots. */
    private static final class Sheet extends CanvasPlot {
        static PlotStyle style(Theme theme, double textScale) {
            Sheet sheet = new Sheet();
            Scene scene = new Scene(sheet);
            scene.getStylesheets().setAll(Appearance.sheets(theme, textScale));
            sheet.applyCss();
            return sheet.style();
        }

        @Override
        protected void draw(Painter painter, double width, double height, PlotStyle style) {}
    }

    /** @param density pixels for one px: 2 for screens of high density and for print */
    public WritableImage toImage(double density) {
        Canvas canvas = new Canvas(Math.round(width * density), Math.round(height * density));
        canvas.getGraphicsContext2D().scale(density, density);
        paint(new CanvasPainter(canvas.getGraphicsContext2D()));
        SnapshotParameters parameters = new SnapshotParameters();
        parameters.setFill(style.ground());
        return canvas.snapshot(parameters, null);
    }

    /** An SVG document. */
    public String toSvg() {
        SvgPainter painter = new SvgPainter(width, height, style.ground());
        paint(painter);
        return painter.document();
    }

    private void paint(Painter painter) {
        String caption = plot.caption();
        double above = caption.isEmpty() ? 0 : Math.round(style.fontSize() * CAPTION_EM);
        if (above > 0) {
            painter.text(
                    caption,
                    4 * style.scale(),
                    above / 2,
                    TextAlignment.LEFT,
                    VPos.CENTER,
                    style.textFont(),
                    style.secondaryInk());
        }
        painter.lower(above, () -> {
            plot.draw(painter, width, height - above, style);
            plot.drawForPicture(painter, width, height - above, style);
        });
    }
}
