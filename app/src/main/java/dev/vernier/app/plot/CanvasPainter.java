package dev.vernier.app.plot;

import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.image.Image;
import javafx.scene.paint.Color;
import javafx.scene.shape.StrokeLineCap;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;

/** Draws on a canvas: the window's, or one off the screen for a picture of pixels. */
public final class CanvasPainter implements Painter {
    private final GraphicsContext g;

    public CanvasPainter(GraphicsContext g) {
        this.g = g;
        g.setImageSmoothing(false);
        g.setLineCap(StrokeLineCap.BUTT);
    }

    private void stroke(Color stroke, double lineWidth, double... dashes) {
        g.setStroke(stroke);
        g.setLineWidth(lineWidth);
        g.setLineDashes(dashes);
    }

    @Override
    public void fillRectangle(double x, double y, double width, double height, Color fill) {
        g.setFill(fill);
        g.fillRect(x, y, width, height);
    }

    @Override
    public void strokeRectangle(double x, double y, double width, double height, Color stroke, double lineWidth) {
        stroke(stroke, lineWidth);
        g.strokeRect(x, y, width, height);
    }

    @Override
    public void fillRoundRectangle(double x, double y, double width, double height, double radius, Color fill) {
        g.setFill(fill);
        g.fillRoundRect(x, y, width, height, 2 * radius, 2 * radius);
    }

    @Override
    public void strokeRoundRectangle(
            double x, double y, double width, double height, double radius, Color stroke, double lineWidth) {
        stroke(stroke, lineWidth);
        g.strokeRoundRect(x, y, width, height, 2 * radius, 2 * radius);
    }

    @Override
    public void line(double x1, double y1, double x2, double y2, Color stroke, double lineWidth, double... dashes) {
        // upright and level lines are rectangles: the same pixels, many times cheaper without a graphics card
        if (dashes.length == 0 && x1 == x2) {
            fillRectangle(x1 - lineWidth / 2, Math.min(y1, y2), lineWidth, Math.abs(y2 - y1), stroke);
        } else if (dashes.length == 0 && y1 == y2) {
            fillRectangle(Math.min(x1, x2), y1 - lineWidth / 2, Math.abs(x2 - x1), lineWidth, stroke);
        } else {
            stroke(stroke, lineWidth, dashes);
            g.strokeLine(x1, y1, x2, y2);
        }
    }

    @Override
    public void polyline(double[] x, double[] y, Color stroke, double lineWidth, double... dashes) {
        stroke(stroke, lineWidth, dashes);
        g.strokePolyline(x, y, x.length);
    }

    @Override
    public void fillPolygon(double[] x, double[] y, Color fill) {
        g.setFill(fill);
        g.fillPolygon(x, y, x.length);
    }

    @Override
    public void curve(double[] x, double[] y, Color stroke, double lineWidth) {
        stroke(stroke, lineWidth);
        g.beginPath();
        g.moveTo(x[0], y[0]);
        g.bezierCurveTo(x[1], y[1], x[2], y[2], x[3], y[3]);
        g.stroke();
    }

    @Override
    public void disk(double centerX, double centerY, double radius, Color fill) {
        g.setFill(fill);
        g.fillOval(centerX - radius, centerY - radius, 2 * radius, 2 * radius);
    }

    @Override
    public void ring(double centerX, double centerY, double radius, Color stroke, double lineWidth) {
        stroke(stroke, lineWidth);
        g.strokeOval(centerX - radius, centerY - radius, 2 * radius, 2 * radius);
    }

    @Override
    public void text(String text, double x, double y, TextAlignment align, VPos origin, Font font, Color fill) {
        g.setFont(font);
        g.setFill(fill);
        g.setTextAlign(align);
        g.setTextBaseline(origin);
        g.fillText(text, x, y);
    }

    @Override
    public void hatch(Hatch hatch, double x, double y, double width, double height, double spacing, Color color) {
        boolean onPixels = spacing == Math.rint(spacing) && g.getTransform().isIdentity();
        if (onPixels && width > 0 && height > 0) {
            g.setFill(HatchTile.of(hatch, (int) spacing, color));
            g.fillRect(x, y, width, height);
        } else {
            Painter.super.hatch(hatch, x, y, width, height, spacing, color);
        }
    }

    @Override
    public void pixels(Image image, double x, double y, double width, double height) {
        g.drawImage(image, x, y, width, height);
    }

    @Override
    public void within(double x, double y, double width, double height, Runnable drawing) {
        g.save();
        g.beginPath();
        g.rect(x, y, width, height);
        g.clip();
        drawing.run();
        g.restore();
    }

    @Override
    public void lower(double dy, Runnable drawing) {
        g.save();
        g.translate(0, dy);
        drawing.run();
        g.restore();
    }
}
