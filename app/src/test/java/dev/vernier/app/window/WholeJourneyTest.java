package dev.vernier.app.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.vernier.app.drawer.DrawerPlace;
import dev.vernier.app.project.Snapshot;
import dev.vernier.app.theme.Theme;
import dev.vernier.app.workbench.BundledFiles;
import dev.vernier.app.workbench.OpenRequest;
import dev.vernier.engine.spec.Precision;
import dev.vernier.engine.spec.Preset;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.engine.spec.RangeRule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javafx.concurrent.Task;
import javafx.scene.Node;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.stage.Window;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.testfx.api.FxRobot;

/** Whole ways through the window, with a watch on how long each handler holds its thread. */
class WholeJourneyTest extends WindowJourney {
    private static final long HANDLER_MILLIS = 50;

    @TempDir
    Path folder;

    private static final List<HandlerWatch> WATCHES = new ArrayList<>();

    private HandlerWatch watch;

    /** What opens for the first time loads its classes, and in another theme its colours: that is not what the watch is about. */
    @BeforeAll
    static void openEachOnce() throws Exception {
        FxRobot hand = new FxRobot();
        hand.interact(() -> window.controller().open(project, QuantPlan.of(Preset.INT8)));
        settle();
        hand.interact(() -> {
            window.controller().pin();
            window.controller().setPreset(Preset.FP16);
            window.drawer().openProperty().set(DrawerPlace.SENSITIVITY);
        });
        settle();
        for (Theme theme : Theme.values()) {
            hand.interact(() -> window.appearance().themeProperty().set(theme));
            for (String button : List.of("export", "compare-snapshots", "history", "measure-sensitivity")) {
                hand.interact(() -> ((ButtonBase) stage.getScene().lookup("#" + button)).fire());
            }
            hand.interact(() -> {
                List.copyOf(Window.getWindows()).stream()
                        .filter(w -> w != stage)
                        .forEach(Window::hide);
                List.copyOf(window.jobs().running()).forEach(Task::cancel);
            });
        }
        hand.interact(() -> {
            window.appearance().themeProperty().set(Theme.LIGHT);
            window.drawer().openProperty().set(null);
        });
    }

    @BeforeEach
    void watchHandlers() {
        robot.interact(() -> watch = HandlerWatch.on(stage.getScene()));
        WATCHES.add(watch);
    }

    @AfterAll
    static void noButtonHoldsTheWindowEachTime() {
        assertThat(HandlerWatch.alwaysSlow(WATCHES, HANDLER_MILLIS)).isEmpty();
    }

    @AfterEach
    void noHandlerHeldTheWindow() {
        robot.interact(() -> {
            List.copyOf(Window.getWindows()).stream().filter(w -> w != stage).forEach(Window::hide);
            watch.stop(stage.getScene());
            window.appearance().themeProperty().set(Theme.LIGHT);
            window.appearance().textScaleProperty().set(1);
            window.distribution().comparingRulesProperty().set(false);
        });
        assertThat(watch.slow(HANDLER_MILLIS)).isEmpty();
    }

    /** Choose, drag, compare rules, snapshot, compare snapshots, back through the history. */
    private void walk() throws Exception {
        press("pin");
        showActivationsOf(RUINED);
        Node handle = withId("clip-high");
        double pixels = handle.getBoundsInParent().getCenterX()
                - withId("clip-low").getBoundsInParent().getCenterX();
        robot.drag(handle, MouseButton.PRIMARY)
                .moveBy(-pixels * 0.5, 0)
                .moveBy(-pixels * 0.45, 0)
                .drop();
        settle();
        assertThat(model().resultProperty().get().top1().orElseThrow()).isGreaterThan(0.98);
        assertThat(model().historyProperty().get().steps()).hasSize(2);

        press("compare-rules");
        await(() -> window.distribution().ruleScoresProperty().get().size() >= 3);
        assertThat(window.distribution().ruleScoresProperty().get().get(RangeRule.MIN_MAX))
                .endsWith(" %");

        press("pin");
        assertThat(model().snapshots()).extracting(Snapshot::letter).containsExactly("A", "B");
        robot.interact(() -> window.controller().rename(model().snapshots().get(1), "clipped by hand"));
        assertThat(model().snapshots().get(1).words()).isEqualTo("clipped by hand");

        press("snapshot-A");
        settle();
        assertThat(plan()).isEqualTo(QuantPlan.of(Preset.INT8));
        compareWithLast();

        press("history");
        ListView<?> steps = (ListView<?>) withId("history-steps");
        assertThat(steps.getItems()).hasSize(3);
        robot.type(KeyCode.DOWN, KeyCode.ENTER);
        settle();
        assertThat(plan()).isNotEqualTo(QuantPlan.of(Preset.INT8));
        assertThat(watch.events()).isGreaterThan(20);
    }

