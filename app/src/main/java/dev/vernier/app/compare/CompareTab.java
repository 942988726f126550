package dev.vernier.app.compare;

import dev.vernier.app.drawer.DrawerContext;
import dev.vernier.app.drawer.DrawerJobTools;
import dev.vernier.app.drawer.DrawerPlace;
import dev.vernier.app.drawer.DrawerTab;
import dev.vernier.app.notice.NoticeBar;
import java.util.List;
import java.util.stream.IntStream;
import javafx.beans.binding.Bindings;
import javafx.collections.ListChangeListener;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;

/** Every technique as a row and as a point; one click measures them, one adopts. */
public final class CompareTab implements DrawerTab {
    private static final PseudoClass POINTED = PseudoClass.getPseudoClass("pointed");
    private static final double TABLE_SHARE = 0.66;

    private final CompareModel model = new CompareModel();
    private final CompareController controller;
    private final TableView<ComparedPlan> table = new TableView<>();

    public CompareTab(DrawerContext window) {
        this.controller = new CompareController(model, window);
    }

    @Override
    public DrawerPlace place() {
        return DrawerPlace.COMPARE;
    }

    @Override
    public Region build() {
        buildTable();
        TradeOffPlot plot = new TradeOffPlot(model.rows(), model.pointedProperty(), controller::adopt);
        Label nothing = new Label();
        nothing.getStyleClass().addAll("secondary", "drawer-advice");
        nothing.textProperty()
                .bind(Bindings.when(model.job().runnableProperty())
                        .then("Size against accuracy, once something is measured")
                        .otherwise("Open data for the model to measure what techniques do to it"));
        nothing.setMouseTransparent(true);
        nothing.visibleProperty()
                .bind(Bindings.createBooleanBinding(
                        () -> model.rows().stream().noneMatch(ComparedPlan::isMeasured), model.rows()));
        SplitPane split = new SplitPane(table, new StackPane(plot, nothing));
        split.setDividerPositions(TABLE_SHARE);
        return NoticeBar.above(split, model.job().noticeProperty());
    }

    private void buildTable() {
        table.setId("techniques");
        table.setAccessibleText("Techniques");
        table.getStyleClass().addAll("layer-table", "compare-table");
        table.setItems(model.rows());
        table.getColumns().setAll(new CompareColumns(controller::adopt, model.scoreTitleProperty()).all());
        Label placeholder = new Label("Open a model to compare techniques on it");
        placeholder.getStyleClass().add("secondary");
        table.setPlaceholder(placeholder);
        table.setRowFactory(t -> row());
        table.setMinWidth(0);
        table.addEventFilter(KeyEvent.KEY_PRESSED, e -> {
            ComparedPlan chosen = table.getSelectionModel().getSelectedItem();
            if (e.getCode() == KeyCode.ENTER && chosen != null) {
                controller.adopt(chosen);
                e.consume();
            }
        });
        // a row that gets new numbers is replaced; the selection stays with its place
        model.rows().addListener((ListChangeListener<ComparedPlan>) c -> {
            int index = table.getSelectionModel().getSelectedIndex();
            while (c.next()) {
                if (c.wasReplaced() && IntStream.range(c.getFrom(), c.getTo()).anyMatch(i -> i == index)) {
                    table.getSelectionModel().select(index);
                }
            }
        });
    }

    private TableRow<ComparedPlan> row() {
        TableRow<ComparedPlan> row = new TableRow<>() {
            @Override
            protected void updateItem(ComparedPlan item, boolean empty) {
                super.updateItem(item, empty);
                setAccessibleText(empty || item == null ? null : item.sentence());
                showPointed(this);
            }
        };
        row.setOnMouseEntered(e ->
                model.pointedProperty().set(row.isEmpty() ? null : row.getItem().name()));
        row.setOnMouseExited(e -> model.pointedProperty().set(null));
        row.setOnMouseClicked(e -> {
            if (e.getClickCount() == 2 && !row.isEmpty()) {
                controller.adopt(row.getItem());
            }
        });
        model.pointedProperty().addListener((o, was, is) -> showPointed(row));
        return row;
    }

    private void showPointed(TableRow<ComparedPlan> row) {
        row.pseudoClassStateChanged(
                POINTED,
                row.getItem() != null
                        && row.getItem().name().equals(model.pointedProperty().get()));
    }

    @Override
    public List<Node> tools() {
        return DrawerJobTools.of(
                model.job(),
                "compare-status",
                "compare-techniques",
                "Compare techniques",
                "Measure every technique on all samples, and its time in ONNX Runtime",
                controller::run,
                controller::cancel);
    }
}
