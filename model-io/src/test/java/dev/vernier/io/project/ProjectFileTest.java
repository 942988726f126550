package dev.vernier.io.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.VernierException;
import dev.vernier.engine.spec.LayerConfig;
import dev.vernier.engine.spec.Preset;
import dev.vernier.engine.spec.QuantPlan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Projects written and read back, moved with their files, and refused by field where they are wrong. */
class ProjectFileTest {
    @TempDir
    Path folder;

    private SavedProject project() throws Exception {
        Path model = Files.writeString(folder.resolve("m.onnx"), "abc");
        Path data = Files.writeString(folder.resolve("d.npz"), "data");
        QuantPlan plan = QuantPlan.of(Preset.INT8).withLayer("conv1", LayerConfig.FLOAT);
        return new SavedProject(
                Optional.empty(),
                Optional.of(SavedFile.of(model)),
                Optional.of(SavedFile.of(data)),
                Optional.empty(),
                512,
                plan,
                List.of(new SavedProject.Kept("A", "int4", QuantPlan.of(Preset.INT4))),
                Optional.of("conv1"));
    }

    @Test
    void whatIsWrittenIsReadBackAsTheSame() throws Exception {
        SavedProject project = project();
        Path file = folder.resolve("p.vernier.json");
        ProjectFile.write(file, project);

        assertThat(ProjectFile.read(file)).isEqualTo(project);
        assertThat(Files.readString(file))
                .contains("\"path\" : \"m.onnx\"")
                .contains("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void aProjectMovedWithItsFilesFindsThem() throws Exception {
        ProjectFile.write(folder.resolve("p.vernier.json"), project());
        Path other = Files.createDirectories(folder.resolve("elsewhere"));
        for (String name : List.of("p.vernier.json", "m.onnx", "d.npz")) {
            Files.move(folder.resolve(name), other.resolve(name));
        }
        SavedProject moved = ProjectFile.read(other.resolve("p.vernier.json"));
        assertThat(moved.model().orElseThrow().path()).isEqualTo(other.resolve("m.onnx"));
        assertThat(moved.model().orElseThrow().state()).isEqualTo(SavedFile.State.SAME);
    }

    @Test
    void changedAndMissingFilesAreTold() throws Exception {
        SavedProject project = project();
        Files.writeString(folder.resolve("m.onnx"), "abd");
        Files.delete(folder.resolve("d.npz"));
        assertThat(project.model().orElseThrow().state()).isEqualTo(SavedFile.State.CHANGED);
        assertThat(project.data().orElseThrow().state()).isEqualTo(SavedFile.State.MISSING);

        Path found = Files.writeString(folder.resolve("other.npz"), "data");
        SavedProject relocated = project.relocated(folder.resolve("d.npz"), found);
        assertThat(relocated.data().orElseThrow().state()).isEqualTo(SavedFile.State.SAME);
    }

    @Test
    void whatIsWrongIsNamedByItsField() throws Exception {
        Path file = folder.resolve("p.vernier.json");
        ProjectFile.write(file, project());
        String good = Files.readString(file);

        assertRefused(file, good.replace("\"snapshots\"", "\"snapshot\""), "snapshot is unknown");
        assertRefused(
                file,
                good.replace("\"calibrationSamples\" : 512", "\"calibrationSamples\" : -1"),
                "calibrationSamples");
        assertRefused(file, good.replace("\"preset\" : \"int4\"", "\"preset\" : \"int5000\""), "snapshots[0].plan");
        assertRefused(file, good.replace("\"version\" : 1,\n  \"model\"", "\"version\" : 9,\n  \"model\""), "newer");
        assertRefused(file, good.replace("vernier-project", "x"), "is no project");
        assertRefused(file, good.substring(0, good.length() / 2), "line ");
        assertRefused(file, "", "is no project");
    }

    private static void assertRefused(Path file, String text, String why) throws Exception {
        Files.writeString(file, text);
        assertThatThrownBy(() -> ProjectFile.read(file))
                .isInstanceOf(VernierException.class)
                .hasMessageContaining("p.vernier.json")
                .hasMessageContaining(why);
    }
}
