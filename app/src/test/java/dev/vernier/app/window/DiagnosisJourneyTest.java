package dev.vernier.app.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.app.drawer.DrawerPlace;
import dev.vernier.app.layers.LayerRow;
import dev.vernier.app.project.Project;
import dev.vernier.engine.diagnose.Diagnosis;
import dev.vernier.engine.diagnose.Finding;
import dev.vernier.engine.spec.Cures.Equalization;
import dev.vernier.engine.spec.Preset;
import dev.vernier.engine.spec.QuantPlan;
import java.util.concurrent.TimeoutException;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** From a ruined network to its cure and back, by the Diagnosis view, by keyboard, and by the Finding box. */
class DiagnosisJourneyTest extends WindowJourney {
    @AfterEach
    void closeDrawer() {
        robot.interact(() -> window.drawer().openProperty().set(null));
    }

    /** The present plan is diagnosed. */
    private static void diagnosed() throws TimeoutException {
        settle();
        await(() -> {
            Diagnosis d = model().diagnosisProperty().get();
            return d != null && d.plan().equals(model().planProperty().get());
        });
    }

    private double accuracy() {
        return model().resultProperty().get().top1().orElseThrow();
    }

    @SuppressWarnings("unchecked")
    private ListView<Finding> findings() {
        return (ListView<Finding>) withId("findings");
    }

    @Test
    void openReadCureAndUndo() throws Exception {
        diagnosed();
        robot.press(KeyCode.CONTROL, KeyCode.SHIFT).type(KeyCode.DIGIT6).release(KeyCode.SHIFT, KeyCode.CONTROL);
        await(() -> window.drawer().openProperty().get() == DrawerPlace.DIAGNOSIS
                && !findings().getItems().isEmpty());
        assertThat(text("diagnosis-headline"))
                .startsWith("block3.conv hurts most")
                .contains("Channel 7");
        Finding worst = findings().getSelectionModel().getSelectedItem();
        assertThat(worst.title()).contains("that block2.conv and block3.conv share");
        double ruined = accuracy();
        assertThat(ruined).isLessThan(0.6);

        Button cure = (Button) withId("cure-0");
        assertThat(cure.getText()).isEqualTo("Equalize channels across layers");
        int steps = model().historyProperty().get().steps().size();
        robot.clickOn(cure);
        diagnosed();
        assertThat(plan().cures().equalization()).isEqualTo(Equalization.CROSS_LAYER);
        assertThat(model().historyProperty().get().steps()).hasSize(steps + 1);
        assertThat(accuracy()).isGreaterThan(0.97);
        await(() -> text("cure-outcome").contains("→ 99"));
        assertThat(text("cure-outcome")).startsWith("Equalize channels across layers: accuracy 55.");
        assertThat(text("diagnosis-headline")).startsWith("The plan loses nothing");

        robot.interact(() -> ((Button) withId("cure-undo")).fire());
        diagnosed();
        assertThat(plan()).isEqualTo(QuantPlan.of(Preset.INT8));
        assertThat(accuracy()).isEqualTo(ruined);
        await(() -> text("diagnosis-headline").startsWith("block3.conv hurts most"));
        assertThat(stage.getScene().lookup("#cure-outcome").getParent().isVisible())
                .isFalse();
    }

    @Test
    void theFindingBoxSpeaksOfTheSelectedLayerAndCures() throws Exception {
        diagnosed();
        selectLayer("block3.conv");
        await(() -> text("finding-title").startsWith("Channel 7 of the tensor"));
        selectLayer("stem");
        await(() -> text("finding-title").startsWith("block3.conv hurts most"));
        selectLayer(RUINED);
        await(() -> text("finding-title").startsWith("Channel 7 of the tensor"));
        Button clip = robot.lookup(
                        n -> n instanceof Button && ((Button) n).getText().startsWith("Clip block2.conv to"))
                .query();
        robot.interact(clip::fire);
        diagnosed();
        assertThat(accuracy()).isGreaterThan(0.97);
        assertThat(model().historyProperty().get().steps().get(1).words()).startsWith("clip block2.conv to [0, ");

        robot.interact(() -> ((Button) withId("finding-more")).fire());
        await(() -> window.drawer().openProperty().get() == DrawerPlace.DIAGNOSIS);
        await(() -> ((Label) withId("cure-outcome")).getText().contains("→ 9"));
    }

    @Test
    void layersThatHurtAreMarkedAndTheViewLeadsToThem() throws Exception {
        diagnosed();
        @SuppressWarnings("unchecked")
        TableView<LayerRow> table = (TableView<LayerRow>) stage.getScene().lookup("#layers");
        LayerRow hurt = table.getItems().stream()
                .filter(r -> r.name().equals("block3.conv"))
                .findFirst()
                .orElseThrow();
        await(() -> !hurt.diagnosedProperty().get().isEmpty());
        assertThat(hurt.sentence()).contains("severe: Channel 7");
        selectLayer("stem");
        robot.interact(() -> window.drawer().openProperty().set(DrawerPlace.DIAGNOSIS));
        await(() -> !findings().getItems().isEmpty());
        robot.interact(() -> ((Button) withId("finding-layer")).fire());
        await(() -> model().layerProperty().get().name().equals("block3.conv"));
    }

    @Test
    void withoutDataItSaysWhatIsMissing() throws Exception {
        robot.interact(() -> {
            window.controller().open(Project.toLookAt("only", project.graph()), QuantPlan.of(Preset.INT8));
            window.drawer().openProperty().set(DrawerPlace.DIAGNOSIS);
        });
        await(() -> text("diagnosis-advice").startsWith("Open data"));
        assertThat(model().diagnosisProperty().get()).isNull();
    }
}
