package dev.vernier.app.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.app.distribution.DistributionView;
import dev.vernier.app.plot.CanvasPlot;
import java.util.List;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import org.junit.jupiter.api.Test;

/** The error of one layer, seen closely. */
class LayerErrorJourneyTest extends WindowJourney {
    private List<String> cells(String row) {
        GridPane table = (GridPane) withId("error-table");
        int index = table.getChildren().stream()
                .filter(n -> n instanceof Label && ((Label) n).getText().equals(row))
                .map(GridPane::getRowIndex)
                .findFirst()
                .orElseThrow();
        return table.getChildren().stream()
                .filter(n ->
                        GridPane.getRowIndex(n) == index && n.getStyleClass().contains("number"))
                .map(n -> ((Label) n).getText())
                .toList();
    }

    @Test
    void threeErrorsStandBesideEachOther() throws Exception {
        selectLayer(RUINED);
        robot.clickOn("#view-error");
        await(() -> text("error-message").startsWith("first 64 samples"));

        CanvasPlot plot = (CanvasPlot) withId("error-density");
        assertThat(plot.titleProperty().get()).isEqualTo(RUINED + " error");
        assertThat(plot.numbers().orElseThrow().rows().stream()
                        .mapToInt(r -> (Integer) r.get(2))
                        .sum())
                .isGreaterThan(10_000);
        assertThat(cells("Local, weights").get(0)).endsWith(" dB");
        assertThat(cells("Local, activations").get(0)).endsWith(" dB");
        assertThat(cells("Accumulated").get(0)).endsWith(" dB");
        assertThat(text("error-changed")).contains(" of 64 predictions change");

        robot.clickOn("#error-differences");
        assertThat(plot.numbers().orElseThrow().columns()).contains("quantized minus float");
        robot.interact(() -> window.distribution().viewProperty().set(DistributionView.WEIGHTS));
    }
}
