package dev.vernier.app.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.app.distribution.DistributionView;
import dev.vernier.app.drawer.DrawerPlace;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.ComboBoxBase;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListView;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.Slider;
import javafx.scene.control.Spinner;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCombination;
import javafx.stage.Window;
import org.junit.jupiter.api.Test;

/** Every number explains itself on hover, every control has a name for those who do not see it, every shortcut stands in a menu. */
class ExplainedTest extends WindowJourney {
    /** What the whole window shows, one after the other. */
    private List<Runnable> views() {
        List<Runnable> views = new ArrayList<>();
        for (DistributionView v : DistributionView.values()) {
            views.add(() -> window.distribution().viewProperty().set(v));
        }
        for (DrawerPlace p : DrawerPlace.values()) {
            views.add(() -> window.drawer().openProperty().set(p));
        }
        return views;
    }

    /** {@code node} and what is visible in it. */
    private static Stream<Node> tree(Node node) {
        Stream<Node> self = Stream.of(node);
        return node instanceof Parent && node.isVisible()
                ? Stream.concat(
                        self, ((Parent) node).getChildrenUnmodifiable().stream().flatMap(ExplainedTest::tree))
                : self;
    }

    private interface Finding {
        void look(Node root, Set<String> missing);
    }

    private Set<String> inEveryView(Finding finding) throws Exception {
        selectLayer("stem");
        robot.interact(() -> window.controller().pin());
        settle();
        Set<String> missing = new LinkedHashSet<>();
        for (Runnable view : views()) {
            robot.interact(view);
            org.testfx.util.WaitForAsyncUtils.waitForFxEvents();
            robot.interact(() -> finding.look(stage.getScene().getRoot(), missing));
        }
        robot.interact(() -> {
            window.drawer().openProperty().set(null);
            window.distribution().viewProperty().set(DistributionView.WEIGHTS);
        });
        return missing;
    }

    private static String where(Node n) {
        StringBuilder path = new StringBuilder();
        for (Node at = n; at != null && path.length() < 160; at = at.getParent()) {
            path.append(at.getClass().getSimpleName())
                    .append(at.getId() == null ? "" : "#" + at.getId())
                    .append(at.getStyleClass())
                    .append(" < ");
        }
        return path + (n instanceof Labeled ? " '" + ((Labeled) n).getText() + "'" : "");
    }

    private static boolean isIn(Node n, Class<?> kind) {
        for (Node at = n; at != null; at = at.getParent()) {
            if (kind.isInstance(at)) {
                return true;
            }
        }
        return false;
    }

    /** Its own tooltip, or that of a control it is part of. */
    private static boolean isExplained(Node n) {
        for (Node at = n; at != null; at = at.getParent()) {
            if (at instanceof javafx.scene.control.Control
                    && ((javafx.scene.control.Control) at).getTooltip() != null
                    && !((javafx.scene.control.Control) at)
                            .getTooltip()
                            .getText()
                            .isBlank()) {
                return true;
            }
            if (at.getProperties().containsKey("javafx.scene.control.Tooltip")) {
                return true;
            }
        }
        return false;
    }

    @Test
    void everyNumberSaysWhatItMeans() throws Exception {
        Set<String> silent = inEveryView((root, missing) -> tree(root)
                .filter(n -> n instanceof Label
                        && n.isVisible()
                        // the headers of tables explain their columns
                        && !isIn(n, TableView.class)
                        && n.getStyleClass().stream().anyMatch(c -> c.equals("number") || c.endsWith("-number"))
                        && !((Label) n).getText().isBlank()
                        && !isExplained(n))
                .forEach(n -> missing.add(where(n))));
        assertThat(silent).isEmpty();
    }

