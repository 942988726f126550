package dev.vernier.app.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.app.distribution.HistogramPlot;
import dev.vernier.app.format.NumberText;
import dev.vernier.app.workbench.OpenRequest;
import dev.vernier.engine.spec.ClipRange;
import dev.vernier.engine.spec.Precision;
import dev.vernier.engine.spec.Preset;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.engine.spec.RangeRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person does to a plan with mouse and keyboard. */
class WindowJourneyTest extends WindowJourney {
    @Test
    void theSampleOpensCalibratedAndEvaluated() throws Exception {
        robot.interact(() -> window.files()
                .open(new OpenRequest(
                        Optional.of("digits-mlp"), Optional.empty(), Optional.empty(), 64, Optional.empty())));
        await(() -> model().projectProperty().get() != project);
        settle();

        assertThat(model().projectProperty().get().modelName()).isEqualTo("digits-mlp");
        assertThat(text("accuracy"))
                .isEqualTo(
                        NumberText.percent(model().resultProperty().get().top1().orElseThrow()));
        assertThat(text("baseline")).startsWith("float 9").endsWith("797 of 797");
        assertThat(text("size"))
                .isEqualTo(
                        NumberText.bytes(model().resultProperty().get().model().sizeBytes()));
        assertThat(text("calibration")).isEqualTo("calibrated on 64 samples");
        assertThat(text("title")).startsWith("digits-mlp · ").endsWith("797 samples");
    }

    @Test
    void aPrecisionIsChosenWithTheMouse() throws Exception {
        robot.clickOn(withId("chip-weights-stem"));
        robot.clickOn(robot.lookup(n -> n instanceof Label
                        && "int4".equals(((Label) n).getText())
                        && n.getStyleClass().contains("picker-name"))
                .<Node>query());
        settle();

        assertThat(config("stem").weights().precision()).isEqualTo(Precision.INT4);
        assertThat(config("stem").activations().precision()).isEqualTo(Precision.INT8);
        assertThat(((Label) withId("chip-weights-stem")).getText()).isEqualTo("int4");
        assertThat(model().historyProperty().get().undoWords()).contains("stem weights int4");
        assertThat(text("size"))
                .isEqualTo(NumberText.bytes(model().quantizedProperty().get().sizeBytes()));
    }

    @Test
    void aPrecisionIsChosenWithTheKeyboard() throws Exception {
        selectLayer("head.dense");
        robot.type(KeyCode.DIGIT4);
        robot.type(KeyCode.ENTER);
        settle();
        assertThat(config("head.dense").weights().precision()).isEqualTo(Precision.INT4);

        robot.type(KeyCode.RIGHT);
        robot.type(KeyCode.ENTER);
        robot.type(KeyCode.UP);
        robot.type(KeyCode.ENTER);
        settle();
        assertThat(config("head.dense").activations().precision()).isEqualTo(Precision.INT16);
        // the change lies at the end of the network: nothing before it runs again
        assertThat(model().resultProperty().get().work().layersRun())
                .contains("head.dense")
                .doesNotContain("stem", "block1.conv", RUINED, "block3.conv", "head.pool");
    }

    @Test
    void oneChoiceSetsEverySelectedLayerAsOneStep() throws Exception {
        selectLayer("stem");
        robot.press(KeyCode.SHIFT).type(KeyCode.DOWN, 2).release(KeyCode.SHIFT);
        robot.type(KeyCode.F, KeyCode.ENTER);
        settle();

        assertThat(List.of("stem", "block1.conv", RUINED))
                .allSatisfy(l -> assertThat(config(l).weights().precision()).isEqualTo(Precision.FP32));
        assertThat(config("block3.conv").weights().precision()).isEqualTo(Precision.INT8);
        assertThat(model().historyProperty().get().steps()).hasSize(2);
    }

    @Test
    void draggingAHandleRecoversTheAccuracyAndIsOneStep() throws Exception {
        showActivationsOf(RUINED);
        double before = model().resultProperty().get().top1().orElseThrow();
        ClipRange full =
                model().quantizedProperty().get().layer(RUINED).outputRange().orElseThrow();
        HistogramPlot plot = (HistogramPlot) withId("histogram");
        Node handle = withId("clip-high");
        double pixels = handle.getBoundsInParent().getCenterX()
                - withId("clip-low").getBoundsInParent().getCenterX();

        robot.drag(handle, MouseButton.PRIMARY).moveBy(-pixels * 0.95, 0);
        assertThat(model().draftProperty().get()).isNotNull();
        assertThat(model().historyProperty().get().steps()).hasSize(1);
        robot.drop();
        settle();

        double high = plot.highProperty().get();
        assertThat(high).isBetween(full.high() * 0.03, full.high() * 0.07);
        assertThat(config(RUINED).activations().rule()).isEqualTo(RangeRule.Manual.of(0, (float) high));
        assertThat(((TextField) withId("high")).getText()).isEqualTo(NumberText.significant(high, 5));
        assertThat(((MenuButton) withId("range-rule")).getText()).isEqualTo("manual");
        assertThat(text("clipped-high")).isNotEqualTo("high 0 %");
        assertThat(model().draftProperty().get()).isNull();
        assertThat(model().historyProperty().get().steps()).hasSize(2);
        assertThat(before).isLessThan(0.7);
        assertThat(model().resultProperty().get().top1().orElseThrow()).isGreaterThan(0.98);
    }

