package dev.vernier.app.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.app.distribution.DistributionView;
import dev.vernier.app.files.DroppedFiles;
import dev.vernier.app.notice.Notice;
import dev.vernier.app.workbench.BundledFiles;
import dev.vernier.engine.spec.RangeRule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a model shows before anybody has opened data for it. */
class ModelAloneJourneyTest extends WindowJourney {
    @TempDir
    Path folder;

    private void openModelAlone() throws Exception {
        Path own = Files.copy(BundledFiles.of("digits-mlp.onnx"), folder.resolve("my_model.onnx"));
        var before = model().projectProperty().get();
        robot.interact(() -> {
            model().openNoticeProperty().set(null);
            window.files().openDropped(DroppedFiles.of(List.of(own)));
        });
        await(() -> model().projectProperty().get() != before
                && !model().projectProperty().get().isMeasurable());
    }

    @Test
    void weightsHaveTheirRangeAndWhatItCostsWithoutData() throws Exception {
        openModelAlone();
        await(() -> window.distribution().readingProperty().get() != null);
        assertThat(window.distribution().pictureProperty().get().adjustable()).isTrue();
        assertThat(((TextField) withId("high")).getText()).isNotEmpty();
        assertThat(text("activity")).isEqualTo("no data, nothing measured");
        assertThat(model().openNoticeProperty().get().action().map(Notice.Action::words))
                .hasValue("Open data…");

        double high = window.distribution().highProperty().get();
        robot.interact(() -> stage.getScene().lookup("#clip-high").requestFocus());
        robot.press(KeyCode.LEFT).release(KeyCode.LEFT);
        await(() -> window.distribution().highProperty().get() < high);
        String layer = model().layerProperty().get().name();
        assertThat(config(layer).weights().rule()).isInstanceOf(RangeRule.Manual.class);

        robot.interact(() -> window.distribution().viewProperty().set(DistributionView.ACTIVATIONS));
        assertThat(((TextField) withId("high")).getText())
                .as("of a range that nobody knows")
                .isEmpty();
        robot.interact(() -> model().openNoticeProperty().set(null));
    }

    @Test
    void namesKeepTheirUnderscoresInTheMenus() throws Exception {
        openModelAlone();
        MenuItem undo = window.menus().getMenus().get(1).getItems().get(0);
        assertThat(undo.isMnemonicParsing()).isFalse();
        assertThat(window.menus().getMenus()).allMatch(m -> m.getText().startsWith("_"));
        robot.interact(() -> model().openNoticeProperty().set(null));
    }
}
