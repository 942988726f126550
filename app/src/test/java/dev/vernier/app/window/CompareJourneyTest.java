package dev.vernier.app.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.app.drawer.DrawerPlace;
import dev.vernier.app.plot.CanvasPlot;
import dev.vernier.engine.spec.Preset;
import dev.vernier.engine.spec.QuantPlan;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every technique side by side, from one click to adopting one. */
class CompareJourneyTest extends WindowJourney {
    @AfterEach
    void closeDrawer() {
        robot.interact(() -> window.drawer().openProperty().set(null));
    }

    private TableView<?> table() {
        return (TableView<?>) withId("techniques");
    }

    private List<String> rows() {
        return table().getItems().stream().map(Object::toString).toList();
    }

    private CanvasPlot plot() {
        return (CanvasPlot) withId("trade-off");
    }

    private List<List<Object>> points() {
        return plot().numbers().orElseThrow().rows();
    }

    @Test
    void oneClickMeasuresEveryTechniqueAndOneAdopts() throws Exception {
        robot.press(KeyCode.CONTROL, KeyCode.SHIFT).type(KeyCode.DIGIT1).release(KeyCode.SHIFT, KeyCode.CONTROL);
        assertThat(window.drawer().openProperty().get()).isEqualTo(DrawerPlace.COMPARE);
        assertThat(table().getItems()).hasSize(Preset.values().length + 1);
        assertThat(points()).as("the present plan alone").hasSize(1);

        robot.clickOn("#compare-techniques");
        await(() -> window.jobs().running().isEmpty()
                && ((Label) withId("compare-status")).getText().contains("797 samples"));
        assertThat(points()).hasSize(Preset.values().length + 1);
        List<Object> float32 = points().get(Preset.FP32.ordinal());
        List<Object> int8 = points().get(Preset.INT8.ordinal());
        List<Object> present = points().get(Preset.values().length);
        assertThat((double) float32.get(1)).isGreaterThan(0.98);
        assertThat((double) int8.get(1)).as("one layer ruins it").isLessThan(0.7);
        assertThat(present.subList(1, 7)).isEqualTo(int8.subList(1, 7));
        assertThat((double) int8.get(6)).as("ms in ONNX Runtime").isPositive();
        assertThat((long) int8.get(4))
                .isEqualTo(model().quantizedProperty().get().sizeBytes());

        robot.interact(() -> ((ButtonBase) withId("use-fp16")).fire());
        settle();
        assertThat(plan()).isEqualTo(QuantPlan.of(Preset.FP16));
        assertThat(model().historyProperty().get().undoWords()).contains("technique fp16");

        robot.interact(() -> window.controller().pin());
        await(() -> points().size() == Preset.values().length + 2);
        robot.interact(() -> plot().requestFocus());
        robot.type(KeyCode.RIGHT).type(KeyCode.ENTER);
        settle();
        Preset smallest = Stream.of(Preset.values())
                .min(Comparator.comparingLong(
                        p -> (long) points().get(p.ordinal()).get(4)))
                .orElseThrow();
        assertThat(plan()).as("the smallest of all").isEqualTo(QuantPlan.of(smallest));
    }

    @Test
    void itStopsWhenAskedAndAnotherModelForgetsIt() throws Exception {
        robot.interact(() -> window.drawer().openProperty().set(DrawerPlace.COMPARE));
        robot.clickOn("#compare-techniques");
        await(() -> !window.jobs().running().isEmpty());
        robot.clickOn("#compare-techniques");
        await(() -> window.jobs().running().isEmpty());
        assertThat(((Label) withId("compare-status")).getText()).isEqualTo("stopped");

        robot.interact(() -> window.controller().open(Samples.open("digits-mlp"), QuantPlan.of(Preset.INT8)));
        settle();
        await(() -> points().size() == 1);
        assertThat(rows().get(0)).contains("score=Optional.empty");
    }
}
