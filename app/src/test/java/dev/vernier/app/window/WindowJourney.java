package dev.vernier.app.window;

import dev.vernier.app.distribution.DistributionView;
import dev.vernier.app.layers.LayerRow;
import dev.vernier.app.project.Project;
import dev.vernier.app.project.SessionPlanEvaluator;
import dev.vernier.app.project.WorkbenchModel;
import dev.vernier.engine.spec.LayerConfig;
import dev.vernier.engine.spec.Preset;
import dev.vernier.engine.spec.QuantPlan;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

/**
 * The real program with the bundled network whose int8 one layer ruins, and a hand to use it. One window serves all journeys of a class;
 * each starts from the freshly opened int8 preset.
 */
abstract class WindowJourney {
    static final String RUINED = "block2.conv";
    static final long SECONDS = 60;

    static Stage stage;
    static WorkbenchWindow window;
    static Project project;

    final FxRobot robot = new FxRobot();

    @BeforeAll
    static void openWindow() throws Exception {
        stage = FxToolkit.registerPrimaryStage();
        project = Samples.open("digits-outlier");
        FxToolkit.setupFixture(() -> {
            window = new WorkbenchWindow(stage, SessionPlanEvaluator::new);
            window.show();
        });
    }

    @AfterAll
    static void closeWindow() throws Exception {
        FxToolkit.setupFixture(() -> stage.hide());
    }

    @BeforeEach
    void openSample() throws Exception {
        robot.interact(() -> {
            window.distribution().viewProperty().set(DistributionView.WEIGHTS);
            window.distribution().byChannelProperty().set(false);
            window.controller().open(project, QuantPlan.of(Preset.INT8));
        });
        settle();
    }

    static WorkbenchModel model() {
        return window.model();
    }

    static void await(Callable<Boolean> condition) throws TimeoutException {
        WaitForAsyncUtils.waitFor(SECONDS, TimeUnit.SECONDS, condition);
        WaitForAsyncUtils.waitForFxEvents();
    }

    /** The final result of the plan in effect is shown. */
    static void settle() throws TimeoutException {
        await(() -> model().resultProperty().get() != null
                && model().resultProperty().get().isFinal()
                && !model().evaluatingProperty().get()
                && model().resultProperty()
                        .get()
                        .model()
                        .plan()
                        .equals(model().planProperty().get()));
    }

    static QuantPlan plan() {
        return model().planProperty().get();
    }

    static LayerConfig config(String layer) {
        return plan().configFor(layer);
    }

    String text(String id) {
        return ((Label) stage.getScene().lookup("#" + id)).getText();
    }

    Node withId(String id) {
        return robot.lookup(n -> id.equals(n.getId()) && n.isVisible()).query();
    }

    void selectLayer(String layer) {
        robot.interact(() -> {
            @SuppressWarnings("unchecked")
            TableView<LayerRow> table = (TableView<LayerRow>) stage.getScene().lookup("#layers");
            table.getSelectionModel().clearSelection();
            int index = table.getItems().stream().map(LayerRow::name).toList().indexOf(layer);
            table.getSelectionModel().select(index);
            table.getFocusModel().focus(index);
            table.requestFocus();
        });
    }

    void write(String field, String text) {
        TextField target = (TextField) withId(field);
        robot.clickOn(target);
        robot.interact(target::selectAll);
        robot.write(text).type(KeyCode.ENTER);
    }

    void showActivationsOf(String layer) throws TimeoutException {
        selectLayer(layer);
        robot.clickOn("#view-activations");
        await(() -> window.distribution().pictureProperty().get() != null
                && window.distribution().pictureProperty().get().adjustable());
    }
}
