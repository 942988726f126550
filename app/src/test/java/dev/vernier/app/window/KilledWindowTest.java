package dev.vernier.app.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.app.files.RecoveryFile;
import dev.vernier.app.workbench.BundledFiles;
import dev.vernier.app.workbench.OpenRequest;
import dev.vernier.engine.spec.LayerConfig;
import dev.vernier.io.project.ProjectFile;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process of a window is killed, and the next window takes up what was done in it. */
class KilledWindowTest extends WindowJourney {
    @TempDir
    Path folder;

    @Test
    void workInAWindowThatIsKilledIsOfferedAndRestored() throws Exception {
        Path model = BundledFiles.of("digits-mlp.onnx");
        Path data = BundledFiles.of("digits-test.dataset.json");
        String layer = lastLayerOf(model, data);
        Path kept = folder.resolve("recovery.vernier.json");
        Path output = folder.resolve("killed.log");
        Process killed = start(output, folder.toString(), model.toString(), data.toString(), layer);
        try {
            await(() -> {
                assertThat(killed.isAlive()).as(() -> read(output)).isTrue();
                return Files.exists(kept);
            });
        } finally {
            killed.destroyForcibly().waitFor();
        }
        assertThat(ProjectFile.read(kept).plan().preset()).isEqualTo(KilledWindow.PRESET);

        robot.interact(() -> window.projects().keepUnsavedIn(new RecoveryFile(folder)));
        open(OpenRequest.bundledSample());
        await(() -> model().openNoticeProperty().get() != null);
        assertThat(model().openNoticeProperty().get().title()).isEqualTo("Unsaved work on digits-mlp.onnx was found");
        robot.clickOn("#notice-action");
        await(() -> model().projectProperty().get().modelName().equals("digits-mlp.onnx"));
        settle();
        assertThat(plan().preset()).isEqualTo(KilledWindow.PRESET);
        assertThat(config(layer)).isEqualTo(LayerConfig.FLOAT);
        assertThat(model().snapshots()).hasSize(1);
        assertThat(model().snapshots().get(0).plan()).isEqualTo(plan());
        robot.interact(() -> model().openNoticeProperty().set(null));
    }

    private String lastLayerOf(Path model, Path data) throws Exception {
        open(OpenRequest.of(model, data));
        var layers = model().projectProperty().get().layers();
        return layers.stream()
                .filter(l -> l.hasWeights())
                .reduce((a, b) -> b)
                .orElseThrow()
                .name();
    }

    private void open(OpenRequest request) throws Exception {
        var before = model().projectProperty().get();
        robot.interact(() -> window.files().open(request));
        await(() -> model().projectProperty().get() != before);
        settle();
    }

    /** The same virtual machine with the same options, so that it needs no display where this one needs none. */
    private static Process start(Path output, String... args) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(a -> a.startsWith("-D") || a.startsWith("--add-") || a.startsWith("--enable-"))
                .forEach(command::add);
        command.addAll(List.of("-Xmx512m", "-cp"));
        command.add(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        command.add(KilledWindow.class.getName());
        command.addAll(List.of(args));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            return e.toString();
        }
    }
}
