package dev.vernier.app.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.app.layers.LayerRow;
import dev.vernier.app.project.LayerNumbers;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javafx.geometry.Orientation;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testfx.util.WaitForAsyncUtils;

/** Which columns of the layer table are there, and that they fit. */
class LayerColumnsJourneyTest extends WindowJourney {
    /** What the table has in windows of 1280, 1440 and 1640 px. */
    private static final double NARROW = 540;

    private static final double USUAL = 626;
    private static final double WIDE = 725;
    private static final double USUAL_SHARE = 0.52;

    @AfterEach
    void usualSize() {
        robot.interact(() -> {
            panes().setDividerPositions(USUAL_SHARE);
            model().sensitivityProperty().set(null);
        });
    }

    @SuppressWarnings("unchecked")
    private static TableView<LayerRow> table() {
        return (TableView<LayerRow>) stage.getScene().lookup("#layers");
    }

    private static List<String> shown() {
        return table().getColumns().stream()
                .filter(TableColumn::isVisible)
                .map(c -> (String) c.getUserData())
                .toList();
    }

    private void measureAll() {
        Map<String, LayerNumbers.Value> measured = project.layers().stream()
                .collect(Collectors.toMap(l -> l.name(), l -> new LayerNumbers.Value(1, "-12.34 pt")));
        robot.interact(() -> model().sensitivityProperty().set(new LayerNumbers("points", measured)));
        WaitForAsyncUtils.waitForFxEvents();
    }

    private static SplitPane panes() {
        return (SplitPane) stage.getScene().lookup(".split-pane");
    }

    /** Of the table, in px. */
    private void width(double width) {
        robot.interact(() -> panes().setDividerPositions(width / panes().getWidth()));
        WaitForAsyncUtils.waitForFxEvents();
        robot.interact(() -> stage.getScene().getRoot().layout());
        assertThat(table().getWidth()).isCloseTo(width, Offset.offset(12.0));
    }

    private static void assertThatAllFits() throws Exception {
        double columns = table().getColumns().stream()
                .filter(TableColumn::isVisible)
                .mapToDouble(TableColumn::getWidth)
                .sum();
        assertThat(columns).isLessThanOrEqualTo(table().getWidth());
        await(() -> table().lookupAll(".scroll-bar").stream()
                .map(ScrollBar.class::cast)
                .noneMatch(b -> b.getOrientation() == Orientation.HORIZONTAL && b.isVisible()));
        assertThat(table().getColumns())
                .filteredOn(TableColumn::isVisible)
                .allMatch(c -> ((Label) c.getGraphic()).prefWidth(-1) <= c.getWidth() + 0.5);
    }

    @ParameterizedTest
    @ValueSource(doubles = {NARROW, USUAL, WIDE})
    void sensitivitiesFitIn(double width) throws Exception {
        width(width);
        measureAll();
        assertThatAllFits();
        assertThat(shown()).contains("Layer", "Weights", "Activations", "Error", "Sensitivity");
    }

    @Test
    void whatGaveWayComesBack() {
        width(USUAL);
        assertThat(shown()).contains("Operation").doesNotContain("Params");
        measureAll();
        assertThat(shown()).contains("Bytes").doesNotContain("Operation", "Params");
        robot.interact(() -> model().sensitivityProperty().set(null));
        assertThat(shown()).contains("Operation").doesNotContain("Params", "Sensitivity");
        assertThat(window.preferences().columns()).isNull();
        width(WIDE);
        assertThat(shown()).contains("Operation", "Accum.").doesNotContain("Params", "MACs");
    }
}
