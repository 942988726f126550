package dev.vernier.app.window;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vernier.app.layers.LayerRow;
import dev.vernier.engine.spec.Preset;
import dev.vernier.engine.target.TargetFinding;
import dev.vernier.engine.target.TargetFinding.Weight;
import dev.vernier.io.ModelReader;
import dev.vernier.io.export.ExportFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.stage.Window;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Export and Prove in the window. */
class ExportJourneyTest extends WindowJourney {
    @TempDir
    Path folder;

    @AfterEach
    void closeDialogs() {
        robot.interact(() ->
                Window.getWindows().stream().filter(w -> w != stage).toList().forEach(Window::hide));
    }

    private void exportTo(Path file) throws Exception {
        robot.interact(() -> ((TextField) withId("export-file")).setText(file.toString()));
        robot.clickOn(withId("export-write"));
        await(() -> robot.lookup("#export-written").queryAs(Label.class).isVisible()
                && robot.lookup("#export-written")
                        .queryAs(Label.class)
                        .getParent()
                        .isVisible());
    }

    @SuppressWarnings("unchecked")
    private ComboBox<ExportFormat> formats() {
        return (ComboBox<ExportFormat>) withId("export-format");
    }

    @Test
    void aPlanIsExportedAndProvedAndTheSheetSaysHowItWent() throws Exception {
        robot.clickOn(withId("export"));
        assertThat(formats().getValue()).isEqualTo(ExportFormat.ONNX);
        assertThat(robot.lookup("#export-contents").queryAs(Label.class).getText())
                .startsWith("int8, about ");
        Path file = folder.resolve("net.onnx");
        exportTo(file);
        assertThat(robot.lookup("#export-written").queryAs(Label.class).getText())
                .startsWith("Written: net.onnx");
        assertThat(ModelReader.open(file).plan()).isPresent();
        assertThat((double) model().quantizedProperty().get().sizeBytes())
                .isBetween(0.98 * Files.size(file), 1.02 * Files.size(file));

        robot.clickOn(withId("export-prove"));
        await(() -> robot.lookup("#proof-agreement").tryQuery().isPresent());
        assertThat(robot.lookup("#proof-agreement").queryAs(Label.class).getText())
                .endsWith("%");
        assertThat(robot.lookup("#proof-parting").queryAs(Label.class).getText())
                .startsWith("They agree in all ");
        assertThat(robot.lookup("#proof-layers").queryAs(TableView.class).getItems())
                .isNotEmpty();
    }

    @Test
    void thePresentPlanIsProvedWithOneKey() throws Exception {
        assertThat(robot.lookup("#proof-agreement").tryQuery()).isEmpty();
        robot.press(KeyCode.CONTROL, KeyCode.SHIFT).type(KeyCode.P).release(KeyCode.SHIFT, KeyCode.CONTROL);
        await(() -> robot.lookup("#proof-agreement").tryQuery().isPresent());
    }

    @Test
    void aConfigForAnotherToolIsWritten() throws Exception {
        robot.clickOn(withId("export"));
        robot.interact(() -> formats().setValue(ExportFormat.AIMET_1_0_0));
        assertThat(((TextField) withId("export-file")).getText()).endsWith("aimet-1.0.0.encodings");
        Path file = folder.resolve("net.encodings");
        exportTo(file);
        assertThat(new ObjectMapper().readTree(file.toFile()).get("version").asText())
                .isEqualTo("1.0.0");
    }

    @Test
    void aFileThatCannotBeWrittenIsToldInTheDialog() throws Exception {
        robot.clickOn(withId("export"));
        robot.interact(() -> ((TextField) withId("export-file"))
                .setText(folder.resolve("nowhere/net.onnx").toString()));
        robot.clickOn(withId("export-write"));
        await(() -> robot.lookup(".notice-message").queryAllAs(Label.class).stream()
                .anyMatch(l -> l.getText() != null && l.getText().contains("its folder does not exist")));
    }

    @Test
    void whatTheTargetDoesOtherwiseIsMarkedInTheTable() throws Exception {
        robot.interact(() -> window.controller().setPreset(Preset.INT16X8));
        settle();
        @SuppressWarnings("unchecked")
        TableView<LayerRow> table = (TableView<LayerRow>) withId("layers");
        LayerRow row = table.getItems().stream()
                .filter(r -> r.name().equals(RUINED))
                .findFirst()
                .orElseThrow();
        assertThat(row.findingsProperty().get())
                .extracting(TargetFinding::weight)
                .containsExactly(Weight.NOTE);
        assertThat(row.sentence()).contains("note: int16 activations");
        assertThat(robot.lookup(".finding-sign").queryAllAs(Label.class)).anyMatch(Label::isVisible);

        robot.clickOn(withId("export"));
        assertThat(robot.lookup(".finding-row").queryAllAs(Node.class)).hasSize(1);
    }
}
