package dev.vernier.app.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.app.plot.CanvasPlot;
import dev.vernier.engine.spec.Preset;
import java.util.List;
import javafx.scene.control.ButtonBase;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The network drawn, selected in step with the layer table. */
class NetworkJourneyTest extends WindowJourney {
    @BeforeEach
    void openGraph() throws Exception {
        robot.press(KeyCode.CONTROL, KeyCode.SHIFT).type(KeyCode.DIGIT4).release(KeyCode.SHIFT, KeyCode.CONTROL);
        await(() -> network().hasPicture());
    }

    @AfterEach
    void closeDrawer() {
        robot.interact(() -> window.drawer().openProperty().set(null));
    }

    private CanvasPlot network() {
        return (CanvasPlot) withId("network");
    }

    private List<Object> row(String layer) {
        return network().numbers().orElseThrow().rows().stream()
                .filter(r -> r.get(0).equals(layer))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theKeyboardWalksAlongTheEdgesAndTheTableFollows() throws Exception {
        selectLayer("stem");
        robot.interact(() -> network().requestFocus());
        robot.type(KeyCode.DOWN);
        await(() -> model().layerProperty().get().name().equals("block1.conv"));
        assertThat(model().selectedLayers()).containsExactly("block1.conv");
        assertThat(stage.getScene().getFocusOwner()).as("the keyboard stays").isSameAs(network());
        assertThat(network().getAccessibleText()).startsWith("block1.conv: Conv 3×3");

        robot.type(KeyCode.UP);
        await(() -> model().layerProperty().get().name().equals("stem"));
        robot.interact(() -> ((ButtonBase) withId("network-all")).fire());
        robot.clickOn(network());
        assertThat(model().selectedLayers()).hasSize(1);
    }

    @Test
    void itSaysWhatThePlanDoes() throws Exception {
        assertThat(network().numbers().orElseThrow().rows())
                .hasSize(project.layers().size());
        assertThat(row(RUINED).get(2)).isEqualTo("int8");
        assertThat((double) row(RUINED).get(3)).isPositive();
        assertThat(row(RUINED).get(4))
                .isEqualTo(model().quantizedProperty().get().layer(RUINED).sizeBytes());
        robot.interact(() -> window.controller().setPreset(Preset.FP16));
        settle();
        await(() -> row(RUINED).get(2).equals("fp16"));
        for (String choice :
                List.of("network-error", "network-size", "network-right", "network-columns", "network-down")) {
            robot.interact(() -> ((ButtonBase) withId(choice)).fire());
            await(() -> network().hasPicture());
        }
    }
}
