package dev.vernier.app.now;

import dev.vernier.app.format.NumberText;
import dev.vernier.app.format.ScoreText;
import dev.vernier.app.project.Snapshot;
import dev.vernier.app.project.WorkbenchModel;
import dev.vernier.engine.evaluate.Metric;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.collections.ListChangeListener;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.TextInputDialog;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** Builds the list of pinned plans: a click takes one up, a right click renames, compares and removes it. */
final class SnapshotsViewBuilder {
    private static final PseudoClass PRESENT = PseudoClass.getPseudoClass("present");

    private final NowController controller;
    private final WorkbenchModel workbench;

    SnapshotsViewBuilder(NowController controller, WorkbenchModel workbench) {
        this.controller = controller;
        this.workbench = workbench;
    }

    Node build() {
        Label title = new Label("Snapshots");
        title.getStyleClass().add("section-title");
        title.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(title, Priority.ALWAYS);
        Button pin = new Button("+ Pin");
        pin.setId("pin");
        pin.getStyleClass().add("link");
        pin.setTooltip(new Tooltip("Keep the present plan beside the one you go on with"));
        pin.setOnAction(e -> controller.pin());
        Button compare = new Button("Compare");
        compare.setId("compare-snapshots");
        compare.getStyleClass().add("link");
        compare.setTooltip(
                new Tooltip("The last snapshot that is not the present plan beside it: what differs, layer by layer"));
        compare.visibleProperty()
                .bind(Bindings.createBooleanBinding(
                        () -> lastOther().isPresent(), workbench.snapshots(), workbench.planProperty()));
        compare.setOnAction(e -> lastOther()
                .ifPresent(other -> SnapshotComparison.show(
                        compare.getScene().getWindow(),
                        workbench.projectProperty().get(),
                        other,
                        controller.present())));
        HBox head = new HBox(title, compare, pin);
        head.getStyleClass().add("snapshots-head");
        head.setAlignment(Pos.CENTER_LEFT);
        VBox list = new VBox();
        list.setId("snapshots");
        Runnable show = () -> list.getChildren()
                .setAll(workbench.snapshots().stream().map(this::snapshot).toList());
        workbench.snapshots().addListener((ListChangeListener<Snapshot>) c -> show.run());
        workbench.planProperty().addListener((o, was, is) -> {
            for (int i = 0; i < list.getChildren().size(); i++) {
                mark(list.getChildren().get(i), workbench.snapshots().get(i));
            }
        });
        VBox box = new VBox(head, list);
        box.getStyleClass().add("section");
        return box;
    }

    private Optional<Snapshot> lastOther() {
        return workbench.snapshots().stream()
                .filter(s -> !s.plan().equals(workbench.planProperty().get()))
                .reduce((earlier, later) -> later);
    }

    private Node snapshot(Snapshot s) {
        Label letter = new Label(s.letter());
        letter.getStyleClass().add("snapshot-letter");
        Label words = new Label(s.words());
        words.setMaxWidth(Double.MAX_VALUE);
        words.setMinWidth(0);
        HBox.setHgrow(words, Priority.ALWAYS);
        Label number = new Label(shortScore(s));
        number.getStyleClass().add("number");
        number.setMinWidth(Region.USE_PREF_SIZE);
        HBox content = new HBox(letter, words, number);
        content.setAlignment(Pos.CENTER_LEFT);
        content.getStyleClass().add("snapshot-content");
        Button row = new Button(null, content);
        row.setId("snapshot-" + s.letter());
        row.getStyleClass().add("snapshot");
        row.setMaxWidth(Double.MAX_VALUE);
        content.prefWidthProperty()
                .bind(Bindings.createDoubleBinding(
                        () -> row.getWidth()
                                - row.getInsets().getLeft()
                                - row.getInsets().getRight(),
                        row.widthProperty(),
                        row.insetsProperty()));
        mark(row, s);
        row.setAccessibleText("Snapshot " + s.letter() + ", " + explanation(s).replace("\n", ", "));
        row.setTooltip(new Tooltip(explanation(s)));
        row.setOnAction(e -> controller.adopt(s));
        row.setContextMenu(menu(s, row));
        return row;
    }

    /** Tells the one that is the present plan from the others. */
    private void mark(Node row, Snapshot s) {
        row.pseudoClassStateChanged(
                PRESENT, s.plan().equals(workbench.planProperty().get()));
    }

    /** In percent or the metric's own unit; in brackets where it was measured before the project was saved. */
    private static String shortScore(Snapshot s) {
        String number = s.score()
                .map(score -> score.mainMetric().unit() == Metric.Unit.SHARE
                        ? NumberText.fixed(score.main().value() * 100, 1)
                        : ScoreText.value(score.mainMetric(), score.main().value()))
                .orElse(NumberText.NONE);
        return s.recalled() ? "(" + number + ")" : number;
    }

    private String explanation(Snapshot s) {
        String measured = s.score()
                .map(score -> score.mainMetric().title() + " "
                        + ScoreText.value(score.mainMetric(), score.main().value()) + " over "
                        + NumberText.exactCount(score.samples()) + " samples, " + NumberText.bytes(score.sizeBytes()))
                .orElse("not measured to the end");
        return s.words() + "\n" + workbench.projectProperty().get().nameOf(s.plan()) + "\n" + measured
                + (s.recalled() ? "\nas measured before the project was saved; taking it up measures it again" : "");
    }

    private ContextMenu menu(Snapshot s, Node row) {
        ContextMenu menu = new ContextMenu(
                item("Take up", () -> controller.adopt(s)),
                item("Rename…", () -> rename(s, row)),
                item(
                        "Compare with the present plan…",
                        () -> SnapshotComparison.show(
                                row.getScene().getWindow(),
                                workbench.projectProperty().get(),
                                s,
                                controller.present())));
        for (Snapshot other : workbench.snapshots()) {
            if (other != s) {
                menu.getItems()
                        .add(item(
                                "Compare with " + other.letter() + "…",
                                () -> SnapshotComparison.show(
                                        row.getScene().getWindow(),
                                        workbench.projectProperty().get(),
                                        s,
                                        other)));
            }
        }
        menu.getItems().addAll(new SeparatorMenuItem(), item("Remove snapshot", () -> controller.remove(s)));
        return menu;
    }

    private void rename(Snapshot s, Node row) {
        TextInputDialog dialog = new TextInputDialog(s.words());
        dialog.initOwner(row.getScene().getWindow());
        dialog.setTitle("Snapshot " + s.letter());
        dialog.setHeaderText(null);
        dialog.setGraphic(null);
        dialog.setContentText("Name");
        dialog.getDialogPane().getStylesheets().setAll(row.getScene().getStylesheets());
        dialog.showAndWait().ifPresent(name -> controller.rename(s, name));
    }

    private static MenuItem item(String words, Runnable action) {
        MenuItem item = new MenuItem(words);
        item.setOnAction(e -> action.run());
        return item;
    }
}
