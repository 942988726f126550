package dev.vernier.app.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.app.plot.CanvasPlot;
import dev.vernier.engine.spec.Preset;
import java.util.List;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.MenuButton;
import javafx.scene.image.ImageView;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What both models say of the samples, and what becomes of one in a layer. */
class SamplesJourneyTest extends WindowJourney {
    @BeforeEach
    void openSamples() throws Exception {
        robot.press(KeyCode.CONTROL, KeyCode.SHIFT).type(KeyCode.DIGIT2).release(KeyCode.SHIFT, KeyCode.CONTROL);
        click("samples-all");
        await(() -> summary().startsWith("797 of 797") && summary().contains("changed"));
    }

    @AfterEach
    void closeDrawer() {
        robot.interact(() -> window.drawer().openProperty().set(null));
    }

    private void click(String id) {
        robot.interact(() -> ((ButtonBase) withId(id)).fire());
    }

    private String summary() {
        return ((Label) withId("samples-summary")).getText();
    }

    private String words() {
        return ((Label) withId("sample-words")).getText();
    }

    private List<List<Object>> numbers(String plot) {
        return ((CanvasPlot) withId(plot)).numbers().orElseThrow().rows();
    }

    @Test
    void changedPredictionsAreFoundAndVanishWithTheirCause() throws Exception {
        click("samples-changed");
        long changed = Math.round(797 * (1 - model().resultProperty().get().agreement()));
        await(() -> summary().equals(changed + " of 797 · " + changed + " changed"));
        await(() -> !words().isEmpty() && ((ImageView) withId("sample-picture")).getImage() != null);
        String[] lines = words().split("\n");
        assertThat(lines).hasSize(4);
        assertThat(lines[2].replace("float ", "")).isNotEqualTo(lines[3].replace("quantized ", ""));
        await(() -> ((CanvasPlot) withId("score-bars")).hasPicture());
        List<Object> best = numbers("score-bars").stream()
                .max((a, b) -> Double.compare((double) a.get(1), (double) b.get(1)))
                .orElseThrow();
        assertThat(lines[2]).isEqualTo("float " + best.get(0));

        robot.interact(() -> window.controller().setPreset(Preset.FP16));
        settle();
        await(() -> summary().startsWith("0 of 797"));
    }

    @Test
    void theKeyboardGoesFromSampleToSampleAndALayerShowsItsMaps() throws Exception {
        ListView<?> grid = (ListView<?>) withId("samples");
        String first = words();
        robot.interact(grid::requestFocus);
        robot.type(KeyCode.RIGHT);
        await(() -> !words().equals(first));
        assertThat(grid.getAccessibleText().replace(", ", "\n")).isEqualTo(words());
        selectLayer(RUINED);
        await(() -> ((CanvasPlot) withId("feature-maps")).hasPicture());

        MenuButton classes = (MenuButton) withId("samples-class");
        robot.interact(() -> classes.getItems().get(4).fire());
        int threes = Integer.parseInt(summary().substring(0, summary().indexOf(' ')));
        assertThat(threes).isBetween(60, 100);
        for (Object row : grid.getItems()) {
            for (Object sample : (List<?>) row) {
                assertThat(project.data().orElseThrow().label((Integer) sample)).hasValue(3);
            }
        }
        robot.interact(() -> classes.getItems().get(0).fire());

        click("samples-confusion");
        List<List<Object>> confusion = numbers("confusion");
        assertThat(confusion).hasSize(100);
        assertThat(confusion.stream().mapToInt(r -> (int) r.get(3)).sum()).isEqualTo(797);
        int right = confusion.stream()
                .filter(r -> r.get(0).equals(r.get(1)))
                .mapToInt(r -> (int) r.get(3))
                .sum();
        assertThat(right / 797.0)
                .isEqualTo(model().resultProperty().get().top1().orElseThrow());
        click("samples-maps");
    }
}
