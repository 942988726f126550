package dev.vernier.app.distribution;

import dev.vernier.app.controls.Choice;
import dev.vernier.app.controls.KeyboardFocus;
import dev.vernier.app.controls.LiveScrollPane;
import dev.vernier.app.controls.StackingRow;
import dev.vernier.app.controls.WrappingRow;
import dev.vernier.app.layers.TensorSide;
import dev.vernier.engine.spec.RangeRule;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.binding.StringBinding;
import javafx.beans.property.BooleanProperty;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.controlsfx.control.SegmentedButton;

/** Builds the distribution pane: the choice of tensor, the histogram with its handles, the numbers, the curve, the channels. */
public final class DistributionViewBuilder {
    private final DistributionModel model;
    private final DistributionController controller;
    private final Region errors;
    private final HistogramPlot plot = new HistogramPlot();

    /** @param errors the error view, which takes the place of histogram and readings */
    public DistributionViewBuilder(DistributionModel model, DistributionController controller, Region errors) {
        this.errors = errors;
        this.model = model;
        this.controller = controller;
    }

    public Region build() {
        VBox below = new VBox(new ReadingViewBuilder(model, controller).build(), curve(), channels());
        below.getStyleClass().add("distribution-below");
        StackPane histogram = histogram();
        VBox distribution = new VBox(histogram, below);
        VBox.setVgrow(histogram, Priority.ALWAYS);
        BooleanBinding showsErrors = model.viewProperty().isEqualTo(DistributionView.ERROR);
        distribution.visibleProperty().bind(showsErrors.not());
        distribution.managedProperty().bind(distribution.visibleProperty());
        errors.visibleProperty().bind(showsErrors);
        errors.managedProperty().bind(showsErrors);
        StackPane content = new StackPane(distribution, errors);
        ScrollPane scroll = new LiveScrollPane(content);
        scroll.setFitToWidth(true);
        scroll.setFitToHeight(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.getStyleClass().add("edge-to-edge");
        VBox pane = new VBox(header(), scroll);
        keepKeyboard(pane, content);
        VBox.setVgrow(scroll, Priority.ALWAYS);
        pane.getStyleClass().addAll("pane", "distribution-pane");
        return pane;
    }

    private Region header() {
        Label name = new Label();
        name.getStyleClass().add("pane-title");
        name.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> model.layerProperty().get() == null
                                ? "Distribution"
                                : model.layerProperty().get().name(),
                        model.layerProperty()));
        HBox.setHgrow(name, Priority.ALWAYS);
        name.setMaxWidth(Double.MAX_VALUE);
        name.setMinWidth(40);
        // asks for little and takes what is left: a long name must not break the line of the controls beside it
        name.getStyleClass().add("distribution-name");
        name.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
        Tooltip whole = new Tooltip();
        whole.textProperty().bind(name.textProperty());
        name.setTooltip(whole);
        ToggleButton zoom = new ToggleButton("Show all");
        zoom.setId("show-all");
        zoom.getStyleClass().add("quiet");
        BooleanBinding histogramShown = model.viewProperty().isNotEqualTo(DistributionView.ERROR);
        zoom.visibleProperty().bind(plot.zoomedProperty().and(histogramShown));
        zoom.managedProperty().bind(zoom.visibleProperty());
        zoom.setMinWidth(Region.USE_PREF_SIZE);
        zoom.setOnAction(e -> {
            zoom.setSelected(false);
            plot.showAll();
        });
        ToggleButton channels = channelByChannel();
        ToggleButton counts = logarithmic();
        for (Region ofHistogram : List.of(channels, counts)) {
            ofHistogram.visibleProperty().bind(histogramShown);
            ofHistogram.managedProperty().bind(ofHistogram.visibleProperty());
        }
        WrappingRow segments = new WrappingRow(views(), channels, counts);
        segments.getStyleClass().add("segments");
        HBox named = new HBox(name, zoom);
        named.getStyleClass().add("distribution-named");
        named.setAlignment(Pos.CENTER_LEFT);
        StackingRow header = new StackingRow(named, segments);
        header.getStyleClass().add("pane-header");
        return header;
    }

    /** What had the keyboard in a view that is hidden hands it to the button of the view that is shown, not to the pane beside this one. */
    private void keepKeyboard(Region pane, Region content) {
        model.viewProperty().addListener((o, was, is) -> {
            boolean hides = (was == DistributionView.ERROR) != (is == DistributionView.ERROR);
            if (hides && KeyboardFocus.isIn(content)) {
                pane.lookup("#" + buttonOf(is)).requestFocus();
            }
        });
    }

    private static String buttonOf(DistributionView view) {
        return "view-" + view.title().toLowerCase(Locale.ROOT);
    }

    private SegmentedButton views() {
        List<ToggleButton> buttons = Stream.of(DistributionView.values())
                .map(v -> Choice.option(v.title(), buttonOf(v), model.viewProperty(), v))
                .toList();
        for (int i = 0; i < buttons.size(); i++) {
            DistributionView v = DistributionView.values()[i];
            buttons.get(i)
                    .disableProperty()
                    .bind(Bindings.createBooleanBinding(
                            () -> v.needsWeights()
                                    && model.layerProperty().get() != null
                                    && !model.layerProperty().get().hasWeights(),
                            model.layerProperty()));
        }
        return Choice.of(buttons);
    }

    private ToggleButton channelByChannel() {
        ToggleButton channels = toggle("Channels", "by-channel", model.byChannelProperty());
        channels.setTooltip(new Tooltip(
                "One channel at a time, or one block of weights that share a scale, instead of the whole tensor"));
        channels.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> model.tensorProperty().get() != null
                                        && model.tensorProperty().get().blocks().isPresent()
                                ? "Blocks"
                                : "Channels",
                        model.tensorProperty()));
        channels.disableProperty()
                .bind(Bindings.createBooleanBinding(
                        () -> model.tensorProperty().get() == null
                                || !model.tensorProperty().get().hasChannels(),
                        model.tensorProperty()));
        return channels;
    }

    private ToggleButton logarithmic() {
        ToggleButton log = toggle("log10", "log10", model.logarithmicProperty());
        log.setTooltip(new Tooltip("Counts on a log10 scale instead of a linear one"));
        return log;
    }

    private static ToggleButton toggle(String text, String id, BooleanProperty property) {
        ToggleButton b = new ToggleButton(text);
        b.setId(id);
        b.getStyleClass().add("switch");
        b.setMinWidth(Region.USE_PREF_SIZE);
        b.selectedProperty().bindBidirectional(property);
        return b;
    }

    private StackPane histogram() {
        plot.setId("histogram");
        plot.titleProperty().bind(title("histogram"));
        plot.pictureProperty().bind(model.pictureProperty());
        plot.lowProperty().bindBidirectional(model.lowProperty());
        plot.highProperty().bindBidirectional(model.highProperty());
        plot.logarithmicProperty().bind(model.logarithmicProperty());
        plot.marksProperty()
                .bind(Bindings.createObjectBinding(
                        () -> model.comparingRulesProperty().get()
                                        && !model.byChannelProperty().get()
                                        && model.comparisonProperty().get() != null
                                ? model.comparisonProperty().get().rules()
                                : List.of(),
                        model.comparingRulesProperty(),
                        model.byChannelProperty(),
                        model.comparisonProperty()));
        plot.scoresProperty().bind(model.ruleScoresProperty());
        plot.scoreSamplesProperty().bind(model.ruleScoreSamplesProperty());
        plot.setClipListener(controller);
        Label message = new Label();
        message.getStyleClass().add("plot-message");
        message.textProperty().bind(model.messageProperty());
        message.visibleProperty().bind(model.messageProperty().isNotEmpty());
        message.setMouseTransparent(true);
        StackPane stack = new StackPane(plot, message);
        StackPane.setAlignment(message, Pos.TOP_CENTER);
        return stack;
    }

    /** What a plot of the tensor in front is called: {@code conv2 weights histogram}; empty while another is shown. */
    private StringBinding title(String kind) {
        return Bindings.createStringBinding(
                () -> model.layerProperty().get() == null
                        ? ""
                        : model.layerProperty().get().name() + " "
                                + model.viewProperty().get().front().words()
                                + " " + kind,
                model.layerProperty(),
                model.viewProperty());
    }

    private Region curve() {
        ClipCurvePlot curve = new ClipCurvePlot(this::pick);
        curve.titleProperty().bind(title("SQNR against clip"));
        curve.comparisonProperty().bind(model.comparisonProperty());
        curve.sqnrDbProperty()
                .bind(Bindings.createDoubleBinding(
                        () -> model.readingProperty().get() == null
                                ? Double.NaN
                                : model.readingProperty().get().sqnrDb(),
                        model.readingProperty()));
        curve.fractionProperty()
                .bind(Bindings.createDoubleBinding(
                        () -> model.tensorProperty().get() == null
                                        || model.rangesProperty().get().isEmpty()
                                ? Double.NaN
                                : RuleComparison.fraction(
                                        model.tensorProperty().get().statistics(),
                                        ClipRanges.union(model.rangesProperty().get())),
                        model.tensorProperty(),
                        model.rangesProperty()));
        Label title = new Label("SQNR against clip, dB");
        title.getStyleClass().add("plot-title");
        title.setTooltip(
                new Tooltip("Local SQNR in dB against how much of the data's range is kept. Rings are what the rules"
                        + " choose; click one to take it"));
        VBox box = new VBox(title, curve);
        box.visibleProperty()
                .bind(model.comparisonProperty()
                        .isNotNull()
                        .and(model.byChannelProperty().not()));
        box.managedProperty().bind(box.visibleProperty());
        return box;
    }

    private void pick(RangeRule rule) {
        controller.edits().setRule(rule);
    }

    private Region channels() {
        ChannelStrip strip = new ChannelStrip();
        strip.titleProperty().bind(title("channels"));
        strip.tensorProperty().bind(model.tensorProperty());
        strip.rangesProperty().bind(model.rangesProperty());
        strip.channelProperty().bindBidirectional(model.channelProperty());
        strip.channelProperty().addListener((o, was, is) -> {
            TensorDistribution t = model.tensorProperty().get();
            if (is.intValue() >= 0 && t != null && t.hasChannels()) {
                model.byChannelProperty().set(true);
            }
        });
        model.byChannelProperty().addListener((o, was, is) -> {
            if (is && model.channelProperty().get() < 0) {
                model.channelProperty().set(strip.worstChannel());
            } else if (!is) {
                model.channelProperty().set(ChannelStrip.NONE);
            }
        });
        Label title = new Label();
        title.getStyleClass().add("plot-title");
        title.textProperty()
                .bind(Bindings.createStringBinding(
                        this::channelTitle, model.channelProperty(), model.tensorProperty()));
        Label outliers = new Label();
        outliers.getStyleClass().add("outliers");
        outliers.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> ChannelStrip.outlierWords(model.tensorProperty().get()), model.tensorProperty()));
        HBox titles = new HBox(title, outliers);
        titles.getStyleClass().add("plot-titles");
        VBox box = new VBox(titles, strip);
        box.visibleProperty()
                .bind(Bindings.createBooleanBinding(
                        () -> model.tensorProperty().get() != null
                                && model.tensorProperty().get().channelCount() > 1,
                        model.tensorProperty()));
        box.managedProperty().bind(box.visibleProperty());
        return box;
    }

    private String channelTitle() {
        int channel = model.channelProperty().get();
        TensorDistribution t = model.tensorProperty().get();
        if (channel < 0 || t == null) {
            return t != null && t.blocks().isPresent() ? "Blocks" : "Channels";
        }
        String seen = t.side() == TensorSide.WEIGHTS
                ? ""
                : t.channels().isEmpty() ? ", counting…" : ", first " + t.channelSamples() + " samples";
        return (t.blocks().isPresent() ? "Blocks · " : "Channels · ") + t.partName(channel) + seen;
    }
}
