package dev.vernier.app.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.app.drawer.DrawerPlace;
import dev.vernier.app.plot.CanvasPlot;
import dev.vernier.engine.search.BitOperations;
import dev.vernier.engine.search.LayerReason;
import dev.vernier.engine.spec.Preset;
import dev.vernier.engine.spec.QuantPlan;
import java.util.List;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From a limit to an adopted plan. */
class SearchJourneyTest extends WindowJourney {
    @BeforeEach
    void openSearch() throws Exception {
        robot.interact(() -> window.controller().open(Samples.open("digits-mlp"), QuantPlan.of(Preset.INT8)));
        settle();
        robot.interact(() -> window.drawer().openProperty().set(DrawerPlace.SENSITIVITY));
        robot.clickOn("#sensitivity-search");
    }

    @AfterEach
    void closeDrawer() {
        robot.interact(() -> window.drawer().openProperty().set(null));
    }

    private CanvasPlot front() {
        return (CanvasPlot) withId("search-front");
    }

    private List<List<Object>> points() {
        return front().numbers().orElseThrow().rows();
    }

    private String status() {
        return ((Label) withId("search-status")).getText();
    }

    private void search(String choices) throws Exception {
        write("search-choices", choices); // Enter searches
        await(() -> window.jobs().running().isEmpty() && status().contains("plans ·"));
    }

    @Test
    void theFrontGrowsIsExplainedAndAPlanAdopted() throws Exception {
        long int8 = BitOperations.of(model().quantizedProperty().get());
        write("search-drop", "2");
        await(() -> window.jobs().running().isEmpty() && status().contains("plans ·"));
        robot.clickOn("#search-bit-operations");
        search("w8a8, w4a8, w3a8, w2a8");
        assertThat(points()).hasSizeGreaterThan(2);
        assertThat(((Label) withId("search-chosen")).getText()).contains(" of int8, ", "BOP · accuracy ", " pt");
        @SuppressWarnings("unchecked")
        ListView<LayerReason> reasons = (ListView<LayerReason>) withId("search-reasons");
        assertThat(reasons.getItems()).isNotEmpty().allMatch(r -> r.trade().isPresent());

        List<Object> found = points().stream()
                .filter(r -> r.get(6).equals("chosen"))
                .findFirst()
                .orElseThrow();
        assertThat((double) found.get(2)).isLessThanOrEqualTo(2);
        assertThat((long) found.get(1)).isLessThan(int8);

        robot.clickOn("#search-adopt");
        settle();
        assertThat(model().historyProperty().get().undoWords().orElseThrow())
                .startsWith("search result: 0.")
                .contains(" of int8 size, ")
                .endsWith(" points");
        assertThat(model().quantizedProperty().get().sizeBytes()).isEqualTo(found.get(0));
        assertThat(model().resultProperty().get().top1().getAsDouble()).isEqualTo(found.get(3));
        robot.interact(() -> window.controller().undo());
        assertThat(plan()).isEqualTo(QuantPlan.of(Preset.INT8));

        // along the front and into effect by keyboard alone
        robot.interact(() -> front().requestFocus());
        for (int i = 0; i < points().size(); i++) {
            robot.type(KeyCode.RIGHT);
        }
        List<Object> largest = points().get(points().size() - 1);
        assertThat(largest.get(6)).isEqualTo("chosen");
        robot.type(KeyCode.ENTER);
        settle();
        assertThat(model().quantizedProperty().get().sizeBytes()).isEqualTo(largest.get(0));
    }

    @Test
    void itStopsWhenAskedAndKeepsWhatItHas() throws Exception {
        robot.interact(() -> window.controller().open(project, QuantPlan.of(Preset.INT8)));
        settle();
        robot.clickOn("#run-search");
        await(() -> front().hasPicture());
        assertThat(((Button) withId("run-search")).getText()).isEqualTo("Stop");
        robot.clickOn("#run-search");
        await(() -> window.jobs().running().isEmpty());
        assertThat(status()).startsWith("stopped · ");
        assertThat(points()).isNotEmpty();
        robot.interact(() -> window.controller().open(Samples.open("digits-mlp"), QuantPlan.of(Preset.INT8)));
        settle();
        assertThat(front().hasPicture()).as("another model's front").isFalse();
    }

    @Test
    void aLimitThatIsNoneIsSaidToBe() throws Exception {
        write("search-drop", "a lot");
        assertThat(window.jobs().running()).isEmpty();
        await(() -> robot.lookup(
                        n -> n instanceof Label && ((Label) n).getText().contains("is no limit"))
                .tryQuery()
                .isPresent());
        write("search-drop", "1.0");
        await(() -> window.jobs().running().isEmpty() && status().contains("plans ·"));
    }
}
