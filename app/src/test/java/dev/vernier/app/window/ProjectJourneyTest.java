package dev.vernier.app.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.app.distribution.DistributionView;
import dev.vernier.app.drawer.DrawerPlace;
import dev.vernier.app.files.DroppedFiles;
import dev.vernier.app.files.RecoveryFile;
import dev.vernier.app.notice.Notice;
import dev.vernier.app.preferences.Preferences;
import dev.vernier.app.project.Snapshot;
import dev.vernier.app.workbench.BundledFiles;
import dev.vernier.app.workbench.OpenRequest;
import dev.vernier.engine.evaluate.PlanScore;
import dev.vernier.engine.spec.Preset;
import dev.vernier.io.project.ProjectFile;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import javafx.event.Event;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.util.WaitForAsyncUtils;

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
        assertThat(text("saved")).isEqualTo("saved work.vernier.json");
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
    void snapshotsComeBackWithTheirNumbersAndTheWindowAsItWasLookedAt() throws Exception {
        robot.interact(() -> window.controller().pin());
        PlanScore measured = model().snapshots().get(0).score().orElseThrow();
        String last = model().projectProperty()
                .get()
                .layers()
                .get(model().projectProperty().get().layers().size() - 1)
                .name();
        selectLayer(last);
        robot.interact(() -> {
            window.distribution().viewProperty().set(DistributionView.ACTIVATIONS);
            window.drawer().openProperty().set(DrawerPlace.GRAPH);
        });
        Path file = saved();

        open(OpenRequest.bundledSample());
        robot.interact(() -> {
            window.drawer().openProperty().set(null);
            window.distribution().viewProperty().set(DistributionView.WEIGHTS);
            window.projects().open(file);
        });
        await(() -> window.projects().projectFile().equals(Optional.of(file)));
        Snapshot back = model().snapshots().get(0);
        assertThat(back.score()).hasValue(measured);
        assertThat(back.recalled()).isTrue();
        assertThat(model().layerProperty().get().name()).isEqualTo(last);
        assertThat(window.distribution().viewProperty().get()).isEqualTo(DistributionView.ACTIVATIONS);
        assertThat(window.drawer().openProperty().get()).isEqualTo(DrawerPlace.GRAPH);
        assertThat(model().openNoticeProperty().get()).isNull();

        robot.interact(() -> window.controller().adopt(back));
        settle();
        assertThat(model().snapshots().get(0).recalled()).as("measured again").isFalse();
        robot.interact(() -> window.drawer().openProperty().set(null));
    }

    @Test
    void dataThatAreNotWhatTheyWereAreNoticedByWhatCalibrationSees() throws Exception {
        Path file = saved();
        // the descriptor, which the project names, stays; the pictures that it names are others
        Path pictures = folder.resolve("digits-test-images-idx3-ubyte.gz");
        byte[] idx;
        try (InputStream in = new GZIPInputStream(Files.newInputStream(pictures))) {
            idx = in.readAllBytes();
        }
        for (int i = 16; i < idx.length; i++) {
            idx[i] = (byte) ((idx[i] & 0xff) / 2);
        }
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(pictures))) {
            out.write(idx);
        }
        robot.interact(() -> window.projects().open(file));
        await(() -> model().openNoticeProperty().get() != null);
        assertThat(model().openNoticeProperty().get().title())
                .isEqualTo("The data have changed since the project was saved");
        assertThat(model().openNoticeProperty().get().message()).contains(", was 0.000 to");
        settle();
        robot.interact(() -> model().openNoticeProperty().set(null));
    }

    @Test
    void theLastProjectIsOpenedAtTheNextStartAndItsAbsenceTold() throws Exception {
        Path file = saved();
        Preferences left = onWindow(() -> window.preferences());
        assertThat(left.lastProject()).isEqualTo(file.toString());

        robot.interact(() -> {
            window.remember(left);
            window.openFirst(OpenRequest.bundledSample());
        });
        await(() -> window.projects().projectFile().equals(Optional.of(file)));
        settle();
        Files.delete(file);
        robot.interact(() -> window.openFirst(OpenRequest.bundledSample()));
        await(() -> model().openNoticeProperty().get() != null);
        assertThat(model().openNoticeProperty().get().title()).isEqualTo("The last project was not opened");
        assertThat(model().projectProperty().get().modelName()).isEqualTo("digits-dw");
        settle();
        robot.interact(() -> model().openNoticeProperty().set(null));
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
        assertThat(model().openNoticeProperty().get().title()).isEqualTo("Unsaved work on m.onnx was found");

        robot.clickOn("#notice-action");
        await(() -> model().projectProperty().get().modelName().equals("m.onnx"));
        settle();
        assertThat(plan().preset()).isEqualTo(Preset.FP16);
        assertThat(window.projects().hasUnsavedOfBefore()).isFalse();
    }

    @Test
    void dataThatLookWrongAreOpenedWithAWarning() throws Exception {
        // the pictures without their descriptor: bytes, where the network was trained on normalized values
        Path raw = folder.resolve("digits-test-images-idx3-ubyte.gz");
        robot.interact(() -> window.files().openDropped(DroppedFiles.of(List.of(modelFile, raw))));
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
    void projectsModelsAndDataThatWereOpenAreInTheMenu() throws Exception {
        robot.interact(() -> window.files().setRecent(List.of()));
        open(OpenRequest.of(modelFile, dataFile));
        saved();
        assertThat(recentMenu())
                .containsExactly(
                        "Projects",
                        folder.getFileName() + "/work.vernier.json · m.onnx",
                        "Models",
                        folder.getFileName() + "/m.onnx · " + folder.getFileName() + "/digits-test.dataset.json",
                        "Data, for the open model",
                        folder.getFileName() + "/digits-test.dataset.json",
                        "Forget these");
        robot.interact(() -> window.files().setRecent(List.of()));
        assertThat(recentMenu()).containsExactly("Nothing was open yet");
    }

    private List<String> recentMenu() throws Exception {
        return onWindow(() -> {
            Menu file = window.menus().getMenus().get(0);
            Menu recent = (Menu) file.getItems().stream()
                    .filter(i -> "Open recent".equals(i.getText()))
                    .findFirst()
                    .orElseThrow();
            Event.fireEvent(recent, new Event(Menu.ON_SHOWING));
            return recent.getItems().stream()
                    .filter(i -> !(i instanceof SeparatorMenuItem))
                    .map(MenuItem::getText)
                    .toList();
        });
    }

    private static <T> T onWindow(Callable<T> what) throws Exception {
        return WaitForAsyncUtils.waitForAsyncFx(SECONDS * 1000, what);
    }
}
