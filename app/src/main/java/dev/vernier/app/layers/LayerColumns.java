package dev.vernier.app.layers;

import dev.vernier.app.format.NumberText;
import dev.vernier.app.project.LayerNumbers;
import dev.vernier.engine.spec.LayerConfig;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.Tooltip;

/** The columns of the layer table: what each shows, how wide, how it sorts. */
final class LayerColumns {

    /** At 100 % text, in px. */
    static final double HEADER_FONT_SIZE = 12;

    /** Title of the column that is there once something was measured. */
    static final String SENSITIVITY = "Sensitivity";

    private static final String USUAL_WIDTH = "usual width";

    private final BiConsumer<PrecisionCell, LayerRow> openChoice;
    private final Function<TensorSide, Boolean> armed;

    /** @param armed whether Enter opens this side's chip */
    LayerColumns(BiConsumer<PrecisionCell, LayerRow> openChoice, Function<TensorSide, Boolean> armed) {
        this.openChoice = openChoice;
        this.armed = armed;
    }

    /** In their first order; some start hidden. */
    List<TableColumn<LayerRow, ?>> all() {
        TableColumn<LayerRow, Number> number = number(
                "#",
                "Position in running order",
                40,
                r -> r.number() == 0 ? "" : Integer.toString(r.number()),
                r -> constant(r.number()));
        number.getStyleClass().add("muted");
        TableColumn<LayerRow, String> name =
                text(LayerColumnWidths.NAME, "The source model's name", 140, LayerRow::name, true);
        name.setCellFactory(c -> new LayerNameCell());
        TableColumn<LayerRow, String> operation =
                text("Operation", "With its fused activation", 160, LayerRow::operation, true);
        operation.getStyleClass().add("secondary-column");
        TableColumn<LayerRow, String> shape =
                text("Output", "Shape of the output of one sample", 88, LayerRow::outputShape, false);
        shape.getStyleClass().add("number-text");
        return List.of(
                number,
                name,
                operation,
                shape,
                number(
                        "Params",
                        "Elements of weights and bias",
                        68,
                        r -> r.parameters() == 0 ? "" : NumberText.count(r.parameters()),
                        r -> constant(r.parameters())),
                number(
                        "MACs",
                        "Multiply-accumulates for one sample",
                        68,
                        r -> r.macs().isEmpty() ? "" : NumberText.count(r.macs().getAsLong()),
                        r -> constant(r.macs().orElse(0))),
                precision("Weights", TensorSide.WEIGHTS),
                precision("Activations", TensorSide.ACTIVATIONS),
                number(
                        "Bytes",
                        "What the layer takes in the target's file: numbers, scales and the structure around them",
                        66,
                        r -> r.bytesProperty().get() > 0
                                ? NumberText.bytes(r.bytesProperty().get())
                                : "",
                        LayerRow::bytesProperty),
                error(),
                number(
                        "Accum.",
                        "The whole plan in effect: this layer's output against the float model's (SQNR, dB)",
                        72,
                        r -> NumberText.decibels(r.accumulatedSqnrDbProperty().get()),
                        LayerRow::accumulatedSqnrDbProperty));
    }

    /** @param words what the numbers are, for the header's tooltip */
    TableColumn<LayerRow, LayerNumbers.Value> sensitivity(ObservableValue<String> words) {
        TableColumn<LayerRow, LayerNumbers.Value> c = column(SENSITIVITY, "", 84);
        Tooltip tooltip = new Tooltip();
        tooltip.textProperty().bind(words.map(w -> "What the drawer's Sensitivity measured: " + w));
        ((Label) c.getGraphic()).setTooltip(tooltip);
        c.getStyleClass().add("number-column");
        c.setCellValueFactory(f -> f.getValue().sensitivityProperty());
        // layers that were not measured go last either way
        c.setComparator(Comparator.comparingDouble(v -> v == null ? Double.NEGATIVE_INFINITY : v.order()));
        c.setCellFactory(x -> new SensitivityCell());
        c.setVisible(false);
        return c;
    }

    private static ObservableValue<Number> constant(long x) {
        return new ReadOnlyObjectWrapper<>(x);
    }

    private static <T> TableColumn<LayerRow, T> column(String title, String explanation, double width) {
        TableColumn<LayerRow, T> c = new TableColumn<>();
        Label header = new Label(title);
        header.setTooltip(new Tooltip(explanation));
        header.setMaxWidth(Double.MAX_VALUE);
        header.getStyleClass().add("column-title");
        c.setGraphic(header);
        c.setUserData(title);
        c.setId("column-" + title);
        c.getProperties().put(USUAL_WIDTH, width);
        c.setPrefWidth(width);
        c.setMinWidth(32);
        return c;
    }

