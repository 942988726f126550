package dev.vernier.app.layers;

import dev.vernier.app.preferences.Preferences;
import dev.vernier.engine.spec.QuantSpec;
import java.util.List;
import java.util.stream.Stream;
import javafx.application.Platform;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanExpression;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** Builds the layer pane: header with filter and columns, and the table. */
public final class LayersViewBuilder {
    private static final double SUMMARY_FROM_EM = 38;
    private static final double TITLE_FROM_EM = 20;
    /** Rows kept in sight above one that is scrolled to. */
    private static final int ROWS_ABOVE = 3;

    private final LayersModel model;
    private final LayersController controller;
    private final BooleanExpression opening;
    private final TableView<LayerRow> table = new TableView<>();
    private final TextField filter = new TextField();
    private final PrecisionPicker picker = new PrecisionPicker();
    private LayerColumnMemory memory;
    /** Whether the key pressed last came with Ctrl, Cmd or Alt: not every platform says so of what it types. */
    private boolean partOfShortcut;

    /** @param opening whether something is being opened */
    public LayersViewBuilder(LayersModel model, LayersController controller, BooleanExpression opening) {
        this.opening = opening;
        this.model = model;
        this.controller = controller;
    }

    public Region build() {
        buildTable();
        VBox pane = new VBox(header(), table);
        pane.getStyleClass().addAll("pane", "layers-pane");
        VBox.setVgrow(table, Priority.ALWAYS);
        return pane;
    }

    private Region header() {
        Label title = new Label("Layers");
        title.getStyleClass().add("pane-title");
        filter.setPromptText("Filter: name, int8, error<30");
        filter.setId("layer-filter");
        filter.setAccessibleText("Filter layers");
        filter.setTooltip(
                new Tooltip("Words that name or operation holds, precision:int8, weights:int4, error<30, bytes>10K,"
                        + " macs>1M, changed"));
        filter.textProperty().bindBidirectional(model.filterProperty());
        HBox.setHgrow(filter, Priority.ALWAYS);
        filter.setOnKeyPressed(e -> {
            if (e.getCode() == KeyCode.ESCAPE) {
                filter.clear();
                table.requestFocus();
            } else if (e.getCode() == KeyCode.DOWN || e.getCode() == KeyCode.ENTER) {
                table.requestFocus();
            }
        });
        Label summary = new Label();
        summary.getStyleClass().add("secondary");
        summary.textProperty().bind(model.summaryProperty());
        summary.setMinWidth(Region.USE_PREF_SIZE);
        title.setMinWidth(Region.USE_PREF_SIZE);
        filter.setMinWidth(0);
        HBox header = new HBox(title, filter, summary, columnsMenu());
        // in a narrow pane the filter needs the room more
        summary.managedProperty()
                .bind(Bindings.createBooleanBinding(
                        () -> header.getWidth()
                                > SUMMARY_FROM_EM * title.getFont().getSize(),
                        header.widthProperty(),
                        title.fontProperty()));
        summary.visibleProperty().bind(summary.managedProperty());
        title.managedProperty()
                .bind(Bindings.createBooleanBinding(
                        () -> header.getWidth() <= 0
                                || header.getWidth()
                                        > TITLE_FROM_EM * title.getFont().getSize(),
                        header.widthProperty(),
                        title.fontProperty()));
        title.visibleProperty().bind(title.managedProperty());
        header.getStyleClass().add("pane-header");
        header.setAlignment(Pos.CENTER_LEFT);
        return header;
    }

    private MenuButton columnsMenu() {
        MenuButton menu = new MenuButton("Columns");
        menu.getStyleClass().add("quiet");
        menu.setMinWidth(Region.USE_PREF_SIZE);
        menu.setId("columns");
        for (TableColumn<LayerRow, ?> c : table.getColumns()) {
            CheckMenuItem item = new CheckMenuItem((String) c.getUserData());
            item.selectedProperty().bindBidirectional(c.visibleProperty());
            menu.getItems().add(item);
        }
        return menu;
    }

    private void buildTable() {
        table.setId("layers");
        table.getStyleClass().add("layer-table");
        table.setAccessibleText("Layers");
        table.setItems(model.shown());
        model.shown().comparatorProperty().bind(table.comparatorProperty());
        table.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
        LayerColumns columns = new LayerColumns(
                (cell, row) -> open(cell.chip(), row, cell.side(), ""),
                side -> model.armedSideProperty().get() == side);
        TableColumn<LayerRow, ?> sensitivity = columns.sensitivity(model.sensitivityProperty());
        table.getColumns().setAll(columns.all());
        table.getColumns().add(sensitivity);
        table.setPlaceholder(placeholder());
        table.setRowFactory(t -> row());
        table.getSelectionModel().getSelectedItems().addListener((ListChangeListener<LayerRow>)
                c -> selectionChanged());
        table.getSelectionModel().selectedItemProperty().addListener((o, was, is) -> selectionChanged());
        LayerColumnWidths widths = new LayerColumnWidths(table);
        memory = new LayerColumnMemory(table, widths);
        model.sensitivityProperty().addListener((o, was, is) -> {
            if (was.isEmpty() != is.isEmpty()) {
                widths.show(sensitivity, !is.isEmpty());
            }
        });
        table.getFocusModel().focusedIndexProperty().addListener((o, was, is) -> refreshArmed());
        table.focusedProperty().addListener((o, was, is) -> refreshArmed());
        model.armedSideProperty().addListener((o, was, is) -> refreshArmed());
        model.all().addListener((ListChangeListener<LayerRow>) c -> selectFirst());
        table.addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
        table.addEventFilter(KeyEvent.KEY_TYPED, this::typed);
        table.heightProperty().addListener((o, was, is) -> keepSelectedInView(was.doubleValue(), is.doubleValue()));
        selectFirst();
    }