    /** Measure what each layer costs, prove, export, and open again what was exported and what was saved. */
    private void walkOn() throws Exception {
        QuantPlan chosen = plan();
        robot.interact(() -> window.drawer().openProperty().set(DrawerPlace.SENSITIVITY));
        press("measure-sensitivity");
        await(() -> robot.lookup("#sensitivity-status")
                .tryQueryAs(Label.class)
                .map(l -> l.getText() != null && l.getText().contains(" evaluations"))
                .orElse(false));
        robot.interact(() -> window.drawer().openProperty().set(null));

        press("prove");
        await(() -> robot.lookup("#proof-agreement").tryQuery().isPresent());
        assertThat(robot.lookup("#proof-agreement").queryAs(Label.class).getText())
                .endsWith(" %");
        closeDialogs();

        Path exported = folder.resolve("net.onnx");
        press("export");
        robot.interact(
                () -> robot.lookup("#export-file").queryAs(TextField.class).setText(exported.toString()));
        robot.interact(() -> robot.lookup("#export-write").queryButton().fire());
        await(() -> Files.exists(exported) && window.jobs().running().isEmpty());
        closeDialogs();

        double accuracy = model().resultProperty().get().top1().orElseThrow();
        robot.interact(
                () -> window.files().open(OpenRequest.of(exported, BundledFiles.of("digits-test.dataset.json"))));
        await(() -> model().projectProperty().get().modelName().equals("net.onnx"));
        settle();
        assertThat(model().resultProperty().get().top1().orElseThrow())
                .as("the exported file scores what the window said")
                .isCloseTo(accuracy, within(0.005));

        robot.interact(() -> window.controller().open(project, chosen));
        settle();
    }

    private void closeDialogs() {
        robot.interact(() -> List.copyOf(Window.getWindows()).stream()
                .filter(w -> w != stage)
                .forEach(Window::hide));
    }

    /** Presses a button wherever it has been scrolled to. */
    private void press(String button) {
        robot.interact(() -> ((ButtonBase) stage.getScene().lookup("#" + button)).fire());
    }

    private void compareWithLast() throws Exception {
        press("compare-snapshots");
        await(() -> robot.lookup("#plan-differences").tryQuery().isPresent());
        TableView<?> differences = robot.lookup("#plan-differences").queryTableView();
        assertThat(differences.getItems()).hasSize(1);
        assertThat(differences.getItems().get(0).toString())
                .contains(RUINED)
                .contains("manual")
                .contains("min-max");
        Window dialog = differences.getScene().getWindow();
        robot.interact(dialog::hide);
    }

    @ParameterizedTest
    @EnumSource(Theme.class)
    void fromOpenToOpenAgainInEveryTheme(Theme theme) throws Exception {
        robot.interact(() -> window.appearance().themeProperty().set(theme));
        walk();
        walkOn();
    }

    @Test
    void atTwiceTheTextNothingIsCut() throws Exception {
        robot.interact(() -> window.appearance().textScaleProperty().set(2));
        settle();
        for (String id : List.of("accuracy", "size", "agreement", "zero-point", "local-sqnr")) {
            Label l = (Label) stage.getScene().lookup("#" + id);
            assertThat(l.getWidth()).as(id).isGreaterThanOrEqualTo(Math.floor(l.prefWidth(-1)) - 1);
        }
        walk();
        walkOn();
    }

