package dev.vernier.app.distribution;

import dev.vernier.app.plot.LinearScale;
import javafx.scene.Cursor;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;

/**
 * Zoom and pan over the values: the wheel zooms at the pointer, a sideways wheel (or Shift with it) pans, dragging the ground pans, a
 * double click shows everything.
 */
final class PlotNavigation {
    private static final double ZOOM_PER_NOTCH = 1.25;
    private static final double PIXELS_PER_NOTCH = 40;

    private final HistogramPlot plot;
    private LinearScale pressed;
    private double pressedX;

    PlotNavigation(HistogramPlot plot) {
        this.plot = plot;
        plot.setOnScroll(this::scroll);
        plot.addEventHandler(MouseEvent.MOUSE_PRESSED, this::press);
        plot.addEventHandler(MouseEvent.MOUSE_DRAGGED, this::drag);
        plot.addEventHandler(MouseEvent.MOUSE_RELEASED, e -> {
            pressed = null;
            plot.setCursor(Cursor.DEFAULT);
        });
        plot.addEventHandler(MouseEvent.MOUSE_CLICKED, e -> {
            if (e.getTarget() == plot && e.getClickCount() == 2) {
                plot.showAll();
            }
        });
    }

    private void scroll(ScrollEvent e) {
        LinearScale s = plot.scale();
        double width = s.to() - s.from();
        if (e.getDeltaX() != 0 && Math.abs(e.getDeltaX()) >= Math.abs(e.getDeltaY())) {
            double by = -e.getDeltaX() * s.valuePerPixel();
            plot.show(s.from() + by, s.to() + by);
        } else if (e.getDeltaY() != 0) {
            double at = s.toValue(e.getX());
            double factor = Math.pow(ZOOM_PER_NOTCH, -e.getDeltaY() / PIXELS_PER_NOTCH);
            double share = (at - s.from()) / width;
            plot.show(at - width * factor * share, at + width * factor * (1 - share));
        }
        e.consume();
    }

    private void press(MouseEvent e) {
        if (e.getTarget() == plot && e.getButton() == MouseButton.PRIMARY) {
            pressed = plot.scale();
            pressedX = e.getX();
        }
    }

    private void drag(MouseEvent e) {
        if (pressed != null && plot.zoomedProperty().get()) {
            plot.setCursor(Cursor.CLOSED_HAND);
            double by = (pressedX - e.getX()) * pressed.valuePerPixel();
            plot.show(pressed.from() + by, pressed.to() + by);
        }
    }
}