    private Label placeholder() {
        Label nothing = new Label();
        nothing.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> model.all().isEmpty()
                                ? opening.get() ? "Opening…" : "Open a model, or drop one here"
                                : "No layer matches “" + model.filterProperty().get() + "”",
                        model.all(),
                        opening,
                        model.filterProperty()));
        nothing.getStyleClass().add("secondary");
        return nothing;
    }

    private void selectFirst() {
        if (!model.all().isEmpty()) {
            // the first layer that has weights is the first that a person wants to see
            LayerRow first = model.shown().stream()
                    .filter(r -> r.hasChoice(TensorSide.WEIGHTS))
                    .findFirst()
                    .orElse(model.all().get(0));
            table.getSelectionModel().clearSelection();
            table.getSelectionModel().select(first);
            table.scrollTo(Math.max(0, model.shown().indexOf(first) - ROWS_ABOVE));
        }
    }

    private void selectionChanged() {
        LayerRow focused = table.getSelectionModel().getSelectedItem();
        // between two rows the selection is empty for a moment
        if (focused != null) {
            controller.select(List.copyOf(table.getSelectionModel().getSelectedItems()), focused);
        }
    }

    private void refreshArmed() {
        for (Node n : table.lookupAll(".precision-cell")) {
            if (n instanceof PrecisionCell) {
                PrecisionCell c = (PrecisionCell) n;
                c.setArmed(table.isFocused()
                        && c.getIndex() == table.getFocusModel().getFocusedIndex()
                        && c.side() == model.armedSideProperty().get());
            }
        }
    }

    private void pressed(KeyEvent e) {
        partOfShortcut = e.isShortcutDown() || e.isAltDown();
        if (e.isShortcutDown() || e.isAltDown()) {
            return;
        }
        if (e.getCode() == KeyCode.ENTER || e.getCode() == KeyCode.SPACE) {
            openFocused("");
            e.consume();
        } else if (e.getCode() == KeyCode.LEFT || e.getCode() == KeyCode.RIGHT) {
            model.armedSideProperty().set(e.getCode() == KeyCode.LEFT ? TensorSide.WEIGHTS : TensorSide.ACTIVATIONS);
            e.consume();
        }
    }

    private void typed(KeyEvent e) {
        if (!partOfShortcut && e.getCharacter().matches("[0-9a-zA-Z]")) {
            openFocused(e.getCharacter());
            e.consume();
        }
    }

    private void openFocused(String typed) {
        int index = table.getFocusModel().getFocusedIndex();
        if (index < 0 || index >= model.shown().size()) {
            return;
        }
        LayerRow row = model.shown().get(index);
        TensorSide side = row.hasChoice(model.armedSideProperty().get())
                ? model.armedSideProperty().get()
                : row.hasChoice(TensorSide.ACTIVATIONS) ? TensorSide.ACTIVATIONS : TensorSide.WEIGHTS;
        if (cells(index, side).noneMatch(this::isInView)) {
            table.scrollTo(Math.max(0, index - ROWS_ABOVE));
            table.layout();
        }
        cells(index, side).findFirst().ifPresent(c -> open(c.chip(), row, side, typed));
    }

    /** A drawer that opens must not hide the row whose distribution is shown. */
    private void keepSelectedInView(double heightBefore, double height) {
        int index = table.getSelectionModel().getSelectedIndex();
        boolean wasInView = height < heightBefore
                && table.lookupAll(".table-row-cell").stream()
                        .filter(n -> n.isVisible() && n instanceof TableRow && ((TableRow<?>) n).getIndex() == index)
                        .anyMatch(n -> n.getBoundsInParent().getMaxY() <= heightBefore);
        if (index >= 0 && wasInView) {
            Platform.runLater(() -> {
                if (cells(index, TensorSide.ACTIVATIONS).noneMatch(this::isInView)) {
                    table.scrollTo(Math.max(0, index - ROWS_ABOVE));
                }
            });
        }
    }

    private Stream<PrecisionCell> cells(int index, TensorSide side) {
        return table.lookupAll(".precision-cell").stream()
                .filter(n -> n instanceof PrecisionCell)
                .map(n -> (PrecisionCell) n)
                .filter(c -> c.getIndex() == index
                        && c.side() == side
                        && c.getTableRow().isVisible());
    }

    private boolean isInView(PrecisionCell cell) {
        return table.localToScene(table.getLayoutBounds()).contains(cell.localToScene(cell.getLayoutBounds()));
    }

    private void open(PrecisionChip chip, LayerRow row, TensorSide side, String typed) {
        if (!row.hasChoice(side)) {
            return;
        }
        if (!table.getSelectionModel().getSelectedItems().contains(row)) {
            table.getSelectionModel().clearSelection();
            table.getSelectionModel().select(row);
        }
        List<LayerRow> chosen = List.copyOf(table.getSelectionModel().getSelectedItems());
        long count = chosen.stream().filter(r -> r.hasChoice(side)).count();
        String title = count > 1 ? side.words() + " of " + count + " layers" : row.name() + " " + side.words();
        QuantSpec present = side.of(row.configProperty().get());
        picker.open(chip, title, side, present, typed, spec -> {
            controller.choose(chosen, side, spec);
            table.requestFocus();
        });
    }

    private TableRow<LayerRow> row() {
        TableRow<LayerRow> row = new TableRow<>() {
            @Override
            protected void updateItem(LayerRow item, boolean empty) {
                super.updateItem(item, empty);
                accessibleTextProperty().unbind();
                if (!empty && item != null) {
                    accessibleTextProperty()
                            .bind(Bindings.createStringBinding(
                                    item::sentence,
                                    item.configProperty(),
                                    item.bytesProperty(),
                                    item.localSqnrDbProperty(),
                                    item.sensitivityProperty(),
                                    item.curesProperty()));
                }
            }
        };
        row.setContextMenu(contextMenu());
        return row;
    }

    private ContextMenu contextMenu() {
        MenuItem reset = item("Reset to preset", () -> controller.resetToPreset(selected()));
        MenuItem file = item("Back to the file's own", () -> controller.resetToFile(selected()));
        MenuItem leaveFloat = item("Leave float", () -> controller.leaveFloat(selected()));
        MenuItem only = item("Quantize only this", () -> controller.quantizeOnly(selected()));
        MenuItem allBut = item("Quantize all but this", () -> controller.quantizeAllBut(selected()));
        MenuItem weights = item("Weights…", () -> openSide(TensorSide.WEIGHTS));
        MenuItem activations = item("Activations…", () -> openSide(TensorSide.ACTIVATIONS));
        MenuItem cures = item("Remove cures", () -> controller.removeCures(selected()));
        ContextMenu menu = new ContextMenu(
                weights,
                activations,
                new SeparatorMenuItem(),
                reset,
                file,
                leaveFloat,
                cures,
                new SeparatorMenuItem(),
                only,
                allBut);
        menu.setOnShowing(e -> {
            boolean many = selected().size() > 1;
            only.setText(many ? "Quantize only these" : "Quantize only this");
            allBut.setText(many ? "Quantize all but these" : "Quantize all but this");
            weights.setDisable(selected().stream().noneMatch(r -> r.hasChoice(TensorSide.WEIGHTS)));
            activations.setDisable(selected().stream().noneMatch(r -> r.hasChoice(TensorSide.ACTIVATIONS)));
            cures.setDisable(!controller.hasCures(selected()));
            reset.setDisable(controller.areAsPreset(selected()));
            file.setVisible(controller.hasOwnPlan());
            file.setDisable(!controller.differFromFile(selected()));
        });
        return menu;
    }

    private void openSide(TensorSide side) {
        model.armedSideProperty().set(side);
        table.requestFocus();
        openFocused("");
    }

    private List<LayerRow> selected() {
        return List.copyOf(table.getSelectionModel().getSelectedItems());
    }

    private static MenuItem item(String text, Runnable action) {
        MenuItem item = new MenuItem(text);
        item.setOnAction(e -> action.run());
        return item;
    }

    /** Where the keyboard goes to find a layer. */
    public void focusFilter() {
        filter.requestFocus();
        filter.selectAll();
    }

    /** Shows {@code row} and selects it alone; the keyboard goes there. */
    public void select(LayerRow row) {
        show(row);
        table.requestFocus();
    }

    /** The same, but the keyboard stays where it is. */
    public void show(LayerRow row) {
        if (!model.shown().contains(row)) {
            model.filterProperty().set("");
        }
        int index = model.shown().indexOf(row);
        table.getSelectionModel().clearAndSelect(index);
        table.scrollTo(Math.max(0, index - ROWS_ABOVE));
    }

    /** The columns as they were left; null as long as nobody changed them. */
    public Preferences.Columns columns() {
        return memory.columns();
    }

    /** The columns as they were left at another time. */
    public void restoreColumns(Preferences.Columns remembered) {
        memory.restore(remembered);
    }

    public void focusTable() {
        table.requestFocus();
    }
}
