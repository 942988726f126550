package dev.vernier.app.distribution;

import dev.vernier.app.controls.SteadyLabel;
import dev.vernier.app.controls.WrappingRow;
import dev.vernier.app.format.NumberText;
import dev.vernier.app.format.SpecText;
import dev.vernier.app.layers.TensorSide;
import dev.vernier.app.plot.Hatch;
import dev.vernier.engine.spec.Granularity;
import dev.vernier.engine.spec.QuantSpec;
import dev.vernier.engine.spec.RangeRule;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import javafx.beans.Observable;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.binding.StringBinding;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

/** Builds the numbers under the histogram: rule and limits, grid, what is clipped, local and accumulated SQNR. */
final class ReadingViewBuilder {
    private static final PseudoClass BETTER = PseudoClass.getPseudoClass("better");
    private static final PseudoClass NOTHING = PseudoClass.getPseudoClass("nothing");
    private static final PseudoClass WORSE = PseudoClass.getPseudoClass("worse");

    private static final double TWO_FROM_EM = 36;

    private static final List<Granularity> GRANULARITIES = List.of(
            Granularity.TENSOR,
            Granularity.CHANNEL,
            new Granularity.PerBlock(128),
            new Granularity.PerBlock(64),
            new Granularity.PerBlock(32),
            new Granularity.PerBlock(16));

    private final DistributionModel model;
    private final DistributionController controller;
    private final GridPane grid = new GridPane();
    private final List<Label> names = new ArrayList<>();
    private final List<Node> values = new ArrayList<>();
    private int arranged;

    ReadingViewBuilder(DistributionModel model, DistributionController controller) {
        this.model = model;
        this.controller = controller;
    }

    Region build() {
        grid.getStyleClass().add("readings");
        row(
                "Range rule",
                "How the clipping range is chosen",
                ruleMenu(),
                "low / high",
                "The clipping range: real values",
                limits());
        row(
                "Scale",
                "The real step between two codes",
                scale(),
                "Zero point",
                "The code that stands for 0",
                value(
                        "zero-point",
                        r -> r.scales() > 1 && r.zeroPoint() == 0 ? "0" : NumberText.fixed(r.zeroPoint(), 0)));
        row(
                "Outside",
                "Share of all values that are clipped, below and above the range",
                outside(),
                "Codes used",
                "Codes that at least one value takes; where channels have grids of their own, their mean",
                value("codes-used", ReadingViewBuilder::codes));
        row(
                "Local SQNR",
                "Signal to noise of this tensor's own quantization: 10·log10(Σx² / Σ(x−y)²), from the histogram",
                localSqnr(),
                "Accumulated",
                "The whole plan in effect: this layer's output against the float model's",
                accumulated());
        row(
                "In range",
                "Share of all values inside the range",
                value("in-range", r -> NumberText.percent(r.inRange())),
                "To zero",
                "Share of values that are not 0 but become 0",
                value("to-zero", r -> NumberText.smallPercent(r.roundedToZero())));
        grid.widthProperty().addListener((o, was, is) -> arrange());
        names.get(0).fontProperty().addListener((o, was, is) -> arrange());
        arrange();
        return grid;
    }

    private void row(String name, String tip, Node value, String name2, String tip2, Node value2) {
        names.add(name(name, tip));
        names.add(name(name2, tip2));
        values.add(explained(value, tip));
        values.add(explained(value2, tip2));
    }

    /** A number says what it is like the name beside it. */
    private static Node explained(Node value, String tip) {
        if (value instanceof Label) {
            ((Label) value).setTooltip(new Tooltip(tip));
        } else if (value instanceof Pane) {
            ((Pane) value).getChildren().forEach(n -> {
                if (n instanceof Label) {
                    ((Label) n).setTooltip(new Tooltip(tip));
                }
            });
        }
        return value;
    }

    /** Two numbers a line; in a narrow pane, one. */
    private void arrange() {
        int perLine = grid.getWidth() > 0
                        && grid.getWidth()
                                < TWO_FROM_EM * names.get(0).getFont().getSize()
                ? 1
                : 2;
        if (perLine == arranged) {
            return;
        }
        arranged = perLine;
        grid.getChildren().clear();
        grid.getColumnConstraints().clear();
        for (int i = 0; i < 2 * perLine; i++) {
            ColumnConstraints c = new ColumnConstraints();
            c.setHgrow(i % 2 == 1 ? Priority.ALWAYS : Priority.NEVER);
            // the second numbers are as wide as the limits' fields need; the first, with the rule, can be shortened
            c.setMinWidth(i == 3 ? Region.USE_COMPUTED_SIZE : i == 1 ? 60 : Region.USE_PREF_SIZE);
            grid.getColumnConstraints().add(c);
        }
        for (int i = 0; i < names.size(); i++) {
            grid.add(names.get(i), i % perLine * 2, i / perLine);
            grid.add(values.get(i), i % perLine * 2 + 1, i / perLine);
        }
    }

