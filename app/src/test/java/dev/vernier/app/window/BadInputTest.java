package dev.vernier.app.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.app.notice.Notice;
import dev.vernier.app.preferences.Preferences;
import dev.vernier.app.preferences.PreferencesFile;
import dev.vernier.app.project.Project;
import dev.vernier.app.workbench.BundledFiles;
import dev.vernier.app.workbench.OpenRequest;
import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.TensorSpec;
import dev.vernier.engine.graph.op.Clamp;
import dev.vernier.engine.graph.op.Gemm;
import dev.vernier.engine.spec.LayerConfig;
import dev.vernier.engine.spec.Preset;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.io.plan.PlanFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.Clipboard;
import javafx.stage.Window;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever cannot be opened, read or written is told in the window, in a sentence that names it and says what to do; what was open stays. */
class BadInputTest extends WindowJourney {
    @TempDir
    Path folder;

    @AfterEach
    void tidyUp() {
        robot.interact(() -> {
            List.copyOf(Window.getWindows()).stream().filter(w -> w != stage).forEach(Window::hide);
            model().openNoticeProperty().set(null);
        });
    }

    private Path file(String name, byte[] content) throws Exception {
        return Files.write(folder.resolve(name), content);
    }

    private Path file(String name, String content) throws Exception {
        return file(name, content.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] bundled(String name) throws Exception {
        return Files.readAllBytes(BundledFiles.of(name));
    }

    /** {@code opens} ends in an error that names {@code where} and says {@code what}; plan, model and numbers are as they were. */
    private void refused(Runnable opens, String title, String where, String what) throws Exception {
        Project before = model().projectProperty().get();
        QuantPlan plan = plan();
        robot.interact(() -> model().openNoticeProperty().set(null));
        robot.interact(opens);
        await(() -> model().openNoticeProperty().get() != null);
        Notice notice = model().openNoticeProperty().get();
        assertThat(notice.kind()).as(notice.message()).isEqualTo(Notice.Kind.ERROR);
        assertThat(notice.title()).isEqualTo(title);
        assertThat(notice.message())
                .contains(where)
                .contains(what)
                .doesNotContain("\n", "An unexpected", "Exception", "REDACTED", ".part");
        assertThat(notice.details()).startsWith(title).contains(notice.message());
        assertThat(model().projectProperty().get()).isSameAs(before);
        assertThat(plan()).isEqualTo(plan);
        assertThat(((Label) robot.lookup("#open-notice .notice-message").query()).getText())
                .isEqualTo(notice.message());
    }

    @Test
    void modelsThatAreNone() throws Exception {
        byte[] whole = bundled("digits-mlp.onnx");
        Path cut = file("cut.onnx", Arrays.copyOf(whole, whole.length / 2));
        refused(() -> window.files().openModel(cut), "Model not opened", "cut.onnx", "");
        Path text = file("text.onnx", "this is no model\n".repeat(50));
        refused(() -> window.files().openModel(text), "Model not opened", "text.onnx", "");
        Path empty = file("empty.onnx", "");
        refused(() -> window.files().openModel(empty), "Model not opened", "empty.onnx", "");
        Path flat = file("bad.tflite", new byte[400]);
        refused(() -> window.files().openModel(flat), "Model not opened", "bad.tflite", "");
        Path keras = file("bad.h5", new byte[2000]);
        refused(() -> window.files().openModel(keras), "Model not opened", "bad.h5", "");
        Path zip = file("bad.keras", "PK no zip");
        refused(() -> window.files().openModel(zip), "Model not opened", "bad.keras", "");
        Path unknown = file("model.pt", "x");
        refused(() -> window.files().openModel(unknown), "Model not opened", "model.pt", "");
        refused(() -> window.files().openModel(folder.resolve("gone.onnx")), "Model not opened", "gone.onnx", "");
        refused(
                () -> window.files().openModel(folder),
                "Model not opened",
                folder.getFileName().toString(),
                "");
    }

    @Test
    void dataThatAreNoneOrDoNotFit() throws Exception {
        Path noArray = file("x.npy", "no array");
        refused(() -> window.files().openData(noArray), "Data not opened", "x.npy", "");
        Path noZip = file("x.npz", "no archive");
        refused(() -> window.files().openData(noZip), "Data not opened", "x.npz", "");
        Path words = file("x.csv", "a,b,c\n1,2,three\n");
        refused(() -> window.files().openData(words), "Data not opened", "x.csv", "");
        Path narrow = file("narrow.csv", "1,2,3\n4,5,6\n");
        refused(() -> window.files().openData(narrow), "Data not opened", "narrow.csv", "");
        Path descriptor = file("d.dataset.json", "{ \"format\": \"idx\", \"images\": \"nowhere.gz\" }");
        refused(() -> window.files().openData(descriptor), "Data not opened", "d.dataset.json", "");
        Path noJson = file("e.dataset.json", "{ \"format\": ");
        refused(() -> window.files().openData(noJson), "Data not opened", "e.dataset.json", "");
        Path bare = Files.createDirectory(folder.resolve("bare"));
        refused(() -> window.files().openData(bare), "Data not opened", "bare", "");
        refused(() -> window.files().openData(folder.resolve("gone.npz")), "Data not opened", "gone.npz", "");
        refused(() -> window.files().openCalibrationData(narrow), "Calibration data not opened", "narrow.csv", "");
    }

    @Test
    void plansThatAreNoneOrOfAnotherModel() throws Exception {
        Path other = folder.resolve("other.plan.json");
        PlanFile.write(other, QuantPlan.of(Preset.INT8).withLayer("somewhere.else", LayerConfig.FLOAT));
        refused(() -> window.files().openPlan(other), "Plan not opened", "other.plan.json", "somewhere.else");
        Path broken = file("broken.plan.json", "{ \"format\": \"vernier-plan\", ");
        refused(() -> window.files().openPlan(broken), "Plan not opened", "broken.plan.json", "");
        Path newer = file("newer.plan.json", "{ \"format\": \"vernier-plan\", \"version\": 99 }");
        refused(() -> window.files().openPlan(newer), "Plan not opened", "newer.plan.json", "99");
        refused(
                () -> window.files().openPlan(folder.resolve("gone.plan.json")),
                "Plan not opened",
                "gone.plan.json",
                "");
    }

    @Test
    void projectsThatAreNone() throws Exception {
        Path broken = file("broken.vernier.json", "{");
        refused(() -> window.projects().open(broken), "Project not opened", "broken.vernier.json", "line ");
        Path other = file("other.vernier.json", "{ \"format\": \"something\" }");
        refused(() -> window.projects().open(other), "Project not opened", "other.vernier.json", "is no project");
        refused(() -> window.projects().open(folder.resolve("gone.vernier.json")), "Project not opened", "gone", "");
    }

    @Test
    void placesThatCannotBeWrittenTo() throws Exception {
        // a file where a folder should be refuses even those who may write everywhere
        Path inTheWay = file("in-the-way", "");
        refused(() -> window.files().savePlan(inTheWay.resolve("p.plan.json")), "Plan not saved", "p.plan.json", "");
        refused(
                () -> window.projects().save(inTheWay.resolve("p.vernier.json")),
                "Project not saved",
                "p.vernier.json",
                "");
        new PreferencesFile(inTheWay.resolve("preferences.json")).write(Preferences.usual());
        assertThat(inTheWay).hasContent("");
        assertThat(Files.list(folder)).as("no half-written file").containsExactly(inTheWay);
    }

    @Test
    void anExportThatFailsIsToldInItsDialogAndTheOldFileIsWhole() throws Exception {
        Path inTheWay = file("in-the-way", "old");
        robot.clickOn(withId("export"));
        robot.interact(() -> ((TextField) withId("export-file"))
                .setText(inTheWay.resolve("net.onnx").toString()));
        robot.clickOn(withId("export-write"));
        await(() -> robot.lookup(".notice-message").queryAllAs(Label.class).stream()
                .anyMatch(l -> l.getText() != null && l.getText().contains("net.onnx")));
        assertThat(inTheWay).hasContent("old");
    }

    /** What cannot be measured opens to be looked at, with the reason. */
    @Test
    void aModelThatTheOpenDataDoNotFit() throws Exception {
        Path tabular = Files.copy(BundledFiles.of("digits-mlp.onnx"), folder.resolve("mlp.onnx"));
        robot.interact(() -> window.files().openModel(tabular));
        await(() -> model().projectProperty().get().modelName().equals("mlp.onnx"));
        await(() -> model().openNoticeProperty().get() != null
                || model().resultProperty().get() != null);
        assertThat(model().projectProperty().get().layers()).isNotEmpty();

        Files.delete(tabular);
        refused(
                () -> window.projects().save(folder.resolve("p.vernier.json")),
                "Project not saved",
                "mlp.onnx",
                "does not exist");
        robot.interact(() -> window.files().open(OpenRequest.bundledSample()));
        await(() -> model().projectProperty().get().modelName().equals("digits-dw"));
        settle();
    }

    @Test
    void whatNothingIsMeasuredOfOffersNothingThatMeasures() throws Exception {
        Graph graph = Graph.builder("alone")
                .input(new TensorSpec("x", DataType.FLOAT32, Shape.of(Shape.UNKNOWN, 2)))
                .constant("w", TensorData.ofFloats(Shape.of(2, 2), new float[] {1, 2, 3, 4}))
                .constant("b", TensorData.ofFloats(Shape.of(2), new float[2]))
                .node(new Node("dense", new Gemm(false, true, 1, 1, Clamp.NONE), List.of("x", "w", "b"), List.of("y")))
                .output("y")
                .build();
        robot.interact(() -> window.controller().open(Project.toLookAt("alone", graph), QuantPlan.of(Preset.INT8)));
        assertThat(withId("prove").isDisabled()).isTrue();
        assertThat(text("accuracy")).isEqualTo("not measured");
        selectLayer("dense");
        await(() -> window.distribution().pictureProperty().get() != null);
        robot.clickOn("#view-activations");
        assertThat(Optional.ofNullable(window.distribution().messageProperty().get()))
                .isPresent();
    }

    @Test
    void detailsCanBeCopiedAndTheNoticeDismissed() throws Exception {
        Path text = file("text.onnx", "this is no model");
        refused(() -> window.files().openModel(text), "Model not opened", "text.onnx", "");
        robot.clickOn("#open-notice .quiet");
        robot.interact(() -> assertThat(Clipboard.getSystemClipboard().getString())
                .startsWith("Model not opened\n")
                .contains("text.onnx")
                .contains("VernierException"));
        robot.clickOn("#open-notice #dismiss-notice");
        assertThat(model().openNoticeProperty().get()).isNull();
    }
}
