package dev.vernier.io.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.VernierException;
import dev.vernier.engine.evaluate.Interval;
import dev.vernier.engine.evaluate.Metric;
import dev.vernier.engine.evaluate.MetricValue;
import dev.vernier.engine.evaluate.PlanScore;
import dev.vernier.engine.spec.BiasCorrection;
import dev.vernier.engine.spec.Cures;
import dev.vernier.engine.spec.LayerConfig;
import dev.vernier.engine.spec.LearnedRounding;
import dev.vernier.engine.spec.Precision;
import dev.vernier.engine.spec.Preset;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.engine.spec.QuantSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
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
                Optional.of("{\"format\":\"npz\",\"preprocess\":{\"scale\":0.5,\"mean\":[0.0],\"std\":[1.0]}}"),
                Optional.empty(),
                512,
                plan,
                List.of(
                        new SavedProject.Kept("A", "int4", QuantPlan.of(Preset.INT4), Optional.of(score())),
                        new SavedProject.Kept("B", "fp16", QuantPlan.of(Preset.FP16), Optional.empty())),
                new SavedView(
                        Optional.of("conv1"),
                        Optional.of("error"),
                        true,
                        Optional.of("GRAPH"),
                        Optional.of("outputSqnrDb")),
                Optional.of(calibrated(0, 6)));
    }

    /** With an infinite SQNR, which JSON has no number for. */
    private static PlanScore score() {
        Map<Metric, MetricValue> metrics = new LinkedHashMap<>();
        metrics.put(
                Metric.TOP1,
                new MetricValue(
                        OptionalDouble.of(0.98),
                        0.975,
                        Optional.of(new Interval(0.96, 0.985)),
                        Optional.of(new Interval(-0.01, 0.002))));
        metrics.put(
                Metric.OUTPUT_SQNR,
                new MetricValue(OptionalDouble.empty(), Double.POSITIVE_INFINITY, Optional.empty(), Optional.empty()));
        return new PlanScore(797, 797, metrics, 56_700, 167_000, Map.of("conv1", 31.25));
    }

    private static CalibrationSummary calibrated(double min, double max) {
        return new CalibrationSummary(300, "digits", Map.of("conv1", new CalibrationSummary.Extremes(min, max)));
    }

    @Test
    void dataThatCalibrateOtherwiseAreNoticed() {
        assertThat(calibrated(0, 6).difference(calibrated(0, 6.005))).isEmpty();
        assertThat(calibrated(0, 6).difference(calibrated(-1, 6)))
                .hasValue("Calibration shows other ranges than when the project was saved: conv1 -1.000 to 6.000, was"
                        + " 0.000 to 6.000");
        assertThat(calibrated(0, 6).difference(new CalibrationSummary(200, "digits", Map.of())))
                .hasValue("Calibration ran 200 samples, 300 when the project was saved");
    }

    @Test
    void aProjectOfTheFirstVersionIsRead() throws Exception {
        Path file = folder.resolve("p.vernier.json");
        Files.writeString(file, """
                { "format": "vernier-project", "version": 1, "sample": "digits-dw", "calibrationSamples": 300,
                  "plan": { "format": "vernier-plan", "version": 1, "preset": "int8", "target": "onnxruntime", "layers": {} },
                  "snapshots": [ { "letter": "A", "words": "int8",
                    "plan": { "format": "vernier-plan", "version": 1, "preset": "int8", "target": "onnxruntime", "layers": {} } } ],
                  "layer": "stem" }
                """);
        SavedProject project = ProjectFile.read(file);
        assertThat(project.view().layer()).hasValue("stem");
        assertThat(project.snapshots().get(0).score()).isEmpty();
        assertThat(project.calibrated()).isEmpty();
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
    void whatPlansLearnedIsKeptWithThem() throws Exception {
        QuantSpec weights = QuantSpec.weights(Precision.INT4);
        BitSet up = new BitSet();
        up.set(1, 4);
        QuantPlan cured = QuantPlan.of(Preset.INT4)
                .withCures(new Cures(
                        Cures.Equalization.CROSS_LAYER,
                        Map.of("conv1", new BiasCorrection(weights, List.of(0.25f, -1e-3f))),
                        Map.of("conv1", new LearnedRounding(weights, 6, up))));
        SavedProject p = project();
        SavedProject project = new SavedProject(
                p.sample(),
                p.model(),
                p.data(),
                p.reading(),
                p.calibration(),
                p.calibrationSamples(),
                cured,
                List.of(new SavedProject.Kept("A", "AdaRound on conv1", cured, Optional.empty())),
                p.view(),
                p.calibrated());
        Path file = folder.resolve("cured.vernier.json");
        ProjectFile.write(file, project);
        SavedProject read = ProjectFile.read(file);
        assertThat(read.plan()).isEqualTo(cured);
        assertThat(read.snapshots().get(0).plan()).isEqualTo(cured);
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
        assertRefused(file, good.replace("\"version\" : 2,\n  \"model\"", "\"version\" : 9,\n  \"model\""), "newer");
        assertRefused(file, good.replace("vernier-project", "x"), "is no project");
        assertRefused(file, good.replace("\"samples\" : 797", "\"samples\" : \"x\""), "snapshots[0].measured.samples");
        assertRefused(file, good.replace("\"Infinity\"", "\"much\""), "metrics.outputSqnrDb.value must be a number");
        assertRefused(file, good.replace("\"top1\"", "\"top2\""), "metrics.top2 is unknown");
        assertRefused(file, good.replace("\"byChannel\" : true", "\"byChannel\" : 1"), "view.byChannel");
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
