package dev.vernier.app.distribution;

import dev.vernier.app.project.WorkbenchModel;
import javafx.animation.AnimationTimer;
import javafx.animation.PauseTransition;
import javafx.application.Platform;
import javafx.beans.value.ChangeListener;
import javafx.event.EventHandler;
import javafx.scene.Scene;
import javafx.scene.input.InputEvent;
import javafx.util.Duration;

/**
 * Moves the upper clipping limit and puts it back before each of some frames in which nobody does anything, so that the first handle that
 * somebody drags finds its code compiled. Nothing of it is seen: frames are drawn as they were. It begins once a final result is shown and
 * there are handles, waits whenever somebody acts, and ends for good after some frames.
 */
public final class DragRehearsal {
    private static final int FRAMES = 150;
    private static final Duration QUIET = Duration.millis(300);

    /** Of the window's thread, for each frame. */
    private static final long NANOS_A_FRAME = 3_000_000;

    private final Scene scene;
    private final HistogramPlot plot;
    private final WorkbenchModel workbench;
    private final PauseTransition quiet = new PauseTransition(QUIET);
    private final EventHandler<InputEvent> acting = e -> waitForQuiet();
    private final ChangeListener<Object> changing = (o, was, is) -> waitForQuiet();
    private final AnimationTimer frames = new AnimationTimer() {
        @Override
        public void handle(long now) {
            rehearse();
        }
    };
    private int rehearsed;
    /** Whether a limit is being moved here. */
    private boolean moving;

    private DragRehearsal(Scene scene, HistogramPlot plot, WorkbenchModel workbench) {
        this.scene = scene;
        this.plot = plot;
        this.workbench = workbench;
        quiet.setOnFinished(e -> frames.start());
        scene.addEventFilter(InputEvent.ANY, acting);
        plot.pictureProperty().addListener(changing);
        workbench.resultProperty().addListener(changing);
    }

    /**
     * Rehearses in {@code scene}, which holds a histogram, when there is time; not where a screen reader would tell of it.
     *
     * @param workbench what the scene shows
     */
    public static DragRehearsal in(Scene scene, WorkbenchModel workbench) {
        DragRehearsal rehearsal = new DragRehearsal(scene, (HistogramPlot) scene.lookup("#histogram"), workbench);
        if (Platform.isAccessibilityActive()) {
            rehearsal.end();
        }
        return rehearsal;
    }

    private void waitForQuiet() {
        // what is heard of a rehearsal's own changes is nobody acting
        if (!moving) {
            frames.stop();
            quiet.playFromStart();
        }
    }

    private void rehearse() {
        if (!plot.isAdjustable() || workbench.evaluatingProperty().get()) {
            // whoever changes that begins anew
            frames.stop();
            return;
        }
        moving = true;
        long start = System.nanoTime();
        do {
            plot.rehearse();
        } while (System.nanoTime() - start < NANOS_A_FRAME);
        moving = false;
        if (++rehearsed == FRAMES) {
            end();
        }
    }

    private void end() {
        frames.stop();
        quiet.stop();
        scene.removeEventFilter(InputEvent.ANY, acting);
        plot.pictureProperty().removeListener(changing);
        workbench.resultProperty().removeListener(changing);
    }

    /** Frames in which it was rehearsed so far. */
    public int rehearsed() {
        return rehearsed;
    }

    /** Whether it will not be rehearsed any more. */
    public boolean isDone() {
        return rehearsed == FRAMES;
    }
}
