package dev.vernier.app.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.app.drawer.DrawerPlace;
import dev.vernier.app.workbench.BundledFiles;
import dev.vernier.app.workbench.OpenRequest;
import dev.vernier.engine.evaluate.Metric;
import java.nio.file.Files;
import java.nio.file.Path;
import javafx.scene.control.Labeled;
import javafx.scene.control.MenuButton;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The metric that is shown large can be another one; everything that shows a score follows, and the project keeps it. */
class HeadlineJourneyTest extends WindowJourney {
    @TempDir
    Path folder;

    private void choose(Metric metric) throws Exception {
        MenuButton button = (MenuButton) withId("headline");
        robot.interact(() -> button.getItems().stream()
                .filter(i -> ("headline-" + metric.label()).equals(i.getId()))
                .findFirst()
                .orElseThrow()
                .fire());
        await(() -> model().resultProperty().get().mainMetric() == metric);
    }

    @Test
    void nowSnapshotsAndComparisonFollow() throws Exception {
        String accuracy = text("accuracy");
        assertThat(accuracy).endsWith(" %");
        robot.interact(() -> window.controller().pin());
        choose(Metric.OUTPUT_SQNR);

        assertThat(((Labeled) withId("headline")).getText()).isEqualTo("Output SQNR");
        assertThat(text("accuracy")).endsWith(" dB");
        assertThat(text("baseline")).startsWith("beside the float model");
        assertThat(withId("snapshot-A").getAccessibleText())
                .contains("output SQNR")
                .contains(" dB");
        robot.interact(() -> window.drawer().openProperty().set(DrawerPlace.COMPARE));
        await(() -> robot.lookup(".column-title").queryAllAs(Labeled.class).stream()
                .anyMatch(l -> "Output SQNR".equals(l.getText())));

        choose(Metric.TOP5);
        assertThat(text("baseline")).startsWith("float ");
        assertThat(text("difference")).contains(" pt [");
        choose(Metric.KL_DIVERGENCE);
        assertThat(Double.parseDouble(text("accuracy"))).isPositive();
        choose(Metric.TOP1);
        assertThat(model().headlineProperty().get()).isNull();
        assertThat(text("accuracy")).isEqualTo(accuracy);
        robot.interact(() -> window.drawer().openProperty().set(null));
    }

    @Test
    void theProjectKeepsIt() throws Exception {
        robot.interact(() -> window.files()
                .open(OpenRequest.of(
                        BundledFiles.of("digits-outlier.onnx"), BundledFiles.of("digits-test.dataset.json"))));
        await(() -> window.jobs().running().isEmpty()
                && "digits-outlier.onnx".equals(model().projectProperty().get().modelName()));
        settle();
        choose(Metric.KL_DIVERGENCE);
        Path project = folder.resolve("p.vernier.json");
        robot.interact(() -> window.projects().save(project));
        await(() -> Files.exists(project) && window.jobs().running().isEmpty());
        openSample();
        assertThat(model().headlineProperty().get()).isNull();
        robot.interact(() -> window.projects().open(project));
        await(() -> model().headlineProperty().get() == Metric.KL_DIVERGENCE);
        settle();
        assertThat(((Labeled) withId("headline")).getText()).isEqualTo("KL divergence");
    }
}
