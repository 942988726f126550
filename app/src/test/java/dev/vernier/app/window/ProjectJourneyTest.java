package dev.vernier.app.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.app.files.RecoveryFile;
import dev.vernier.app.notice.Notice;
import dev.vernier.app.workbench.BundledFiles;
import dev.vernier.app.workbench.OpenRequest;
import dev.vernier.engine.spec.Preset;
import dev.vernier.io.project.ProjectFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Work that is saved, opened again, moved, and not lost where it was not saved. */
class ProjectJourneyTest extends WindowJourney {
    @TempDir
    Path folder;

    private Path modelFile;
    private Path dataFile;

    /** A model and data of one's own: the bundled ones, copied. */
    @BeforeEach
    void openFiles() throws Exception {
        modelFile = Files.copy(BundledFiles.of("digits-mlp.onnx"), folder.resolve("m.onnx"));
        for (String name : List.of(
                "digits-test.dataset.json", "digits-test-images-idx3-ubyte.gz", "digits-test-labels-idx1-ubyte.gz")) {
            Files.copy(BundledFiles.of(name), folder.resolve(name));
        }
        dataFile = folder.resolve("digits-test.dataset.json");
        open(OpenRequest.of(modelFile, dataFile));
    }

    private void open(OpenRequest request) throws Exception {
        var before = model().projectProperty().get();
        robot.interact(() -> window.files().open(request));
        await(() -> model().projectProperty().get() != before);
        settle();
    }

    private Path saved() throws Exception {
        Path file = folder.resolve("work.vernier.json");
        robot.interact(() -> {
            window.controller().setPreset(Preset.INT4);
            window.controller().pin();
            window.projects().save(file);
        });
        await(() -> window.projects().projectFile().equals(Optional.of(file)));
        return file;
    }

    @Test
    void aSavedProjectIsOpenedAgain() throws Exception {
        Path file = saved();
        assertThat(ProjectFile.read(file).plan().preset()).isEqualTo(Preset.INT4);

        open(OpenRequest.bundledSample());
        robot.interact(() -> window.projects().open(file));
        await(() -> window.projects().projectFile().equals(Optional.of(file)));
        settle();
        assertThat(model().projectProperty().get().modelName()).isEqualTo("m.onnx");
        assertThat(plan().preset()).isEqualTo(Preset.INT4);
        assertThat(model().snapshots()).hasSize(1);
    }

    @Test
    void aChangedFileIsToldAndAMissingOneAskedFor() throws Exception {
        Path file = saved();
        Files.writeString(dataFile, Files.readString(dataFile) + "\n");
        robot.interact(() -> window.projects().open(file));
        await(() -> model().openNoticeProperty().get() != null);
        assertThat(model().openNoticeProperty().get().title()).startsWith("A file has changed");

        Path moved = Files.move(modelFile, folder.resolve("moved.onnx"));
        robot.interact(() -> {
            window.projects().relocateWith(f -> Optional.empty());
            window.projects().open(file);
        });
        await(() -> model().openNoticeProperty().get() != null
                && model().openNoticeProperty().get().kind() == Notice.Kind.ERROR);
        assertThat(model().openNoticeProperty().get().message())
                .contains("m.onnx")
                .contains("does not exist");

        robot.interact(() -> {
            window.projects().relocateWith(f -> Optional.of(moved));
            window.projects().open(file);
        });
        await(() -> model().projectProperty().get().modelName().equals("moved.onnx"));
        settle();
        robot.interact(() -> model().openNoticeProperty().set(null));
    }

    @Test
    void whatWasNotSavedIsTakenUpAfterACrash() throws Exception {
        Path kept = folder.resolve("kept");
        robot.interact(() -> {
            window.projects().keepUnsavedIn(new RecoveryFile(kept));
            window.controller().setPreset(Preset.FP16);
        });
        await(() -> Files.exists(kept.resolve("recovery.vernier.json")));

        // the program ends without a word; the next one looks into the same folder
        robot.interact(() -> window.projects().keepUnsavedIn(new RecoveryFile(kept)));
        open(OpenRequest.bundledSample());
        await(() -> model().openNoticeProperty().get() != null);
        assertThat(model().openNoticeProperty().get().title()).isEqualTo("Unsaved work was found");

        robot.interact(() -> window.projects().restoreUnsaved());
        await(() -> model().projectProperty().get().modelName().equals("m.onnx"));
        settle();
        assertThat(plan().preset()).isEqualTo(Preset.FP16);
        assertThat(window.projects().hasUnsavedOfBefore()).isFalse();
    }

    @Test
    void dataThatLookWrongAreOpenedWithAWarning() throws Exception {
        // the pictures without their descriptor: bytes, where the network was trained on normalized values
        Path raw = folder.resolve("digits-test-images-idx3-ubyte.gz");
        robot.interact(() -> window.files().openDropped(List.of(modelFile, raw)));
        await(() -> model().openNoticeProperty().get() != null);
        settle();
        assertThat(model().openNoticeProperty().get().kind()).isEqualTo(Notice.Kind.WARNING);
        assertThat(model().openNoticeProperty().get().title()).isEqualTo("The data may not fit m.onnx as they are");
        assertThat(model().openNoticeProperty().get().message()).contains("0 to 255");
        assertThat(model().projectProperty().get().dataWords()).startsWith("digits-test-images");
        robot.interact(() -> model().openNoticeProperty().set(null));
    }

    @Test
    void theImportReportIsFilteredAndLeadsToItsLayer() throws Exception {
        assertThat(model().importReportProperty().get()).isNotNull();
        robot.interact(() -> window.showImportReport());
        TableView<?> table = robot.lookup("#import-report").queryAs(TableView.class);
        assertThat(table.getItems())
                .hasSize(model().importReportProperty().get().findings().size());
        robot.clickOn("#report-filter").write("no such word");
        assertThat(table.getItems()).isEmpty();
        robot.type(KeyCode.ESCAPE);
    }

    @Test
    void whatWasOpenIsAmongTheRecentOnes() {
        assertThat(window.files().recent().get(0).model())
                .isEqualTo(modelFile.toAbsolutePath().toString());
    }
}