    /** What a column takes where there is room enough, in px at 100 % text. */
    static double usualWidth(TableColumn<LayerRow, ?> column) {
        return (Double) column.getProperties().get(USUAL_WIDTH);
    }

    private static TableColumn<LayerRow, String> text(
            String title, String explanation, double width, Function<LayerRow, String> of, boolean visible) {
        TableColumn<LayerRow, String> c = column(title, explanation, width);
        c.setCellValueFactory(f -> new ReadOnlyObjectWrapper<>(of.apply(f.getValue())));
        c.setVisible(visible);
        c.setCellFactory(x -> new TextCell());
        return c;
    }

    private static TableColumn<LayerRow, Number> number(
            String title,
            String explanation,
            double width,
            Function<LayerRow, String> words,
            Function<LayerRow, ObservableValue<Number>> value) {
        TableColumn<LayerRow, Number> c = column(title, explanation, width);
        c.getStyleClass().add("number-column");
        c.setCellValueFactory(f -> value.apply(f.getValue()));
        c.setComparator(Comparator.comparingDouble(Number::doubleValue));
        c.setCellFactory(x -> new NumberCell(words));
        return c;
    }

    private TableColumn<LayerRow, LayerConfig> precision(String title, TensorSide side) {
        TableColumn<LayerRow, LayerConfig> c = column(
                title,
                "Number format of the " + side.words() + "; click, Enter or type to choose",
                side == TensorSide.WEIGHTS ? 72 : 84);
        c.setCellValueFactory(f -> f.getValue().configProperty());
        c.setComparator(Comparator.comparing(k -> side.of(k).precision()));
        c.setCellFactory(x -> {
            PrecisionCell[] self = new PrecisionCell[1];
            self[0] = new PrecisionCell(side, (chip, row) -> openChoice.accept(self[0], row)) {
                @Override
                protected void updateItem(LayerConfig config, boolean empty) {
                    super.updateItem(config, empty);
                    setArmed(isFocusedRow() && armed.apply(side));
                }

                private boolean isFocusedRow() {
                    return getTableView() != null
                            && getTableView().isFocused()
                            && getTableView().getFocusModel().getFocusedIndex() == getIndex();
                }
            };
            return self[0];
        });
        return c;
    }

    private static TableColumn<LayerRow, Number> error() {
        TableColumn<LayerRow, Number> c = column(
                "Error", "Local error: each tensor's own quantization on float values (SQNR, higher is better)", 98);
        c.getStyleClass().add("error-column");
        c.setCellValueFactory(f -> f.getValue().localSqnrDbProperty());
        // layers without an error go last either way
        c.setComparator(Comparator.comparingDouble(
                x -> Double.isNaN(x.doubleValue()) ? Double.POSITIVE_INFINITY : x.doubleValue()));
        c.setCellFactory(x -> new ErrorCell());
        return c;
    }

    /** Text that explains itself in full on hover where it is cut. */
    private static final class TextCell extends SteadyCell<String> {
        private final Tooltip tooltip = new Tooltip();

        @Override
        protected void updateItem(String item, boolean empty) {
            super.updateItem(item, empty);
            setText(empty ? null : item);
            tooltip.setText(item);
            setTooltip(empty || item == null ? null : tooltip);
        }
    }

    /** What was measured, right-aligned. */
    private static final class SensitivityCell extends SteadyCell<LayerNumbers.Value> {
        SensitivityCell() {
            setAlignment(Pos.CENTER_RIGHT);
        }

        @Override
        protected void updateItem(LayerNumbers.Value v, boolean empty) {
            super.updateItem(v, empty);
            setText(empty || v == null ? null : v.text());
        }
    }

    /** A number as text, right-aligned. */
    private static final class NumberCell extends SteadyCell<Number> {
        private final Function<LayerRow, String> words;

        NumberCell(Function<LayerRow, String> words) {
            this.words = words;
            setAlignment(Pos.CENTER_RIGHT);
        }

        @Override
        protected void updateItem(Number x, boolean empty) {
            super.updateItem(x, empty);
            LayerRow row = empty || getTableRow() == null ? null : getTableRow().getItem();
            setText(row == null ? null : words.apply(row));
        }
    }
}
