package dev.vernier.app.distribution;

import dev.vernier.app.plot.PlotArea;
import java.math.BigDecimal;
import java.math.RoundingMode;
import javafx.application.Platform;
import javafx.geometry.Point2D;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;

/**
 * What mouse and keys do to the two handles.
 *
 * <p>Of several movements of the mouse before a frame the last one counts. The distance between pointer and line is kept while dragging,
 * so that nothing jumps on the press. Left and right move by one bar, with Shift by ten; Home and End go to the lowest and highest value
 * the end may have, which are the data's limits or 0; Delete or a double click goes back to the rule. The range always holds 0, and a
 * symmetric one moves both ends.
 */
final class ClipGestures {
    private static final int LARGE_STEP = 10;

    private final HistogramPlot plot;
    private final ClipHandle lowHandle;
    private final Runnable beforeFrame = this::follow;
    private Scene scene;
    private double grabOffset;
    private boolean moving;
    /** Where the mouse has dragged the grabbed handle since the last frame; null for nowhere. */
    private Runnable pending;

    ClipGestures(HistogramPlot plot, ClipHandle lowHandle, ClipHandle highHandle) {
        this.plot = plot;
        this.lowHandle = lowHandle;
        for (ClipHandle handle : new ClipHandle[] {lowHandle, highHandle}) {
            handle.setOnMousePressed(e -> press(handle, e));
            handle.setOnMouseDragged(e -> drag(handle, e));
            handle.setOnMouseReleased(e -> release(handle, e));
            handle.setOnMouseClicked(e -> {
                if (e.getClickCount() == 2 && plot.clipListener() != null) {
                    plot.clipListener().reset();
                }
                e.consume();
            });
            handle.setOnKeyPressed(e -> key(handle, e));
            handle.setOnKeyReleased(e -> settle());
            handle.focusedProperty().addListener((o, was, is) -> settle());
        }
    }

    private double plotX(MouseEvent e) {
        Point2D p = plot.sceneToLocal(e.getSceneX(), e.getSceneY());
        return p.getX();
    }

    private double valueOf(ClipHandle handle) {
        return handle == lowHandle
                ? plot.lowProperty().get()
                : plot.highProperty().get();
    }

    private void press(ClipHandle handle, MouseEvent e) {
        if (e.getButton() == MouseButton.PRIMARY) {
            handle.requestFocus();
            PlotArea a = plot.area();
            double at = Math.max(a.left(), Math.min(a.right(), plot.scale().toPixel(valueOf(handle))));
            grabOffset = plotX(e) - at;
            handle.setDragging(true);
            stopFollowing();
            scene = plot.getScene();
            scene.addPreLayoutPulseListener(beforeFrame);
        }
        e.consume();
    }

    private void drag(ClipHandle handle, MouseEvent e) {
        if (e.getButton() == MouseButton.PRIMARY) {
            PlotArea a = plot.area();
            double px = Math.max(a.left(), Math.min(a.right(), plotX(e) - grabOffset));
            pending = () -> move(handle, readable(plot.scale().toValue(px)));
            Platform.requestNextPulse();
        }
        e.consume();
    }

    private void follow() {
        Runnable last = pending;
        pending = null;
        if (last != null) {
            last.run();
        }
    }

    private void stopFollowing() {
        follow();
        if (scene != null) {
            scene.removePreLayoutPulseListener(beforeFrame);
            scene = null;
        }
    }

    private void release(ClipHandle handle, MouseEvent e) {
        handle.setDragging(false);
        stopFollowing();
        settle();
        e.consume();
    }

    private void key(ClipHandle handle, KeyEvent e) {
        double step = plot.barWidth() * (e.isShiftDown() ? LARGE_STEP : 1);
        HistogramPicture p = plot.pictureProperty().get();
        if (p == null || e.isShortcutDown() || e.isAltDown()) {
            return;
        }
        boolean isLow = handle == lowHandle;
        KeyCode code = e.getCode();
        if (code == KeyCode.LEFT) {
            move(handle, valueOf(handle) - step);
        } else if (code == KeyCode.RIGHT) {
            move(handle, valueOf(handle) + step);
        } else if (code == KeyCode.HOME) {
            move(handle, isLow ? p.statistics().min() : 0);
        } else if (code == KeyCode.END) {
            move(handle, isLow ? 0 : p.statistics().max());
        } else if (code == KeyCode.DELETE || code == KeyCode.BACK_SPACE) {
            if (plot.clipListener() != null) {
                plot.clipListener().reset();
            }
        } else {
            return;
        }
        e.consume();
    }

    /** A number with no more digits than a pixel can tell apart. */
    private double readable(double value) {
        double pixel = plot.scale().valuePerPixel();
        int decimals = (int) Math.ceil(-Math.log10(pixel));
        return new BigDecimal(value).setScale(decimals, RoundingMode.HALF_EVEN).doubleValue();
    }

    private void move(ClipHandle handle, double value) {
        HistogramPicture p = plot.pictureProperty().get();
        if (p == null || !p.adjustable()) {
            return;
        }
        boolean isLow = handle == lowHandle;
        plot.setGesture(true);
        double v = isLow ? Math.min(0, value) : Math.max(0, value);
        if (isLow || p.symmetric()) {
            plot.lowProperty().set(isLow ? v : -v);
        }
        if (!isLow || p.symmetric()) {
            plot.highProperty().set(isLow ? -v : v);
        }
        plot.setGesture(false);
        moving = true;
        if (plot.clipListener() != null) {
            plot.clipListener()
                    .moving(plot.lowProperty().get(), plot.highProperty().get());
        }
    }

    private void settle() {
        if (moving) {
            moving = false;
            if (plot.clipListener() != null) {
                plot.clipListener()
                        .moved(plot.lowProperty().get(), plot.highProperty().get());
            }
        }
    }
}
