package dev.vernier.app.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.app.project.Project;
import dev.vernier.app.theme.Theme;
import dev.vernier.engine.spec.Preset;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.engine.spec.RangeRule;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;
import org.testfx.util.WaitForAsyncUtils;

/** How the window behaves around the plan: snapshots, finding by name, looks, what is remembered. */
class WindowMannersTest extends WindowJourney {
    @Test
    void ofManyQuickEditsTheLastOneIsAnswered() throws Exception {
        robot.interact(() -> {
            for (float high = 900; high > 30; high -= 10) {
                window.controller()
                        .draft(plan().withLayer(
                                        RUINED,
                                        config(RUINED)
                                                .withActivations(config(RUINED)
                                                        .activations()
                                                        .withRule(RangeRule.Manual.of(0, high)))));
            }
            window.controller().settleDraft();
        });
        settle();
        assertThat(model().resultProperty()
                        .get()
                        .model()
                        .plan()
                        .configFor(RUINED)
                        .activations()
                        .rule())
                .isEqualTo(RangeRule.Manual.of(0, 40));
        assertThat(model().historyProperty().get().steps()).hasSize(2);
    }

    @Test
    void aSnapshotIsPinnedAndTakenUpAgain() throws Exception {
        robot.clickOn("#pin");
        assertThat(model().snapshots()).hasSize(1);
        assertThat(model().snapshots().get(0).score()).isPresent();
        robot.interact(() -> window.controller().setPreset(Preset.FP16));
        settle();
        robot.clickOn("#snapshot-A");
        settle();
        assertThat(plan()).isEqualTo(QuantPlan.of(Preset.INT8));
    }

    @Test
    void escapeLeavesThePrecisionsHoweverTheyWereOpened() throws Exception {
        selectLayer(RUINED);
        robot.type(KeyCode.DIGIT4);
        await(() -> robot.lookup("#precision-list").tryQuery().isPresent());
        robot.type(KeyCode.ESCAPE);
        await(() -> robot.lookup("#precision-list").tryQuery().isEmpty());

        robot.clickOn(withId("chip-weights-" + RUINED));
        await(() -> robot.lookup("#precision-list").tryQuery().isPresent());
        robot.type(KeyCode.ESCAPE);
        await(() -> robot.lookup("#precision-list").tryQuery().isEmpty());
        assertThat(plan()).isEqualTo(QuantPlan.of(Preset.INT8));
    }

    @Test
    void theKeyboardStaysInThePaneWhoseViewIsExchanged() throws Exception {
        showActivationsOf(RUINED);
        robot.interact(() -> withId("clip-high").requestFocus());
        robot.press(KeyCode.CONTROL).type(KeyCode.DIGIT4).release(KeyCode.CONTROL);
        await(() -> stage.getScene().getFocusOwner() == withId("view-error"));
        robot.press(KeyCode.CONTROL).type(KeyCode.DIGIT1).release(KeyCode.CONTROL);
    }

    @Test
    void aLayerAndACommandAreFoundByName() throws Exception {
        robot.press(KeyCode.CONTROL).type(KeyCode.K).release(KeyCode.CONTROL);
        robot.write("block3").type(KeyCode.ENTER);
        await(() -> model().layerProperty().get().name().equals("block3.conv"));
        assertThat(model().selectedLayers()).containsExactly("block3.conv");

        robot.press(KeyCode.CONTROL).type(KeyCode.K).release(KeyCode.CONTROL);
        robot.write("dark").type(KeyCode.ENTER);
        await(() -> window.appearance().themeProperty().get() == Theme.DARK);
        robot.interact(() -> window.appearance().themeProperty().set(Theme.LIGHT));
    }

    @Test
    void everyThemeAndTextSizeKeepsTheHandlesInReach() throws Exception {
        showActivationsOf(RUINED);
        for (Theme theme : Theme.values()) {
            for (double scale : new double[] {1, 2}) {
                robot.interact(() -> {
                    window.appearance().themeProperty().set(theme);
                    window.appearance().textScaleProperty().set(scale);
                });
                WaitForAsyncUtils.waitForFxEvents();
                assertThat(withId("clip-high").getBoundsInParent().getWidth()).isGreaterThanOrEqualTo(24);
                assertThat(withId("histogram").getLayoutBounds().getHeight()).isGreaterThanOrEqualTo(150);
            }
        }
        robot.interact(() -> {
            window.appearance().themeProperty().set(Theme.LIGHT);
            window.appearance().textScaleProperty().set(1);
        });
    }

    @Test
    void whatIsSetIsRememberedAtTheEnd() {
        robot.interact(() -> window.appearance().themeProperty().set(Theme.HIGH_CONTRAST));

        assertThat(window.preferences().theme()).isEqualTo(Theme.HIGH_CONTRAST);
        assertThat(window.preferences().place().width()).isEqualTo(stage.getWidth());
        robot.interact(() -> window.appearance().themeProperty().set(Theme.LIGHT));
    }

    @Test
    void aLayerOfTheSameNameInAnotherModelShowsItsOwnWeights() throws Exception {
        selectLayer("stem");
        await(() -> window.distribution().tensorProperty().get() != null);
        Project other = Samples.open("digits-dw");
        robot.interact(() -> window.controller().open(other, QuantPlan.of(Preset.INT8)));
        settle();
        selectLayer("stem");
        await(() -> window.distribution().tensorProperty().get() != null
                && window.distribution().readingProperty().get() != null);

        assertThat(window.distribution().tensorProperty().get().statistics().count())
                .isEqualTo(other.graph()
                        .constant(window.distribution()
                                .layerProperty()
                                .get()
                                .weights()
                                .orElseThrow())
                        .orElseThrow()
                        .elementCount());
    }
}