    @Test
    void byKeyboardAlone() throws Exception {
        shortcut(KeyCode.K);
        robot.write(RUINED).type(KeyCode.ENTER);
        await(() -> model().layerProperty().get() != null
                && model().layerProperty().get().name().equals(RUINED));
        shortcut(KeyCode.P);
        shortcut(KeyCode.DIGIT2);
        await(() -> window.distribution().pictureProperty().get() != null
                && window.distribution().pictureProperty().get().adjustable());
        tabTo("clip-high");
        robot.press(KeyCode.SHIFT);
        for (int i = 0; i < 11; i++) {
            robot.type(KeyCode.LEFT);
        }
        robot.release(KeyCode.SHIFT);
        settle();
        assertThat(config(RUINED).activations().rule()).isInstanceOf(RangeRule.Manual.class);

        shortcut(KeyCode.F);
        robot.write("dense").type(KeyCode.ENTER);
        robot.type(KeyCode.DIGIT4, KeyCode.ENTER);
        settle();
        robot.type(KeyCode.HOME);
        shortcut(KeyCode.H);
        await(() -> robot.lookup("#history-steps").tryQuery().isPresent());
        robot.type(KeyCode.END, KeyCode.ENTER);
        settle();
        assertThat(plan()).isEqualTo(QuantPlan.of(Preset.INT8));
        robot.press(KeyCode.CONTROL, KeyCode.SHIFT).type(KeyCode.Z).release(KeyCode.SHIFT, KeyCode.CONTROL);
        settle();
        assertThat(plan()).isNotEqualTo(QuantPlan.of(Preset.INT8));
        shortcut(KeyCode.F);
        robot.type(KeyCode.ESCAPE);

        robot.press(KeyCode.CONTROL, KeyCode.SHIFT).type(KeyCode.P).release(KeyCode.SHIFT, KeyCode.CONTROL);
        await(() -> robot.lookup("#proof-agreement").tryQuery().isPresent());
        robot.type(KeyCode.ESCAPE);
        await(() -> robot.lookup("#proof-agreement").tryQuery().isEmpty());

        Path exported = folder.resolve("typed.onnx");
        robot.press(KeyCode.CONTROL, KeyCode.SHIFT).type(KeyCode.E).release(KeyCode.SHIFT, KeyCode.CONTROL);
        await(() -> robot.lookup("#export-file").tryQuery().isPresent());
        robot.type(KeyCode.TAB);
        TextField file = robot.lookup("#export-file").queryAs(TextField.class);
        assertThat(file.isFocused()).isTrue();
        robot.interact(() -> file.setText(exported.toString()));
        robot.type(KeyCode.ENTER);
        await(() -> Files.exists(exported) && window.jobs().running().isEmpty());
        robot.type(KeyCode.ESCAPE);
        await(() -> robot.lookup("#export-file").tryQuery().isEmpty());

        shortcut(KeyCode.K);
        robot.write("multilayer").type(KeyCode.ENTER);
        await(() -> model().projectProperty().get().modelName().equals("digits-mlp"));
        settle();
    }

    private void shortcut(KeyCode key) {
        robot.press(KeyCode.CONTROL).type(key).release(KeyCode.CONTROL);
    }

    private void tabTo(String id) {
        for (int i = 0; i < 60 && !id.equals(focusedId()); i++) {
            robot.type(KeyCode.TAB);
        }
        assertThat(focusedId()).isEqualTo(id);
    }

    private static String focusedId() {
        Node n = stage.getScene().getFocusOwner();
        return n == null ? null : n.getId();
    }

    @Test
    void theTourPointsAtTheHandleAndEnds() throws Exception {
        selectLayer("stem");
        await(() -> withId("clip-high").isVisible());
        robot.interact(() -> new Tour(stage.getScene()).start());
        assertThat(withId("tour")).isNotNull();
        assertThat(((Label) robot.lookup(".tour-title").query()).getText()).isEqualTo("Drag this handle");
        for (int i = 0; i < 4; i++) {
            robot.interact(() -> ((ButtonBase) robot.lookup("#tour-next").query()).fire());
        }
        assertThat(robot.lookup("#tour-next").tryQuery()).isEmpty();
    }

    @Test
    void columnsStayAsTheyWereLeft() {
        robot.interact(() -> {
            TableView<?> table = (TableView<?>) stage.getScene().lookup("#layers");
            assertThat(table.getColumns()).anyMatch(c -> "Error".equals(c.getUserData()));
            var error = table.getColumns().stream()
                    .filter(c -> "Error".equals(c.getUserData()))
                    .findFirst()
                    .orElseThrow();
            error.setVisible(false);
            var left = window.preferences().columns();
            assertThat(left.hidden()).contains("Error");
            assertThat(left.order()).contains("#", "Layer", "Error");
            error.setVisible(true);
        });
    }

    @Test
    void helpShipsWithTheProgram() throws Exception {
        robot.interact(() -> dev.vernier.app.help.HelpWindow.open(stage, dev.vernier.app.help.HelpPage.COMMAND_LINE));
        await(() -> robot.lookup("#help-pages").tryQuery().isPresent());
        Node page = robot.lookup(".page").query();
        assertThat(((javafx.scene.layout.Pane) page).getChildren()).hasSizeGreaterThan(10);
        robot.interact(() -> page.getScene().getWindow().hide());
    }

    @Test
    void aPrecisionTypedStaysUnderTheWatch() throws Exception {
        selectLayer("stem");
        for (int i = 0; i < 4; i++) {
            robot.type(KeyCode.DIGIT4, KeyCode.ENTER);
            settle();
            assertThat(config("stem").weights().precision()).isEqualTo(Precision.INT4);
            robot.type(KeyCode.DIGIT8, KeyCode.ENTER);
            settle();
        }
    }
}
