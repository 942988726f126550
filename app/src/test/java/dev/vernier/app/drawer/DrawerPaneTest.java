package dev.vernier.app.drawer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

class DrawerPaneTest {
    private final FxRobot robot = new FxRobot();
    private final DrawerModel model = new DrawerModel();
    private final List<String> heard = new ArrayList<>();
    private Stage stage;
    private DrawerPane drawer;
    private Button above;

    /** A view that tells what happens to it. */
    private final class Told implements DrawerTab {
        private final DrawerPlace place;

        Told(DrawerPlace place) {
            this.place = place;
        }

        @Override
        public DrawerPlace place() {
            return place;
        }

        @Override
        public Region build() {
            heard.add("build " + place);
            return new StackPane(new Button("in " + place));
        }

        @Override
        public List<Node> tools() {
            return List.of(new Label("tools of " + place));
        }

        @Override
        public void shown(boolean visible) {
            heard.add((visible ? "show " : "hide ") + place);
        }
    }

    @BeforeEach
    void open() throws Exception {
        stage = FxToolkit.registerPrimaryStage();
        FxToolkit.setupFixture(() -> {
            above = new Button("above");
            BorderPane room = new BorderPane(above);
            drawer = new DrawerPane(
                    model,
                    List.of(new Told(DrawerPlace.GRAPH), new Told(DrawerPlace.COMPARE)),
                    room,
                    above::requestFocus);
            room.setBottom(drawer);
            stage.setScene(new Scene(room, 800, 700));
            stage.show();
            above.requestFocus();
        });
    }

    @AfterEach
    void close() throws Exception {
        FxToolkit.setupFixture(() -> stage.hide());
    }

    @Test
    void aViewIsBuiltWhenItIsOpenedFirstAndOneIsOpenAtATime() {
        assertThat(drawer.places()).containsExactly(DrawerPlace.COMPARE, DrawerPlace.GRAPH);
        assertThat(heard).isEmpty();
        assertThat(drawer.getHeight()).isLessThan(60);

        robot.clickOn("#drawer-GRAPH");
        robot.clickOn("#drawer-COMPARE");
        robot.clickOn("#drawer-GRAPH");
        assertThat(heard)
                .containsExactly(
                        "build GRAPH",
                        "show GRAPH",
                        "hide GRAPH",
                        "build COMPARE",
                        "show COMPARE",
                        "hide COMPARE",
                        "show GRAPH");
        assertThat(robot.lookup("tools of GRAPH").tryQuery()).isPresent();
        assertThat(robot.lookup("tools of COMPARE").tryQuery()).isEmpty();

        robot.clickOn("#drawer-GRAPH");
        assertThat(model.openProperty().get()).isNull();
        assertThat(drawer.getHeight()).isLessThan(60);
    }

    @Test
    void theKeyboardGoesInAndComesBack() {
        robot.interact(() -> drawer.toggle(DrawerPlace.GRAPH));
        assertThat(((Button) stage.getScene().getFocusOwner()).getText()).isEqualTo("in GRAPH");

        robot.type(KeyCode.ESCAPE);
        assertThat(model.openProperty().get()).isNull();
        assertThat(stage.getScene().getFocusOwner()).isSameAs(above);

        robot.interact(() -> drawer.toggle(DrawerPlace.COMPARE));
        robot.interact(() -> drawer.toggle(DrawerPlace.COMPARE));
        assertThat(model.openProperty().get()).isNull();
    }

    @Test
    void theEdgeSetsTheHeightWithinTheWindow() {
        robot.interact(() -> model.openProperty().set(DrawerPlace.GRAPH));
        WaitForAsyncUtils.waitForFxEvents();
        double before = drawer.getHeight();
        robot.drag("#drawer-edge").moveBy(0, -100).drop();
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(drawer.getHeight()).isBetween(before + 95, before + 105);

        robot.interact(() -> robot.lookup("#drawer-edge").query().requestFocus());
        robot.type(KeyCode.DOWN);
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(drawer.getHeight()).isBetween(before + 75, before + 85);

        robot.interact(() -> model.heightProperty().set(2000));
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(drawer.getHeight()).isLessThan(stage.getScene().getHeight() - 150);
    }
}
