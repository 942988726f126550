package dev.vernier.app.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.app.project.Snapshot;
import dev.vernier.app.theme.Theme;
import dev.vernier.engine.spec.Precision;
import dev.vernier.engine.spec.Preset;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.engine.spec.RangeRule;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.stage.Window;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whole ways through the window, with a watch on how long each handler holds its thread. */
class WholeJourneyTest extends WindowJourney {
    private static final long HANDLER_MILLIS = 50;

    private HandlerWatch watch;

    @BeforeEach
    void watchHandlers() {
        robot.interact(() -> watch = HandlerWatch.on(stage.getScene()));
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
    void fromOpenToHistoryInEveryTheme(Theme theme) throws Exception {
        robot.interact(() -> window.appearance().themeProperty().set(theme));
        walk();
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