    private static Label name(String text, String explanation) {
        Label l = new Label(text);
        l.getStyleClass().add("reading-name");
        l.setTooltip(new Tooltip(explanation));
        return l;
    }

    private Label value(String id, Function<LocalReading, String> words) {
        Label l = new SteadyLabel();
        l.setId(id);
        l.getStyleClass().add("number");
        l.textProperty()
                .bind(text(
                        () -> reading() == null ? NumberText.NONE : words.apply(reading()), model.readingProperty()));
        return l;
    }

    private LocalReading reading() {
        return model.readingProperty().get();
    }

    private static StringBinding text(Supplier<String> words, Observable... on) {
        return Bindings.createStringBinding(words::get, on);
    }

    private Node ruleMenu() {
        MenuButton menu = new MenuButton();
        menu.setId("range-rule");
        menu.setMaxWidth(Double.MAX_VALUE);
        menu.textProperty()
                .bind(text(
                        () -> spec() == null || !spec().precision().hasRange()
                                ? NumberText.NONE
                                : SpecText.rule(spec().rule()),
                        model.specProperty()));
        menu.disableProperty().bind(fixed().and(inBlocks().not()));
        menu.setOnShowing(e -> menu.getItems().setAll(ruleItems()));
        menu.getItems().add(new MenuItem());
        return menu;
    }

    private List<MenuItem> ruleItems() {
        List<MenuItem> items = new ArrayList<>();
        for (RangeRule rule : RuleComparison.rulesFor(spec().precision())) {
            RadioMenuItem item = new RadioMenuItem(SpecText.rule(rule) + sqnrOf(rule));
            item.setSelected(rule.equals(spec().rule()));
            item.setOnAction(e -> controller.edits().setRule(rule));
            items.add(item);
        }
        if (spec().rule() instanceof RangeRule.Manual) {
            RadioMenuItem manual = new RadioMenuItem("manual");
            manual.setSelected(true);
            items.add(manual);
        }
        MenuItem reset = new MenuItem("Back to the rule");
        reset.setDisable(!(spec().rule() instanceof RangeRule.Manual));
        reset.setOnAction(e -> controller.reset());
        items.add(new SeparatorMenuItem());
        items.add(reset);
        return items;
    }

    private String sqnrOf(RangeRule rule) {
        RuleComparison c = model.comparisonProperty().get();
        return c == null
                ? ""
                : c.rules().stream()
                        .filter(r -> r.rule().equals(rule))
                        .map(r -> "   " + NumberText.decibels(r.sqnrDb()))
                        .findFirst()
                        .orElse("");
    }

    private QuantSpec spec() {
        return model.specProperty().get();
    }

    private BooleanBinding fixed() {
        return model.messageProperty().isNotEmpty().or(model.pictureProperty().isNull());
    }

    /** Blocks have no range to set by hand, but a rule. */
    private BooleanBinding inBlocks() {
        return Bindings.createBooleanBinding(
                () -> spec() != null
                        && spec().granularity() instanceof Granularity.PerBlock
                        && spec().precision().hasRange(),
                model.specProperty());
    }

    private Node limits() {
        LimitField low = new LimitField(
                "Lower limit",
                "Values below become this",
                model.lowProperty(),
                x -> controller.setRange(
                        x, spec().symmetric() ? -x : model.highProperty().get()));
        low.setId("low");
        low.emptyWhile(noRange());
        LimitField high = new LimitField(
                "Upper limit",
                "Values above become this",
                model.highProperty(),
                x -> controller.setRange(
                        spec().symmetric() ? -x : model.lowProperty().get(), x));
        high.setId("high");
        high.emptyWhile(noRange());
        HBox box = new HBox(low, high);
        box.getStyleClass().add("limits");
        box.disableProperty().bind(fixed());
        HBox.setHgrow(low, Priority.ALWAYS);
        HBox.setHgrow(high, Priority.ALWAYS);
        return box;
    }

    private BooleanBinding noRange() {
        return Bindings.createBooleanBinding(() -> model.rangesProperty().get().isEmpty(), model.rangesProperty());
    }

    private Node scale() {
        Label number = value(
                "scale",
                r -> r.scales() > 1 && r.smallestScale() != r.largestScale()
                        ? NumberText.significant(r.smallestScale(), 2) + " – "
                                + NumberText.significant(r.largestScale(), 2)
                        : NumberText.significant(r.largestScale(), 4));
        number.setMinWidth(Region.USE_PREF_SIZE);
        MenuButton menu = new MenuButton();
        menu.setId("granularity");
        menu.getStyleClass().add("quiet");
        menu.textProperty()
                .bind(text(
                        () -> spec() == null
                                        || (spec().precision().isFloat()
                                                && !spec().precision().hasRange())
                                ? ""
                                : SpecText.granularity(spec().granularity()),
                        model.specProperty()));
        menu.visibleProperty().bind(menu.textProperty().isNotEmpty());
        menu.setOnShowing(e -> menu.getItems().setAll(gridItems()));
        menu.getItems().add(new MenuItem());
        menu.setMinWidth(Region.USE_PREF_SIZE);
        WrappingRow box = new WrappingRow(number, menu);
        box.setAlignment(Pos.CENTER_LEFT);
        box.getStyleClass().add("scale");
        return box;
    }

