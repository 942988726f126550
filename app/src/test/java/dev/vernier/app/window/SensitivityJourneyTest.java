package dev.vernier.app.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.app.drawer.DrawerPlace;
import dev.vernier.app.plot.CanvasPlot;
import dev.vernier.engine.spec.LayerConfig;
import dev.vernier.engine.spec.Preset;
import dev.vernier.engine.spec.QuantPlan;
import java.util.List;
import java.util.Set;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Label;
import javafx.scene.control.Spinner;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What each layer costs, from one click to sparing the worst. In the sample the range between two layers ruins both. */
class SensitivityJourneyTest extends WindowJourney {
    private static final Set<String> HURT = Set.of("block2.conv", "block3.conv");

    @AfterEach
    void closeDrawer() {
        robot.interact(() -> window.drawer().openProperty().set(null));
    }

    private List<List<Object>> bars() {
        return ((CanvasPlot) withId("sensitivity-plot")).numbers().orElseThrow().rows();
    }

    private void press(String id) {
        robot.interact(() -> ((ButtonBase) withId(id)).fire());
    }

    private TableColumn<?, ?> column() {
        return ((TableView<?>) withId("layers"))
                .getColumns().stream()
                        .filter(c -> "Sensitivity".equals(c.getUserData()))
                        .findFirst()
                        .orElseThrow();
    }

    private void measure() throws Exception {
        press("measure-sensitivity");
        await(() ->
                window.jobs().running().isEmpty() && text("sensitivity-status").contains("evaluations of 797 samples"));
    }

    @Test
    void theWorstAreFoundAndSparedInOneStepAndComeBack() throws Exception {
        robot.press(KeyCode.CONTROL, KeyCode.SHIFT).type(KeyCode.DIGIT3).release(KeyCode.SHIFT, KeyCode.CONTROL);
        assertThat(window.drawer().openProperty().get()).isEqualTo(DrawerPlace.SENSITIVITY);
        assertThat(text("sensitivity-advice")).contains("5 layers alone", "11 evaluations of 797 samples", "about");
        assertThat(column().isVisible()).isFalse();

        measure();
        assertThat(bars()).hasSize(5);
        assertThat(Set.of(bars().get(0).get(0), bars().get(1).get(0))).isEqualTo(HURT);
        assertThat(column().isVisible()).isTrue();
        press("sensitivity-accuracy");
        await(() -> (double) bars().get(0).get(2) > 30);
        assertThat((double) bars().get(0).get(3)).as("low end of points lost").isGreaterThan(30);
        assertThat(Math.abs((double) bars().get(4).get(2)))
                .as("points lost by the best")
                .isLessThan(1);
        press("sensitivity-all-but-it");
        await(() -> (double) bars().get(4).get(2) > 30);
        assertThat((double) bars().get(0).get(2)).as("one of two is not enough").isGreaterThan(30);
        press("sensitivity-alone");

        robot.interact(() -> ((CanvasPlot) withId("sensitivity-plot")).requestFocus());
        robot.type(KeyCode.HOME).type(KeyCode.DOWN);
        assertThat(HURT).contains(model().layerProperty().get().name());

        robot.interact(() -> ((Spinner<?>) withId("sensitivity-worst")).decrement());
        press("sensitivity-float");
        settle();
        HURT.forEach(l -> assertThat(config(l)).isEqualTo(LayerConfig.FLOAT));
        assertThat(model().historyProperty().get().undoWords()).contains("the worst 2 layers left float");
        assertThat(model().resultProperty().get().top1().orElseThrow()).isGreaterThan(0.98);
        await(() -> text("sensitivity-remark").equals("Measured for another plan: int8"));

        robot.press(KeyCode.CONTROL).type(KeyCode.Z).release(KeyCode.CONTROL);
        settle();
        assertThat(plan()).isEqualTo(QuantPlan.of(Preset.INT8));
        await(() -> text("sensitivity-remark").isEmpty());
    }

    @Test
    void weightsAndActivationsAreToldApart() throws Exception {
        robot.interact(() -> window.drawer().openProperty().set(DrawerPlace.SENSITIVITY));
        press("sensitivity-sqnr");
        press("sensitivity-activations");
        await(() -> text("sensitivity-advice").contains("7 layers alone"));
        measure();
        assertThat(Set.of(bars().get(0).get(0), bars().get(1).get(0))).isEqualTo(HURT);
        press("sensitivity-int16");
        settle();
        assertThat(model().historyProperty().get().undoWords().orElseThrow()).startsWith("16-bit activations at ");
        press("sensitivity-weights");
        await(() -> bars().isEmpty());
        measure();
        assertThat((double) bars().get(0).get(1)).as("dB of the worst weights").isGreaterThan(30);
        press("sensitivity-both");
    }

    @Test
    void itStopsWhenAskedAndKeepsWhatItHas() throws Exception {
        robot.interact(() -> window.drawer().openProperty().set(DrawerPlace.SENSITIVITY));
        robot.interact(() -> {
            ((ButtonBase) withId("measure-sensitivity")).fire();
            ((ButtonBase) withId("measure-sensitivity")).fire();
        });
        await(() -> window.jobs().running().isEmpty());
        assertThat(((Label) withId("sensitivity-status")).getText()).isEqualTo("stopped");
        robot.interact(() -> window.controller().open(Samples.open("digits-mlp"), QuantPlan.of(Preset.FP32)));
        settle();
        await(() -> text("sensitivity-advice").contains("nothing to measure"));
    }
}
