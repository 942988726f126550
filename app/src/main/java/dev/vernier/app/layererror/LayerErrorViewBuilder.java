package dev.vernier.app.layererror;

import dev.vernier.app.controls.Choice;
import dev.vernier.app.controls.StackingRow;
import dev.vernier.app.controls.WrappingRow;
import dev.vernier.app.format.NumberText;
import dev.vernier.engine.evaluate.LayerErrorSample;
import dev.vernier.engine.evaluate.LayerResult;
import dev.vernier.engine.evaluate.TensorError;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** Builds the error view: the plot, and under it the three errors with their numbers. */
public final class LayerErrorViewBuilder {
    private static final double ALL_COLUMNS_FROM_EM = 47;
    private static final double COSINE_FROM_EM = 28;
    /** Below this a name stands above its numbers. */
    private static final double NAMES_BESIDE_FROM_EM = 36;

    private static final String NAME = "reading-name";

    private final LayerErrorModel model;
    private final DensityPlot plot = new DensityPlot();
    private final GridPane table = new GridPane();
    /** Labels that need a table so many em wide. */
    private final Map<Label, Double> dispensable = new HashMap<>();

    public LayerErrorViewBuilder(LayerErrorModel model) {
        this.model = model;
    }

    /** A number of an error, in a column. */
    private record Column(String name, String explanation, double fromEm, Function<TensorError, String> number) {}

    /** @param title what the plot is called when it is saved */
    public Region build(javafx.beans.value.ObservableValue<String> title) {
        plot.titleProperty().bind(title);
        plot.pictureProperty().bind(model.pictureProperty());
        VBox.setVgrow(plot, Priority.ALWAYS);
        table.getStyleClass().add("error-table");
        table.setId("error-table");
        model.sampleProperty().addListener((o, was, is) -> fill());
        model.resultProperty().addListener((o, was, is) -> fill());
        table.widthProperty().addListener((o, was, is) -> arrange());
        fill();
        VBox view = new VBox(choices(), plot, table);
        view.getStyleClass().add("error-view");
        return view;
    }

    private Node choices() {
        Label seen = new Label();
        seen.setId("error-message");
        seen.getStyleClass().addAll("secondary", "small");
        seen.textProperty().bind(model.messageProperty());
        seen.setMinWidth(0);
        seen.setMaxWidth(Double.MAX_VALUE);
        seen.setAlignment(Pos.CENTER_RIGHT);
        WrappingRow choices = new WrappingRow(
                Choice.of(
                        Choice.option("Values", "error-values", model.residualProperty(), false),
                        Choice.option("Differences", "error-differences", model.residualProperty(), true)),
                Choice.of(
                        Choice.option("Whole plan", "error-whole", model.aloneProperty(), false),
                        Choice.option("This layer alone", "error-alone", model.aloneProperty(), true)));
        choices.getStyleClass().add("error-choices");
        choices.setAlignment(Pos.CENTER_LEFT);
        StackingRow row = new StackingRow(choices, seen);
        row.getStyleClass().add("error-head-row");
        return row;
    }

    private List<Column> columns(double step) {
        return List.of(
                new Column(
                        "SQNR",
                        "Signal to quantization noise: 10·log10(Σx² / Σ(x−y)²), in dB; higher is better",
                        0,
                        e -> NumberText.decibels(e.sqnrDb())),
                new Column(
                        "MSE",
                        "Mean of the squared differences, in squared units of the values",
                        0,
                        e -> NumberText.significant(e.mse(), 3)),
                new Column(
                        "RMSE/step",
                        "Root of the mean squared difference over the step between two codes of this layer's output;"
                                + " rounding alone gives 0.29",
                        0,
                        e -> step > 0 ? NumberText.fixed(Math.sqrt(e.mse()) / step, 2) : NumberText.NONE),
                new Column(
                        "Cosine",
                        "Cosine of the angle between float and quantized values as vectors; 1 is the same direction",
                        COSINE_FROM_EM,
                        e -> Double.isNaN(e.cosine()) ? NumberText.NONE : NumberText.fixed(e.cosine(), 4)),
                new Column(
                        "Largest |Δ|",
                        "Largest absolute difference of a single value",
                        ALL_COLUMNS_FROM_EM,
                        e -> NumberText.significant(e.maxAbs(), 3)),
                new Column(
                        "Clipped",
                        "Share of the values that the outermost codes cut off",
                        ALL_COLUMNS_FROM_EM,
                        e -> NumberText.smallPercent(e.clippedShare())));
    }

