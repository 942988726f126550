package dev.vernier.app.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.app.distribution.DragRehearsal;
import dev.vernier.engine.evaluate.EvaluationResult;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javafx.beans.value.ChangeListener;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.TextField;
import org.junit.jupiter.api.Test;

class DragRehearsalTest extends WindowJourney {
    private static List<String> shown() {
        return Stream.of("low", "high", "scale", "zero-point", "clipped-high", "codes-used", "local-sqnr", "range-rule")
                .map(id -> stage.getScene().lookup("#" + id))
                .map(n -> n instanceof Label
                        ? ((Label) n).getText()
                        : n instanceof TextField ? ((TextField) n).getText() : ((MenuButton) n).getText())
                .toList();
    }

    @Test
    void noFrameShowsIt() throws Exception {
        showActivationsOf(RUINED);
        EvaluationResult measured = model().resultProperty().get();
        Set<List<String>> frames = new LinkedHashSet<>();
        AtomicInteger movements = new AtomicInteger();
        Runnable frame = () -> frames.add(shown());
        ChangeListener<Number> movement = (o, was, is) -> movements.incrementAndGet();
        DragRehearsal[] rehearsal = new DragRehearsal[1];
        robot.interact(() -> {
            frames.add(shown());
            stage.getScene().addPostLayoutPulseListener(frame);
            window.distribution().highProperty().addListener(movement);
            rehearsal[0] = DragRehearsal.in(stage.getScene(), model());
        });
        // it waits for somebody to have acted
        robot.moveTo("#histogram");
        await(rehearsal[0]::isDone);
        robot.interact(() -> {
            stage.getScene().removePostLayoutPulseListener(frame);
            window.distribution().highProperty().removeListener(movement);
        });
        assertThat(frames).hasSize(1);
        assertThat(movements.get()).isGreaterThanOrEqualTo(2 * rehearsal[0].rehearsed());
        assertThat(model().draftProperty().get()).isNull();
        assertThat(model().historyProperty().get().steps()).hasSize(1);
        assertThat(model().resultProperty().get()).isSameAs(measured);
    }

    @Test
    void nothingIsRehearsedWhileAPlanIsEvaluated() throws Exception {
        showActivationsOf(RUINED);
        DragRehearsal[] rehearsal = new DragRehearsal[1];
        robot.interact(() -> {
            model().evaluatingProperty().set(true);
            rehearsal[0] = DragRehearsal.in(stage.getScene(), model());
        });
        robot.moveTo("#histogram");
        AtomicInteger frames = new AtomicInteger();
        Runnable frame = frames::incrementAndGet;
        robot.interact(() -> stage.getScene().addPostLayoutPulseListener(frame));
        await(() -> {
            javafx.application.Platform.requestNextPulse();
            return frames.get() > 40;
        });
        robot.interact(() -> {
            stage.getScene().removePostLayoutPulseListener(frame);
            model().evaluatingProperty().set(false);
        });
        assertThat(rehearsal[0].rehearsed()).isZero();
    }
}