    @Test
    void everyColumnSaysWhatItMeans() throws Exception {
        Set<String> silent = inEveryView((root, missing) -> tree(root)
                .filter(TableView.class::isInstance)
                .map(n -> (TableView<?>) n)
                .flatMap(t -> t.getColumns().stream())
                .filter(c -> !isWithoutTitle(c))
                .filter(c -> c.getGraphic() == null || !isExplained(c.getGraphic()))
                .forEach(c -> missing.add(c.getText() + " " + c.getId())));
        assertThat(silent).isEmpty();
    }

    @Test
    void everyControlHasAName() throws Exception {
        Set<String> nameless = inEveryView((root, missing) -> tree(root)
                .filter(Node::isVisible)
                .filter(n -> n instanceof ButtonBase
                        || n instanceof TextInputControl
                        || n instanceof ComboBoxBase
                        || n instanceof ChoiceBox
                        || n instanceof Spinner
                        || n instanceof Slider
                        || n instanceof TableView
                        || n instanceof ListView
                        || n instanceof ProgressBar)
                // the parts of a spinner or a combo box speak through it
                .filter(n -> n instanceof Spinner || !isIn(n.getParent(), Spinner.class))
                .filter(n -> !hasName(n))
                .forEach(n -> missing.add(where(n))));
        assertThat(nameless).isEmpty();
    }

    /** Such as one of buttons, which say themselves what they do. */
    private static boolean isWithoutTitle(TableColumn<?, ?> column) {
        return column.getText().isBlank()
                && (!(column.getGraphic() instanceof Label)
                        || ((Label) column.getGraphic()).getText().isBlank());
    }

    private static boolean hasName(Node n) {
        boolean text = n instanceof Labeled
                && ((Labeled) n).getText() != null
                && ((Labeled) n).getText().matches(".*\\p{L}.*");
        return text
                || n.getAccessibleText() != null && !n.getAccessibleText().isBlank()
                || tree(stage.getScene().getRoot()).anyMatch(l -> l instanceof Label && ((Label) l).getLabelFor() == n);
    }

    @Test
    void whatTakesTheKeyboardSaysWhatItIs() throws Exception {
        Set<String> mute = inEveryView((root, missing) -> tree(root)
                .filter(n -> n.isFocusTraversable() && n.isVisible())
                .filter(n -> !(n instanceof javafx.scene.control.Control))
                .filter(n ->
                        n.getAccessibleText() == null || n.getAccessibleText().isBlank())
                .forEach(n -> missing.add(where(n))));
        assertThat(mute).isEmpty();
    }

    private static Stream<MenuItem> items(MenuItem item) {
        return item instanceof Menu
                ? Stream.concat(
                        Stream.of(item), ((Menu) item).getItems().stream().flatMap(ExplainedTest::items))
                : Stream.of(item);
    }

    @Test
    void everyShortcutStandsInAMenuAndOnTheSheet() throws Exception {
        Set<KeyCombination> inMenus = org.testfx.util.WaitForAsyncUtils.waitForAsyncFx(
                SECONDS * 1000,
                () -> window.menus().getMenus().stream()
                        .flatMap(ExplainedTest::items)
                        .filter(i -> !(i instanceof SeparatorMenuItem) && i.getAccelerator() != null)
                        .map(MenuItem::getAccelerator)
                        .collect(Collectors.toCollection(LinkedHashSet::new)));
        assertThat(inMenus)
                .contains(Stream.of(Shortcut.values()).map(Shortcut::keys).toArray(KeyCombination[]::new));

        robot.interact(() -> stage.getScene().getRoot().requestFocus());
        robot.interact(() -> new ShortcutSheet(stage, List.of(DrawerPlace.values())).show());
        Set<String> onSheet = robot.lookup(".shortcut-sheet .label").queryAllAs(Label.class).stream()
                .map(Label::getText)
                .collect(Collectors.toSet());
        robot.interact(() -> List.copyOf(Window.getWindows()).stream()
                .filter(w -> w != stage)
                .forEach(Window::hide));
        for (KeyCombination keys : inMenus) {
            assertThat(onSheet).contains(keys.getDisplayText());
        }
    }
}
