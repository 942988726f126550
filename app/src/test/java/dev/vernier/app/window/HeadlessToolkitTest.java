package dev.vernier.app.window;

import static org.assertj.core.api.Assertions.assertThat;

import atlantafx.base.theme.PrimerLight;
import javafx.application.Application;
import javafx.scene.Scene;
import javafx.scene.control.Slider;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import org.controlsfx.control.SegmentedButton;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/** JavaFX, ControlsFX and the theme run, and take mouse and keyboard input, on a machine without a display. */
@ExtendWith(ApplicationExtension.class)
class HeadlessToolkitTest {

    private ToggleButton second;
    private Slider slider;

    @Start
    void show(Stage stage) {
        Application.setUserAgentStylesheet(new PrimerLight().getUserAgentStylesheet());
        second = new ToggleButton("second");
        slider = new Slider(0, 100, 0);
        slider.setBlockIncrement(10);
        stage.setScene(new Scene(new VBox(new SegmentedButton(new ToggleButton("first"), second), slider), 400, 200));
        stage.show();
    }

    @Test
    void aClickReachesAControl(FxRobot robot) {
        robot.clickOn(second, MouseButton.PRIMARY);

        assertThat(second.isSelected()).isTrue();
    }

    @Test
    void aDragMovesAHandle(FxRobot robot) {
        robot.drag(slider.lookup(".thumb"), MouseButton.PRIMARY).moveBy(100, 0).drop();

        assertThat(slider.getValue()).isBetween(15.0, 40.0);
    }

    @Test
    void anArrowKeyMovesAHandle(FxRobot robot) {
        robot.interact(slider::requestFocus);
        robot.type(KeyCode.RIGHT);

        assertThat(slider.getValue()).isEqualTo(10.0);
    }
}
