package dev.vernier.app.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.app.drawer.DrawerPlace;
import dev.vernier.app.layers.LayerRow;
import dev.vernier.app.workbench.BundledFiles;
import dev.vernier.app.workbench.OpenRequest;
import dev.vernier.engine.calibrate.CalibrationRun;
import dev.vernier.engine.data.Dataset;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.progress.Cancellation;
import dev.vernier.engine.progress.Progress;
import dev.vernier.engine.quantize.ModelQuantizer;
import dev.vernier.engine.spec.Preset;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.engine.spec.TargetRuntime;
import dev.vernier.io.dataset.DatasetFitter;
import dev.vernier.io.dataset.DatasetReader;
import dev.vernier.io.onnx.OnnxWriter;
import dev.vernier.io.tflite.PortType;
import dev.vernier.io.tflite.TfliteWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.util.WaitForAsyncUtils;

/**
 * A model file of hundreds of layers, written here, opened in the window. That all of it comes is checked; with
 * {@code -Dvernier.print=true} what it takes is printed, of 501 convolutions of {@code vernier.width} channels.
 */
class DeepFileTest extends WindowJourney {
    private static final boolean PRINT = Boolean.getBoolean("vernier.print");
    private static final int BLOCKS = PRINT ? 250 : 20;
    private static final int WIDTH = Integer.getInteger("vernier.width", 4);
    private static final int CONVOLUTIONS = 2 * BLOCKS + 1;
    private static final Path DATA = BundledFiles.of("digits-test.dataset.json");

    /** Processor time that the window's thread was busy at once, by step. */
    private final Map<String, Long> busyMillis = new TreeMap<>();

    @TempDir
    private Path folder;

    private static Graph network() {
        return network(BLOCKS);
    }

    private static Graph network(int blocks) {
        return DeepNetwork.of(blocks, WIDTH, project.graph().inputs().get(0).shape());
    }

    private void print(String what, long since, WindowThreadProbe probe) {
        if (PRINT) {
            System.out.printf(
                    "%-40s %6d ms, window's thread busy %d ms at once, answers after %d ms at most%n",
                    what,
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since),
                    probe.mostBusyMillis(),
                    probe.longestWaitMillis());
        }
    }

    private void step(String what, Runnable does, Callable<Boolean> until) throws Exception {
        try (WindowThreadProbe probe = new WindowThreadProbe()) {
            long start = System.nanoTime();
            robot.interact(does);
            WaitForAsyncUtils.waitFor(200, TimeUnit.SECONDS, until);
            print(what, start, probe);
            busyMillis.merge(what, probe.mostBusyMillis(), Math::max);
        }
    }

    @SuppressWarnings("unchecked")
    private static TableView<LayerRow> table() {
        return (TableView<LayerRow>) stage.getScene().lookup("#layers");
    }

    private static boolean isOpen(String name) {
        return model().projectProperty().get().modelName().equals(name)
                && table().getItems().size() > CONVOLUTIONS;
    }

    private static boolean isDone() {
        return model().resultProperty().get() != null
                && model().resultProperty().get().isFinal()
                && !model().evaluatingProperty().get()
                && window.jobs().running().isEmpty();
    }

    private static boolean showsDistribution() {
        return window.distribution().pictureProperty().get() != null;
    }

    private static OpenRequest alone(Path file) {
        return new OpenRequest(Optional.of(file.toString()), Optional.empty(), Optional.empty(), 64, Optional.empty());
    }

    private static OpenRequest withData(Path file) {
        return new OpenRequest(Optional.of(file.toString()), Optional.of(DATA), Optional.empty(), 64, Optional.empty());
    }

    private void openIn(String format, Path file) throws Exception {
        String name = file.getFileName().toString();
        step(format + ", without data: layers", () -> window.files().open(alone(file)), () -> isOpen(name));
        step(format + ", histogram of the first weights", () -> {}, DeepFileTest::showsDistribution);
        step(
                format + ", with data: first estimate",
                () -> window.files().open(withData(file)),
                () -> isOpen(name) && model().resultProperty().get() != null);
        step(format + ", all evaluated", () -> {}, DeepFileTest::isDone);
        assertThat(model().resultProperty().get().layers().size()).isGreaterThan(CONVOLUTIONS);
        step(format + ", last layer selected", () -> selectLast(), DeepFileTest::showsDistribution);
        scroll(format);
    }

    private void selectLast() {
        table().getSelectionModel().clearAndSelect(table().getItems().size() - 1);
    }

    private void scroll(String format) throws Exception {
        step(format + ", scrolled by tens of rows", () -> table().scrollTo(0), () -> {
            for (int row = 0; row < table().getItems().size(); row += 10) {
                int to = row;
                robot.interact(() -> {
                    table().scrollTo(to);
                    table().layout();
                });
            }
            return true;
        });
        assertThat(table().lookupAll(".table-row-cell").stream().filter(TableRow.class::isInstance))
                .hasSizeLessThan(80);
    }

    private void drawers() throws Exception {
        for (DrawerPlace place : List.of(DrawerPlace.GRAPH, DrawerPlace.SENSITIVITY, DrawerPlace.DIAGNOSIS)) {
            step(
                    "drawer " + place.title(),
                    () -> window.drawer().openProperty().set(place),
                    () -> window.jobs().running().isEmpty());
        }
        step("another preset", () -> window.controller().setPreset(Preset.W4), DeepFileTest::isDone);
        step("undone", () -> window.controller().undo(), DeepFileTest::isDone);
        robot.interact(() -> window.drawer().openProperty().set(null));
    }

    @Test
    void aDeepOnnxFileOpens() throws Exception {
        Path file = folder.resolve("deep.onnx");
        OnnxWriter.write(network(), file);
        openIn("ONNX", file);
        drawers();
    }

    /** Twice, so that what loads and compiles classes is not counted; 333 convolutions, 166 sums, pooling and a dense layer. */
    @Test
    void fiveHundredLayersNeverHoldTheWindow() throws Exception {
        Graph fiveHundred = network(166);
        for (String name : List.of("first", "again")) {
            Path file = folder.resolve(name + ".onnx");
            OnnxWriter.write(fiveHundred, file);
            busyMillis.clear();
            openIn("five hundred", file);
            drawers();
        }
        assertThat(table().getItems().size()).isGreaterThan(500);
        assertThat(busyMillis)
                .isNotEmpty()
                .allSatisfy((what, millis) -> assertThat(millis).as(what).isLessThan(50));
    }

    @Test
    void aDeepTfliteFileOpens() throws Exception {
        Graph graph = network();
        Dataset data = DatasetFitter.fit(DatasetReader.open(DATA), graph);
        var seen = CalibrationRun.run(graph, data, 32, data.name(), Progress.NONE, Cancellation.NEVER);
        Path file = folder.resolve("deep.tflite");
        QuantPlan plan = QuantPlan.of(Preset.INT8).withTarget(TargetRuntime.TFLITE);
        TfliteWriter.write(ModelQuantizer.quantize(graph, seen, plan), PortType.FLOAT32, file);
        openIn("TensorFlow Lite", file);
    }
}
