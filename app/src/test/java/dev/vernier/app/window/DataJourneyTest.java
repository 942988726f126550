package dev.vernier.app.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.app.workbench.BundledFiles;
import dev.vernier.app.workbench.OpenRequest;
import dev.vernier.io.dataset.DatasetDescriptor;
import dev.vernier.io.dataset.DatasetReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.stage.Window;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data that look wrong, and the dialog that says how they are read. */
class DataJourneyTest extends WindowJourney {
    private static final int SAMPLES = 60;

    @TempDir
    Path folder;

    @BeforeEach
    void openFromFiles() throws Exception {
        robot.interact(() -> window.files()
                .open(OpenRequest.of(
                        BundledFiles.of("digits-outlier.onnx"), BundledFiles.of("digits-test.dataset.json"))));
        await(() -> window.jobs().running().isEmpty()
                && "digits-outlier.onnx".equals(model().projectProperty().get().modelName()));
        settle();
    }

    @AfterEach
    void closeDialogs() {
        robot.interact(() ->
                Window.getWindows().stream().filter(w -> w != stage).toList().forEach(Window::hide));
    }

    /** Pictures of 28 × 28 bytes, as if nobody had scaled them. */
    private Path bytes() throws Exception {
        String header = "{'descr': '|u1', 'fortran_order': False, 'shape': (" + SAMPLES + ", 28, 28), }";
        byte[] head = ("\u0093NUMPY\u0001\u0000\u0076\u0000" + header + " ".repeat(117 - header.length()) + "\n")
                .getBytes(StandardCharsets.ISO_8859_1);
        byte[] values = new byte[SAMPLES * 784];
        new Random(7).nextBytes(values);
        Path file = folder.resolve("raw.npy");
        Files.write(file, head);
        Files.write(file, values, java.nio.file.StandardOpenOption.APPEND);
        return file;
    }

    private void openRaw() throws Exception {
        Path file = bytes();
        robot.interact(() -> window.files().openData(file));
        await(() -> window.jobs().running().isEmpty()
                && model().projectProperty().get().data().orElseThrow().size() == SAMPLES);
    }

    private void openDialog() throws Exception {
        robot.press(KeyCode.CONTROL, KeyCode.SHIFT).type(KeyCode.D).release(KeyCode.SHIFT, KeyCode.CONTROL);
        awaitPreview();
    }

    private void awaitPreview() throws Exception {
        await(() -> robot.lookup("#data-use")
                .tryQueryAs(Button.class)
                .filter(b -> !b.isDisabled())
                .isPresent());
    }

    private TextField field(String id) {
        return robot.lookup("#" + id).queryAs(TextField.class);
    }

    private boolean isWarned() {
        return robot.lookup(".data-preview .finding-differs").queryAllAs(Label.class).stream()
                .anyMatch(Node::isVisible);
    }

    @Test
    void aWarningLeadsToTheDialogWhereTheRangeIsSetRightKeptAndUsed() throws Exception {
        openRaw();
        assertThat(model().openNoticeProperty().get().title()).startsWith("The data may not fit");
        robot.clickOn("#open-notice #notice-action");
        awaitPreview();
        assertThat(isWarned()).isTrue();
        assertThat(robot.lookup(".data-preview .sample-picture").queryAll()).hasSize(24);

        robot.interact(() -> field("data-scale").setText("1/16"));
        await(() -> robot.lookup("#data-use").queryAs(Button.class).isDisabled());
        awaitPreview();
        assertThat(isWarned()).isFalse();
        robot.interact(() -> field("data-scale").setText("1/0"));
        assertThat(field("data-scale").getPseudoClassStates().toString()).contains("invalid");
        robot.interact(() -> field("data-scale").setText("1/16"));

        Path kept = folder.resolve("raw.dataset.json");
        assertThat(field("data-descriptor-file").getText()).isEqualTo(kept.toString());
        robot.clickOn("#data-keep");
        await(() -> Files.exists(kept) && window.jobs().running().isEmpty());
        assertThat(DatasetReader.describe(kept).normalization().scale()).isEqualTo(1 / 16.0);

        robot.clickOn("#data-use");
        await(() -> window.jobs().running().isEmpty()
                && window.files()
                        .described()
                        .map(d -> d.normalization().scale())
                        .equals(Optional.of(1 / 16.0)));
        settle();
        float[] first = model().projectProperty()
                .get()
                .data()
                .orElseThrow()
                .batch(0, 1)
                .get(0)
                .toFloats();
        assertThat(first[0] * 16).isEqualTo(Math.round(first[0] * 16));
        assertThat(first[0]).isLessThan(16);
        assertThat(model().openNoticeProperty().get()).isNull();

        Path project = folder.resolve("p.vernier.json");
        robot.interact(() -> window.projects().save(project));
        await(() -> Files.exists(project) && window.jobs().running().isEmpty());
        openFromFiles();
        assertThat(window.files().described()).isEmpty();
        robot.interact(() -> window.projects().open(project));
        await(() -> window.jobs().running().isEmpty()
                && window.files()
                        .described()
                        .map(d -> d.normalization().scale())
                        .equals(Optional.of(1 / 16.0)));
        settle();
    }

    @Test
    void openDataAreLookedAtByKeyAndLeftAsTheyAre() throws Exception {
        openDialog();
        assertThat(robot.lookup("#data-words").queryAs(Label.class).getText()).contains("797 samples");
        assertThat(robot.lookup("#data-layout").queryAs(ComboBox.class).getItems())
                .hasSizeGreaterThan(1);
        assertThat(isWarned()).isFalse();
        robot.type(KeyCode.ESCAPE);
        await(() -> robot.lookup("#data-use").tryQuery().isEmpty());
        assertThat(window.files().described()).isEmpty();
    }

    @Test
    void dataThatDoNotFitAreShownWithTheReason() throws Exception {
        Path table = Files.writeString(folder.resolve("t.csv"), "a,b,label\n1,2,0\n3,4,1\n");
        robot.interact(() -> window.files().openData(table));
        await(() -> model().openNoticeProperty().get() != null);
        assertThat(model().openNoticeProperty().get().title()).isEqualTo("Data not opened");
        robot.clickOn("#open-notice #notice-action");
        await(() ->
                robot.lookup("#data-notice").tryQuery().filter(Node::isVisible).isPresent());
        assertThat(robot.lookup("#data-use").queryAs(Button.class).isDisabled()).isTrue();
        assertThat(robot.lookup(".data-table").queryAll()).hasSize(1);
        @SuppressWarnings("unchecked")
        ComboBox<String> column = robot.lookup("#data-label-column").queryAs(ComboBox.class);
        assertThat(column.getItems()).contains("a", "b", "label");
        DatasetDescriptor described = DatasetReader.describe(table);
        assertThat(described.labelColumn()).isEmpty();
    }
}
