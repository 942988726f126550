package dev.vernier.app.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.vernier.app.layers.LayerRow;
import dev.vernier.engine.calibrate.CalibrationResult;
import dev.vernier.engine.calibrate.CalibrationRun;
import dev.vernier.engine.data.Dataset;
import dev.vernier.engine.evaluate.EvaluationOptions;
import dev.vernier.engine.evaluate.EvaluationSession;
import dev.vernier.engine.progress.Cancellation;
import dev.vernier.engine.progress.Progress;
import dev.vernier.engine.quantize.ModelQuantizer;
import dev.vernier.engine.quantize.QuantizedModel;
import dev.vernier.engine.spec.Cures;
import dev.vernier.engine.spec.Preset;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.engine.spec.RangeRule;
import dev.vernier.io.ImportedModel;
import dev.vernier.io.ModelReader;
import dev.vernier.io.onnx.OnnxWriter;
import java.nio.file.Path;
import java.util.Set;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuBar;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TableView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cures from the menu: one undo step each, in the export, shown and taken away. */
class CuresJourneyTest extends WindowJourney {
    @TempDir
    Path folder;

    private MenuItem item(String id) {
        MenuBar bar = (MenuBar) robot.lookup(".menu-bar").query();
        return bar.getMenus().stream()
                .flatMap(m -> m.getItems().stream())
                .filter(i -> "Cures".equals(i.getText()))
                .flatMap(i -> ((Menu) i).getItems().stream())
                .filter(i -> id.equals(i.getId()))
                .findFirst()
                .orElseThrow();
    }

    private void cure(String id) throws Exception {
        robot.interact(() -> item(id).fire());
        await(() -> window.jobs().running().isEmpty());
        settle();
    }

    private LayerRow row(String layer) {
        return ((TableView<?>) withId("layers"))
                .getItems().stream()
                        .map(LayerRow.class::cast)
                        .filter(r -> r.name().equals(layer))
                        .findFirst()
                        .orElseThrow();
    }

    @Test
    void equalizationRestoresTheNetworkAndIsInTheExportedFile() throws Exception {
        assertThat(model().resultProperty().get().top1().orElseThrow()).isLessThan(0.7);
        assertThat(withId("pin")).isNotNull();
        assertThat(robot.lookup("#remove-cure-cle").tryQuery()).isEmpty();
        cure("menu-cure-cle");
        double cured = model().resultProperty().get().top1().orElseThrow();
        assertThat(cured).isGreaterThan(0.98);
        assertThat(model().historyProperty().get().undoWords()).contains("cross-layer equalization");

        selectLayer("block2.conv");
        await(() -> window.distribution().readingProperty().get() != null
                && window.distribution().readingProperty().get().sqnrDb() > 30);

        Path file = folder.resolve("equalized.onnx");
        OnnxWriter.write(model().quantizedProperty().get(), file);
        assertThat(top1(ModelReader.open(file))).isCloseTo(cured, within(0.003));

        robot.clickOn("#remove-cure-cle");
        settle();
        assertThat(plan().cures()).isEqualTo(Cures.NONE);
        robot.interact(() -> window.controller().undo());
        settle();
        assertThat(plan().cures().equalization()).isEqualTo(Cures.Equalization.CROSS_LAYER);
        assertThat(model().resultProperty().get().top1().orElseThrow()).isEqualTo(cured);
    }

    /** Of the file as a model of its own, with the numbers that stand in it. */
    private static double top1(ImportedModel exported) {
        Dataset data = project.data().orElseThrow();
        CalibrationResult seen =
                CalibrationRun.run(exported.graph(), data, 32, data.name(), Progress.NONE, Cancellation.NEVER);
        try (EvaluationSession session =
                new EvaluationSession(exported.graph(), data, EvaluationOptions.ofSamples(data.size()))) {
            QuantizedModel asInTheFile = ModelQuantizer.quantize(
                    exported.graph(), seen, exported.plan().orElseThrow());
            return session.evaluate(asInTheFile, p -> {}, Cancellation.NEVER)
                    .top1()
                    .orElseThrow();
        }
    }

    @Test
    void whatIsLearnedForSelectedLayersIsMarkedThereAndCanBeTakenAway() throws Exception {
        robot.interact(() -> window.controller().edit(QuantPlan.of(Preset.INT4)));
        settle();
        selectLayer("block1.conv");
        cure("menu-cure-adaround-selected");
        assertThat(plan().cures().roundings()).containsOnlyKeys("block1.conv");
        assertThat(model().historyProperty().get().undoWords()).contains("AdaRound on block1.conv");
        assertThat(row("block1.conv").curesProperty().get()).containsExactly("Rounding of weights learned (AdaRound)");
        assertThat(row("stem").curesProperty().get()).isEmpty();

        cure("menu-cure-bias-correction");
        assertThat(plan().cures().biasCorrections()).hasSize(5);
        assertThat(plan().cures().roundings()).as("kept").containsOnlyKeys("block1.conv");
        assertThat(model().historyProperty().get().undoWords()).contains("bias correction on 5 layers");

        robot.interact(() -> window.controller().setPreset(Preset.INT8));
        settle();
        assertThat(row("block1.conv").curesProperty().get().get(0)).endsWith("not in effect");
        robot.interact(() -> window.controller().undo());
        settle();

        selectLayer("block1.conv");
        cure("menu-remove-cures-selected");
        assertThat(plan().cures().roundings()).isEmpty();
        assertThat(plan().cures().biasCorrections()).hasSize(4);
        assertThat(model().historyProperty().get().undoWords()).contains("cures of block1.conv removed");
        cure("menu-remove-cures-all");
        assertThat(plan()).isEqualTo(QuantPlan.of(Preset.INT4));
    }

    @Test
    void weightClippingIsARuleForEveryLayer() throws Exception {
        cure("menu-cure-weight-clipping");
        assertThat(Set.copyOf(plan().overrides().keySet())).contains("stem", "head.dense");
        assertThat(config("stem").weights().rule()).isEqualTo(RangeRule.LEAST_SQUARED_ERROR);
        assertThat(model().historyProperty().get().undoWords()).contains("weight clipping on 5 layers");
    }

    @Test
    void withNothingToCureItSaysSo() throws Exception {
        robot.interact(() -> window.controller().edit(QuantPlan.of(Preset.FP16)));
        settle();
        robot.interact(() -> item("menu-cure-adaround").fire());
        assertThat(model().evaluationNoticeProperty().get().title()).isEqualTo("Nothing to cure");
        robot.interact(() -> model().evaluationNoticeProperty().set(null));
    }
}
