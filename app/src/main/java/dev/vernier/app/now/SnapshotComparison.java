package dev.vernier.app.now;

import dev.vernier.app.controls.DialogFit;
import dev.vernier.app.project.Project;
import dev.vernier.app.project.Snapshot;
import java.util.List;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.geometry.Pos;
import javafx.scene.control.ButtonType;
import javafx.scene.control.Dialog;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.stage.Window;

/** Two plans beside each other: their numbers, and every layer on which they differ. */
final class SnapshotComparison {
    private SnapshotComparison() {}

    static void show(Window owner, Project project, Snapshot a, Snapshot b) {
        Dialog<Void> dialog = new Dialog<>();
        dialog.initOwner(owner);
        DialogFit.within(owner, dialog);
        dialog.setTitle(title(a) + " and " + title(b));
        dialog.setResizable(true);
        List<PlanDifference> differences = PlanDifference.between(a, b, project.layers());
        Label count = new Label(
                differences.isEmpty()
                        ? "No layer differs"
                        : differences.size() + (differences.size() == 1 ? " layer differs" : " layers differ"));
        count.getStyleClass().add("pane-title");
        TableView<PlanDifference> table = table(a, b, differences);
        VBox.setVgrow(table, Priority.ALWAYS);
        VBox content = new VBox(numbers(a, b), count, table);
        content.getStyleClass().add("snapshot-comparison");
        dialog.getDialogPane().setContent(content);
        dialog.getDialogPane().getButtonTypes().add(ButtonType.CLOSE);
        dialog.getDialogPane().getStylesheets().setAll(owner.getScene().getStylesheets());
        dialog.show();
    }

    private static String title(Snapshot s) {
        return s.letter().equals("present") ? "the present plan" : s.letter() + " (" + s.words() + ")";
    }

    private static GridPane numbers(Snapshot a, Snapshot b) {
        GridPane grid = new GridPane();
        grid.getStyleClass().add("comparison-numbers");
        grid.addRow(0, new Label(), head(a.letter()), head(b.letter()), head(b.letter() + " − " + a.letter()));
        int row = 1;
        for (List<String> line : PlanDifference.numbers(a, b)) {
            Label name = new Label(line.get(0));
            name.getStyleClass().add("reading-name");
            grid.add(name, 0, row);
            for (int c = 1; c < line.size(); c++) {
                Label number = head(line.get(c));
                number.getStyleClass().setAll("label", "number");
                number.setAccessibleText(line.get(0) + " " + line.get(c));
                grid.add(number, c, row);
            }
            row++;
        }
        return grid;
    }

    private static Label head(String text) {
        Label l = new Label(text);
        l.getStyleClass().add("error-head");
        l.setMaxWidth(Double.MAX_VALUE);
        l.setAlignment(Pos.CENTER_RIGHT);
        return l;
    }

    private static TableView<PlanDifference> table(Snapshot a, Snapshot b, List<PlanDifference> differences) {
        TableView<PlanDifference> table = new TableView<>(FXCollections.observableArrayList(differences));
        table.setId("plan-differences");
        table.getStyleClass().add("layer-table");
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_ALL_COLUMNS);
        table.setPlaceholder(new Label(
                a.plan().equals(b.plan())
                        ? "Both plans ask for the same"
                        : "Layer for layer they are the same; preset, target or cures differ"));
        String error =
                "Accumulated error: the whole plan in effect, this layer's output against the float model's, in dB";
        table.getColumns()
                .setAll(List.of(
                        column("Layer", "", 130, PlanDifference::layer),
                        column(a.letter(), a.words(), 260, PlanDifference::a),
                        column(b.letter(), b.words(), 260, PlanDifference::b),
                        column("Accum. " + a.letter(), error, 110, PlanDifference::errorA),
                        column("Accum. " + b.letter(), error, 110, PlanDifference::errorB)));
        return table;
    }

    private static TableColumn<PlanDifference, String> column(
            String name, String explanation, double width, Function<PlanDifference, String> of) {
        TableColumn<PlanDifference, String> c = new TableColumn<>();
        Label header = new Label(name);
        header.getStyleClass().add("column-title");
        if (!explanation.isEmpty()) {
            header.setTooltip(new Tooltip(explanation));
        }
        c.setGraphic(header);
        c.setPrefWidth(width);
        c.setCellValueFactory(f -> new ReadOnlyObjectWrapper<>(of.apply(f.getValue())));
        return c;
    }
}