    private List<MenuItem> gridItems() {
        List<MenuItem> items = new ArrayList<>();
        if (model.viewProperty().get().front() == TensorSide.WEIGHTS) {
            for (Granularity g : GRANULARITIES) {
                RadioMenuItem item = new RadioMenuItem(SpecText.granularity(g));
                item.setSelected(g.equals(spec().granularity()));
                item.setOnAction(e -> controller.edits().setGranularity(g));
                items.add(item);
            }
            items.add(new SeparatorMenuItem());
        }
        if (!spec().precision().isInteger()) {
            return items.subList(0, Math.max(0, items.size() - 1));
        }
        CheckMenuItem symmetric = new CheckMenuItem("symmetric: zero point 0");
        symmetric.setSelected(spec().symmetric());
        symmetric.setOnAction(e -> controller.edits().setSymmetric(!spec().symmetric()));
        CheckMenuItem narrow = new CheckMenuItem("narrow range: most negative code left out");
        narrow.setSelected(spec().narrowRange());
        narrow.setOnAction(e -> controller.edits().setNarrowRange(!spec().narrowRange()));
        items.add(symmetric);
        items.add(narrow);
        return items;
    }

    private Node outside() {
        Label low = value("clipped-low", r -> "low " + NumberText.smallPercent(r.clippedLow()));
        Label high = value("clipped-high", r -> "high " + NumberText.smallPercent(r.clippedHigh()));
        low.getStyleClass().add("outside");
        high.getStyleClass().add("outside");
        paleAtNothing(low, LocalReading::clippedLow);
        paleAtNothing(high, LocalReading::clippedHigh);
        low.setGraphic(swatch(Hatch.FALLING));
        high.setGraphic(swatch(Hatch.RISING));
        HBox box = new HBox(low, high);
        box.getStyleClass().add("outside-box");
        box.setAlignment(Pos.CENTER_LEFT);
        return box;
    }

    /** The colour of what is lost only where something is. */
    private void paleAtNothing(Label label, ToDoubleFunction<LocalReading> share) {
        model.readingProperty()
                .addListener((o, was, is) ->
                        label.pseudoClassStateChanged(NOTHING, is == null || share.applyAsDouble(is) == 0));
    }

    /** Of the hatching in the plot, as long as something is hatched there. */
    private Node swatch(Hatch hatch) {
        HatchSwatch swatch = new HatchSwatch(hatch);
        swatch.visibleProperty().bind(model.readingProperty().isNotNull());
        return swatch;
    }

    private static String codes(LocalReading r) {
        if (Double.isNaN(r.codesUsed())) {
            return NumberText.NONE + " of " + r.codes();
        }
        String used = r.scales() > 1 ? NumberText.fixed(r.codesUsed(), 1) : NumberText.fixed(r.codesUsed(), 0);
        return used + " of " + r.codes() + (r.scales() > 1 ? " each" : "");
    }

    private Node localSqnr() {
        Label number = value("local-sqnr", r -> NumberText.decibels(r.sqnrDb()));
        Label change = new SteadyLabel();
        change.setId("local-change");
        change.getStyleClass().addAll("number", "change");
        Runnable update = () -> {
            double by = changeSinceMinMax();
            boolean visible = Double.isFinite(by) && Math.abs(by) >= 0.05;
            change.setText(
                    visible ? (by > 0 ? "▲ " : "▼ ") + NumberText.fixed(Math.abs(by), 1) + " since min-max" : "");
            change.pseudoClassStateChanged(BETTER, visible && by > 0);
            change.pseudoClassStateChanged(WORSE, visible && by < 0);
        };
        model.readingProperty().addListener((o, was, is) -> update.run());
        model.comparisonProperty().addListener((o, was, is) -> update.run());
        number.setMinWidth(Region.USE_PREF_SIZE);
        HBox box = new HBox(number, change);
        box.getStyleClass().add("scale");
        box.setAlignment(Pos.CENTER_LEFT);
        return box;
    }

    private double changeSinceMinMax() {
        RuleComparison c = model.comparisonProperty().get();
        if (c == null || reading() == null || model.byChannelProperty().get()) {
            return Double.NaN;
        }
        return c.rules().stream()
                .filter(r -> r.rule().equals(RangeRule.MIN_MAX))
                .mapToDouble(r -> reading().sqnrDb() - r.sqnrDb())
                .findFirst()
                .orElse(Double.NaN);
    }

    private Node accumulated() {
        Label l = new SteadyLabel();
        l.setId("accumulated");
        l.getStyleClass().add("number");
        l.textProperty()
                .bind(text(
                        () -> Double.isNaN(model.accumulatedSqnrDbProperty().get())
                                ? "not measured"
                                : NumberText.decibels(
                                        model.accumulatedSqnrDbProperty().get()),
                        model.accumulatedSqnrDbProperty()));
        return l;
    }
}
