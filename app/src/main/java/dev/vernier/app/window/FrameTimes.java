package dev.vernier.app.window;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javafx.animation.AnimationTimer;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.input.MouseEvent;

/**
 * Says on standard error, where the system property {@code vernier.frames} is {@code true}, where the handle of the upper clipping limit is
 * on the screen, and after each drag of the mouse how far apart its frames were: what {@code benchmarks/drag-frames} reads.
 */
final class FrameTimes extends AnimationTimer {
    private static final long WITHIN_NANOS = 20_000_000;
    private static final long TELL_EVERY_NANOS = 1_000_000_000;
    private static final int LONGEST_TOLD = 5;

    private final Scene scene;
    private final List<Frame> frames = new ArrayList<>();
    private boolean dragging;
    private long began;
    private long last;
    private long told;

    /**
     * @param nanos since the frame before
     * @param into nanoseconds since the drag began
     */
    private record Frame(long nanos, long into) {}

    private FrameTimes(Scene scene) {
        this.scene = scene;
    }

    static void tellOf(Scene scene) {
        if (Boolean.getBoolean("vernier.frames")) {
            FrameTimes times = new FrameTimes(scene);
            scene.addEventFilter(MouseEvent.MOUSE_PRESSED, e -> times.begin());
            scene.addEventFilter(MouseEvent.MOUSE_RELEASED, e -> times.end());
            times.start();
        }
    }

    private void begin() {
        dragging = true;
        began = System.nanoTime();
        last = 0;
        frames.clear();
    }

    @Override
    public void handle(long pulse) {
        long now = System.nanoTime();
        if (dragging) {
            if (last != 0) {
                frames.add(new Frame(now - last, now - began));
            }
            last = now;
        } else if (now - told > TELL_EVERY_NANOS) {
            told = now;
            Node handle = scene.lookup("#clip-high");
            if (handle != null && handle.isVisible()) {
                Bounds at = handle.localToScreen(handle.getBoundsInLocal());
                System.err.printf(Locale.ROOT, "handle at %.0f %.0f%n", at.getCenterX(), at.getCenterY());
            }
        }
    }

    private void end() {
        dragging = false;
        if (frames.isEmpty()) {
            return;
        }
        frames.sort(Comparator.comparingLong(Frame::nanos));
        int n = frames.size();
        long within = frames.stream().filter(f -> f.nanos() <= WITHIN_NANOS).count();
        System.err.printf(
                Locale.ROOT,
                "%d frames: median %.1f ms, 95th of 100 %.1f ms, longest %.1f ms; %.1f %% within 20 ms; longest at%s%n",
                n,
                frames.get(n / 2).nanos() / 1e6,
                frames.get(Math.min(n - 1, n * 95 / 100)).nanos() / 1e6,
                frames.get(n - 1).nanos() / 1e6,
                100.0 * within / n,
                frames.subList(Math.max(0, n - LONGEST_TOLD), n).stream()
                        .sorted(Comparator.comparingLong(Frame::into))
                        .map(f -> String.format(Locale.ROOT, " %.2f s (%.0f ms)", f.into() / 1e9, f.nanos() / 1e6))
                        .collect(Collectors.joining(",")));
    }
}