    @Test
    void aHandleMovesWithTheKeyboard() throws Exception {
        showActivationsOf(RUINED);
        HistogramPlot plot = (HistogramPlot) withId("histogram");
        double start = plot.highProperty().get();
        robot.interact(() -> withId("clip-high").requestFocus());

        robot.type(KeyCode.LEFT);
        double one = start - plot.highProperty().get();
        robot.press(KeyCode.SHIFT).type(KeyCode.LEFT).release(KeyCode.SHIFT);
        double eleven = start - plot.highProperty().get();
        settle();
        assertThat(one).isPositive();
        assertThat(eleven).isEqualTo(11 * one, Offset.offset(one * 1e-6));
        assertThat(config(RUINED).activations().rule())
                .isEqualTo(RangeRule.Manual.of(0, (float) plot.highProperty().get()));

        robot.type(KeyCode.END);
        assertThat(plot.highProperty().get())
                .isEqualTo(window.distribution()
                        .tensorProperty()
                        .get()
                        .statistics()
                        .max());
        robot.type(KeyCode.DELETE);
        settle();
        assertThat(config(RUINED).activations().rule()).isEqualTo(RangeRule.MIN_MAX);
        assertThat(plan()).isEqualTo(QuantPlan.of(Preset.INT8));
    }

    @Test
    void exactNumbersAreTakenAndWrongOnesRefused() throws Exception {
        showActivationsOf(RUINED);
        TextField high = (TextField) withId("high");
        write("high", "40.5");
        settle();
        assertThat(config(RUINED).activations().rule()).isEqualTo(RangeRule.Manual.of(0, 40.5f));

        QuantPlan kept = plan();
        write("high", "wide");
        assertThat(plan()).isEqualTo(kept);
        assertThat(high.getPseudoClassStates())
                .anyMatch(p -> p.getPseudoClassName().equals("invalid"));
        robot.type(KeyCode.ESCAPE);
        assertThat(high.getText()).isEqualTo("40.500");
    }

    @Test
    void cuttingTheWeightsOfATensorLeavesNarrowChannelsTheirGrids() throws Exception {
        selectLayer(RUINED);
        await(() -> window.distribution().readingProperty().get() != null);
        write("low", "-1");
        settle();

        List<ClipRange> ranges = ((RangeRule.Manual) config(RUINED).weights().rule()).ranges();
        assertThat(ranges).hasSize(window.distribution().tensorProperty().get().channelCount());
        assertThat(ranges).allSatisfy(r -> assertThat(r.high()).isLessThanOrEqualTo(1f));
        assertThat(ranges.stream().filter(r -> r.high() == 1f)).hasSize(1);
    }

    @Test
    void undoAndRedoWalkThroughTheHistory() throws Exception {
        robot.interact(() -> window.controller().setPreset(Preset.FP16));
        settle();
        robot.press(KeyCode.CONTROL).type(KeyCode.Z).release(KeyCode.CONTROL);
        settle();
        assertThat(plan()).isEqualTo(QuantPlan.of(Preset.INT8));

        robot.clickOn("#redo");
        settle();
        assertThat(plan()).isEqualTo(QuantPlan.of(Preset.FP16));
        assertThat(model().resultProperty().get().agreement()).isEqualTo(1.0);
    }

    @Test
    void aPlanIsSavedAndOpenedAgain(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("clipped.plan.json");
        robot.interact(() -> window.controller()
                .edit(plan().withLayer(
                                RUINED,
                                config(RUINED)
                                        .withActivations(
                                                config(RUINED).activations().withRule(RangeRule.Manual.of(0, 37))))));
        QuantPlan saved = plan();
        robot.interact(() -> window.files().savePlan(file));
        await(() -> saved.equals(model().savedPlanProperty().get()));
        assertThat(Files.readString(file)).contains(RUINED).contains("37");

        robot.interact(() -> window.controller().setPreset(Preset.INT8));
        robot.interact(() -> window.files().openPlan(file));
        await(() -> plan().equals(saved));
        settle();
        assertThat(model().historyProperty().get().undoWords()).contains("plan clipped.plan.json");
    }

    @Test
    void aFileThatIsNoModelSaysSoAndLosesNothing(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("notes.onnx"), "these are notes");
        robot.interact(() -> window.files().openModel(file));
        await(() -> model().openNoticeProperty().get() != null);

        assertThat(((Label) robot.lookup("#open-notice .notice-title").query()).getText())
                .isEqualTo("Model not opened");
        assertThat(((Label) robot.lookup("#open-notice .notice-message").query()).getText())
                .contains("notes.onnx");
        assertThat(model().projectProperty().get()).isSameAs(project);
        assertThat(text("accuracy"))
                .isEqualTo(
                        NumberText.percent(model().resultProperty().get().top1().orElseThrow()));
        robot.clickOn("#open-notice #dismiss-notice");
        assertThat(model().openNoticeProperty().get()).isNull();
    }

    @Test
    void aPlanThatCannotBeWrittenSaysSo(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("missing/plan.json");
        robot.interact(() -> window.files().savePlan(file));
        await(() -> model().openNoticeProperty().get() != null);

        assertThat(model().openNoticeProperty().get().title()).isEqualTo("Plan not saved");
        assertThat(model().openNoticeProperty().get().message()).contains("plan.json");
        assertThat(plan()).isEqualTo(QuantPlan.of(Preset.INT8));
        robot.interact(() -> model().openNoticeProperty().set(null));
    }

    @Test
    void theFilterKeepsMatchingRows() throws IOException {
        robot.clickOn("#layer-filter").write("dense");
        TableView<?> table = (TableView<?>) stage.getScene().lookup("#layers");
        assertThat(table.getItems()).hasSize(1);
        robot.type(KeyCode.ESCAPE);
        assertThat(table.getItems()).hasSize(project.layers().size());
    }
}
