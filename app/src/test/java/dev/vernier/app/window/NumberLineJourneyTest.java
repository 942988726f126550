package dev.vernier.app.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.app.drawer.DrawerPlace;
import dev.vernier.app.plot.CanvasPlot;
import dev.vernier.engine.graph.QuantParams;
import dev.vernier.engine.spec.Preset;
import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A number on the selected layer's grid, by mouse and by keyboard. */
class NumberLineJourneyTest extends WindowJourney {
    @BeforeEach
    void openNumberLine() throws Exception {
        selectLayer(RUINED);
        robot.interact(() -> window.drawer().openProperty().set(DrawerPlace.NUMBER_LINE));
        click("number-weights");
        click("number-int8");
        await(() -> said().contains("becomes code"));
    }

    @AfterEach
    void closeDrawer() {
        robot.interact(() -> window.drawer().openProperty().set(null));
    }

    private void click(String id) {
        robot.interact(() -> ((ButtonBase) withId(id)).fire());
    }

    private String said() {
        String text = withId("number-line").getAccessibleText();
        return text == null ? "" : text;
    }

    private double field(String id) {
        return Double.parseDouble(((TextField) withId(id)).getText().replace('\u2212', '-'));
    }

    @Test
    void theScaleIsTheLayersOwnAndAnotherFormatKeepsTheRange() throws Exception {
        QuantParams own =
                model().quantizedProperty().get().layer(RUINED).weightParams().orElseThrow();
        await(() -> Math.abs(field("number-scale") - own.scale(0)) < own.scale(0) * 1e-3);

        click("number-int4");
        await(() -> Math.abs(field("number-scale") - own.scale(0) * 127 / 7) < own.scale(0) * 0.1);

        write("number-x", Float.toString(own.scale(0) * 500));
        assertThat(said()).contains("becomes code 7,").contains("beyond the range");
        assertThat(((CanvasPlot) withId("number-line")).numbers().orElseThrow().rows())
                .as("the codes up to the last")
                .last()
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                .startsWith("7", "0111");
    }

    @Test
    void keysAndMouseMoveTheNumber() throws Exception {
        write("number-scale", "0.5");
        write("number-x", "1.1");
        assertThat(said()).isEqualTo("1.100 becomes code 2, which is 1.000, an error of \u22120.10");

        robot.interact(() -> withId("number-line").requestFocus());
        robot.press(KeyCode.SHIFT).type(KeyCode.RIGHT).release(KeyCode.SHIFT).type(KeyCode.RIGHT);
        assertThat(field("number-x")).isEqualTo(1.65, Offset.offset(1e-4));
        robot.type(KeyCode.END);
        assertThat(field("number-x")).isEqualTo(63.5);

        Node line = withId("number-line");
        robot.drag(robot.point(line).atOffset(-200, 0)).dropBy(-300, 0);
        assertThat(field("number-x")).isLessThan(63.5);
        double before = field("number-x");
        write("number-zero-point", "0.5");
        assertThat(withId("number-zero-point").getPseudoClassStates())
                .anyMatch(p -> p.getPseudoClassName().equals("invalid"));
        robot.type(KeyCode.ESCAPE);
        assertThat(field("number-x")).isEqualTo(before);
    }

    @Test
    void aKeyThatWritesNothingLeavesTheFieldFollowingTheNumber() {
        Node x = withId("number-x");
        robot.interact(() -> {
            x.requestFocus();
            // what some platforms send for Ctrl and a digit
            Event.fireEvent(
                    x, new KeyEvent(KeyEvent.KEY_TYPED, "\u001d", "", KeyCode.UNDEFINED, true, true, false, false));
        });
        double before = field("number-x");
        robot.interact(() -> withId("number-line").requestFocus());
        robot.interact(() -> x.requestFocus());
        robot.drag(robot.point(withId("number-line")).atOffset(-200, 0)).dropBy(-100, 0);
        assertThat(field("number-x")).isNotEqualTo(before);
        assertThat(said()).startsWith(((TextField) x).getText().substring(0, 4));
    }

    @Test
    void floatsHaveNoScaleAndOutputsHaveAGrid() throws Exception {
        click("number-fp16");
        assertThat(withId("number-scale").isDisabled()).isTrue();
        write("number-x", "70000");
        assertThat(said()).contains("which is ∞");

        click("number-int8");
        click("number-activations");
        QuantParams own =
                model().quantizedProperty().get().layer(RUINED).outputParams().orElseThrow();
        await(() -> field("number-zero-point") == own.zeroPoint());
        robot.interact(() -> window.controller().setPreset(Preset.FP16));
        settle();
        assertThat(field("number-scale"))
                .as("of the range that calibration saw")
                .isPositive();
    }
}