    private void fill() {
        table.getChildren().clear();
        dispensable.clear();
        LayerResult r = model.resultProperty().get();
        LayerErrorSample s = model.sampleProperty().get();
        double outputStep = r == null
                ? 0
                : r.layer().outputParams().map(p -> (double) p.scale()).orElse(0.0);
        double weightStep = r == null
                ? 0
                : r.layer()
                        .weightParams()
                        .filter(p -> !p.isPerChannel())
                        .map(p -> (double) p.scale())
                        .orElse(0.0);
        List<Column> columns = columns(0);
        for (int c = 0; c < columns.size(); c++) {
            Label head = label(columns.get(c).name(), columns.get(c).explanation(), "error-head");
            put(head, c + 1, 0, columns.get(c));
        }
        int row = 1;
        row = line(
                row,
                "Local, weights",
                "This layer's weights on their grid against the float weights; nothing else is quantized",
                r == null ? Optional.empty() : r.localWeights(),
                columns(weightStep));
        row = line(
                row,
                "Local, activations",
                "This layer's output on its grid, on float values; told from the calibration histogram",
                r == null ? Optional.empty() : r.localActivations(),
                columns(outputStep));
        row = line(
                row,
                "Accumulated",
                "The whole plan in effect: this layer's output against the float model's",
                s == null ? Optional.empty() : Optional.of(s.accumulated()),
                columns(outputStep));
        row = line(
                row,
                "On the output, weights",
                "Only this layer's weights quantized: the network's output against the float model's",
                s == null ? Optional.empty() : s.outputOfWeights(),
                columns);
        row = line(
                row,
                "On the output, activations",
                "Only this layer's activations quantized: the network's output against the float model's",
                s == null ? Optional.empty() : s.outputOfActivations(),
                columns);
        row = line(
                row,
                "On the output, layer",
                "Only this layer quantized: the network's output against the float model's",
                s == null ? Optional.empty() : Optional.of(s.outputOfLayer()),
                columns);
        if (s != null) {
            Label changed = label(
                    s.changed() == 0
                            ? "With this layer alone quantized no prediction of the sample changes"
                            : "With this layer alone quantized " + s.changed() + " of " + s.samples()
                                    + " predictions change",
                    "Samples whose largest output is another one than the float model's",
                    "secondary");
            changed.setId("error-changed");
            table.add(changed, 0, 2 * row, columns.size() + 1, 1);
        }
        arrange();
    }

    private int line(int row, String name, String explanation, Optional<TensorError> error, List<Column> columns) {
        table.add(label(name, explanation, NAME), 0, 2 * row);
        for (int c = 0; c < columns.size(); c++) {
            Column column = columns.get(c);
            String text = error.map(column.number()).orElse(NumberText.NONE);
            Label number = label(text, name + ": " + column.explanation(), "number");
            number.setAccessibleText(name + ", " + column.name() + " " + text);
            put(number, c + 1, row, column);
        }
        return row + 1;
    }

    private void put(Label label, int column, int row, Column of) {
        label.setMaxWidth(Double.MAX_VALUE);
        label.setMinWidth(Region.USE_PREF_SIZE);
        label.setAlignment(Pos.CENTER_RIGHT);
        table.add(label, column, 2 * row);
        if (of.fromEm() > 0) {
            dispensable.put(label, of.fromEm());
        }
    }

    private static Label label(String text, String explanation, String style) {
        Label l = new Label(text);
        l.getStyleClass().add(style);
        l.setTooltip(new Tooltip(explanation));
        return l;
    }

    /** Where there is little room only the numbers that say most. */
    private void arrange() {
        Optional<Label> any = table.getChildren().stream()
                .filter(Label.class::isInstance)
                .map(Label.class::cast)
                .findFirst();
        double em = any.map(l -> l.getFont().getSize()).orElse(12.0);
        dispensable.forEach((label, fromEm) -> {
            boolean fits = table.getWidth() <= 0 || table.getWidth() >= fromEm * em;
            label.setVisible(fits);
            label.setManaged(fits);
        });
        arrangeNames(table.getWidth() > 0 && table.getWidth() < NAMES_BESIDE_FROM_EM * em);
        if (table.getColumnConstraints().isEmpty()) {
            ColumnConstraints name = new ColumnConstraints();
            name.setHgrow(Priority.ALWAYS);
            table.getColumnConstraints().add(name);
        }
    }

    /** Every line has two rows of the grid, for its name and for its numbers; they are one where there is room. */
    private void arrangeNames(boolean above) {
        for (Node n : table.getChildren()) {
            int line = GridPane.getRowIndex(n) / 2;
            boolean name = n.getStyleClass().contains(NAME);
            GridPane.setRowIndex(n, 2 * line + (above && !name ? 1 : 0));
            if (name) {
                GridPane.setColumnSpan(n, above ? GridPane.REMAINING : 1);
            }
        }
    }
}
