package dev.vernier.app.compare;

import dev.vernier.app.format.NumberText;
import dev.vernier.app.format.ScoreText;
import dev.vernier.app.layers.PrecisionChip;
import dev.vernier.engine.evaluate.Metric;
import dev.vernier.engine.evaluate.MetricValue;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Region;

/** The columns of the comparison. */
final class CompareColumns {
    private static final PseudoClass GROWING = PseudoClass.getPseudoClass("growing");
    private static final double HEADER_FONT_SIZE = 12;

    private final Consumer<ComparedPlan> adopt;
    private final ObservableValue<String> scoreTitle;

    CompareColumns(Consumer<ComparedPlan> adopt, ObservableValue<String> scoreTitle) {
        this.adopt = adopt;
        this.scoreTitle = scoreTitle;
    }

    List<TableColumn<ComparedPlan, ComparedPlan>> all() {
        TableColumn<ComparedPlan, ComparedPlan> name = column("Technique", "What is done to every layer", 112);
        name.setCellFactory(c -> new NameCell());
        TableColumn<ComparedPlan, ComparedPlan> score = number(
                "",
                "The metric that matters most for this model and data",
                78,
                r -> r.score()
                        .map(s -> ScoreText.value(s.mainMetric(), s.main().value()))
                        .orElse(NumberText.NONE));
        ((Label) score.getGraphic()).textProperty().bind(scoreTitle);
        TableColumn<ComparedPlan, ComparedPlan> use = column("", "", 42);
        use.setCellFactory(c -> new UseCell());
        use.setSortable(false);
        return List.of(
                name,
                score,
                number(
                        "95 % interval",
                        "Where the value lies with 95 % confidence, for so many samples",
                        106,
                        r -> r.score()
                                .flatMap(s -> s.main().ci95().map(i -> ScoreText.interval(s.mainMetric(), i, false)))
                                .orElse(NumberText.NONE)),
                number(
                        "From float",
                        "Difference from the float model, in points where the metric is a share",
                        78,
                        r -> r.score()
                                .filter(s -> s.main().delta().isPresent())
                                .map(s -> ScoreText.difference(
                                        s.mainMetric(), s.main().delta().getAsDouble()))
                                .orElse(NumberText.NONE)),
                number(
                        "Agreement",
                        "Share of samples on which float and quantized predict the same class",
                        84,
                        r -> metric(r, Metric.AGREEMENT)),
                number(
                        "Size",
                        "Weights and biases as they are stored; 1 KB is 1,000 bytes",
                        70,
                        r -> r.score().map(s -> NumberText.bytes(s.sizeBytes())).orElse(NumberText.NONE)),
                number("Ratio", "How many times smaller than float32", 54, ComparedPlan::ratio),
                number(
                        "Mean |Δ|",
                        "Mean absolute difference of the network's outputs from the float model's",
                        70,
                        r -> metric(r, Metric.MEAN_ABS_ERROR)),
                number(
                        "ms",
                        "Milliseconds for one sample in ONNX Runtime on this machine, one sample at a time, all processors",
                        58,
                        r -> r.time()
                                .map(t -> NumberText.significant(t.millis(), 3))
                                .orElse(NumberText.NONE)),
                use);
    }

    private static String metric(ComparedPlan row, Metric metric) {
        return row.score()
                .flatMap(s -> s.metric(metric))
                .map(MetricValue::value)
                .map(v -> ScoreText.value(metric, v))
                .orElse(NumberText.NONE);
    }

    private static TableColumn<ComparedPlan, ComparedPlan> column(String title, String explanation, double width) {
        TableColumn<ComparedPlan, ComparedPlan> c = new TableColumn<>();
        Label header = new Label(title);
        header.getStyleClass().add("column-title");
        header.setMaxWidth(Double.MAX_VALUE);
        if (!explanation.isEmpty()) {
            header.setTooltip(new Tooltip(explanation));
        }
        c.setGraphic(header);
        c.setPrefWidth(width);
        c.setMinWidth(32);
        c.setSortable(false);
        c.setReorderable(false);
        c.setCellValueFactory(f -> new ReadOnlyObjectWrapper<>(f.getValue()));
        // the column grows with the text scale
        header.fontProperty()
                .addListener((o, was, is) -> c.setPrefWidth(Math.round(width * is.getSize() / HEADER_FONT_SIZE)));
        return c;
    }

    private static TableColumn<ComparedPlan, ComparedPlan> number(
            String title, String explanation, double width, Function<ComparedPlan, String> words) {
        TableColumn<ComparedPlan, ComparedPlan> c = column(title, explanation, width);
        c.getStyleClass().add("number-column");
        c.setCellFactory(x -> new NumberCell(words));
        return c;
    }

    /** The plan's name as a chip with its colour; a snapshot by its words, the present plan in bold. */
    private static final class NameCell extends TableCell<ComparedPlan, ComparedPlan> {
        private final Region swatch = new Region();
        private final Label chip = new Label("", swatch);
        private final Tooltip tooltip = new Tooltip();

        NameCell() {
            chip.getStyleClass().setAll("chip", "still");
            chip.setMinWidth(USE_PREF_SIZE);
            getStyleClass().add("technique-cell");
        }

        @Override
        protected void updateItem(ComparedPlan row, boolean empty) {
            super.updateItem(row, empty);
            if (empty || row == null) {
                setText(null);
                setGraphic(null);
                setTooltip(null);
                return;
            }
            boolean technique = row.kind() == ComparedPlan.Kind.TECHNIQUE;
            pseudoClassStateChanged(PseudoClass.getPseudoClass("present"), row.kind() == ComparedPlan.Kind.PRESENT);
            setText(technique ? null : row.name());
            swatch.getStyleClass().setAll("chip-swatch", PrecisionChip.colorClass(row.precision()));
            chip.setText(row.name());
            setGraphic(technique ? chip : null);
            tooltip.setText(
                    technique
                            ? row.plan().preset().description()
                                    + (row.reason().isEmpty() ? "" : "\nNot measured: " + row.reason())
                            : row.name());
            setTooltip(tooltip);
        }
    }

    /** A number as text, right-aligned; fainter while it is still growing. */
    private static final class NumberCell extends TableCell<ComparedPlan, ComparedPlan> {
        private final Function<ComparedPlan, String> words;

        NumberCell(Function<ComparedPlan, String> words) {
            this.words = words;
            setAlignment(Pos.CENTER_RIGHT);
        }

        @Override
        protected void updateItem(ComparedPlan row, boolean empty) {
            super.updateItem(row, empty);
            boolean blank = empty || row == null;
            setText(blank ? null : words.apply(row));
            pseudoClassStateChanged(GROWING, !blank && row.isGrowing());
        }
    }

    /** Makes the plan the present one. */
    private final class UseCell extends TableCell<ComparedPlan, ComparedPlan> {
        private final Button use = new Button("Use");

        UseCell() {
            use.getStyleClass().add("link");
            use.setFocusTraversable(false);
            use.setOnAction(e -> adopt.accept(getItem()));
            setAlignment(Pos.CENTER_RIGHT);
        }

        @Override
        protected void updateItem(ComparedPlan row, boolean empty) {
            super.updateItem(row, empty);
            boolean none = empty || row == null || row.kind() == ComparedPlan.Kind.PRESENT;
            setGraphic(none ? null : use);
            if (!none) {
                use.setId("use-" + row.shortName());
                use.setAccessibleText("Make " + row.name() + " the present plan");
            }
        }
    }
}
