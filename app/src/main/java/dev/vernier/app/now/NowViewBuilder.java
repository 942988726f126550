package dev.vernier.app.now;

import dev.vernier.app.controls.LiveScrollPane;
import dev.vernier.app.controls.SteadyLabel;
import dev.vernier.app.controls.SteadyProgressBar;
import dev.vernier.app.format.NumberText;
import dev.vernier.app.format.ScoreText;
import dev.vernier.app.layers.PrecisionChip;
import dev.vernier.app.notice.NoticeBar;
import dev.vernier.app.project.WorkbenchModel;
import dev.vernier.engine.evaluate.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.beans.property.StringProperty;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** Builds the Now panel. */
public final class NowViewBuilder {
    private static final PseudoClass UNKNOWN = PseudoClass.getPseudoClass("unknown");
    private static final String NOT_MEASURED = "not measured";

    private final NowModel model;
    private final NowController controller;
    private final WorkbenchModel workbench;
    private final Node cures;
    private final Node finding;

    /**
     * @param cures what the plan carries beside its grids
     * @param finding what is said of the selected layer, below everything else
     */
    public NowViewBuilder(
            NowModel model, NowController controller, WorkbenchModel workbench, Node cures, Node finding) {
        this.cures = cures;
        this.model = model;
        this.controller = controller;
        this.workbench = workbench;
        this.finding = finding;
    }

    public Region build() {
        NoticeBar notice = new NoticeBar();
        notice.getStyleClass().add("narrow");
        notice.noticeProperty().bindBidirectional(workbench.evaluationNoticeProperty());
        VBox content = new VBox(
                notice,
                accuracy(),
                size(),
                section(
                        "Agreement with float",
                        "Share of samples on which float and quantized model predict the same class, right or wrong",
                        medium("agreement", model.agreementProperty())),
                section(
                        "Mean |Δ| of outputs",
                        "Mean absolute difference of the network's outputs from the float model's, over samples and outputs,"
                                + " in the outputs' own unit",
                        medium("mean-abs-error", model.meanAbsErrorProperty())),
                cures,
                new SnapshotsViewBuilder(controller, workbench).build(),
                finding);
        content.getStyleClass().add("now-content");
        ScrollPane scroll = new LiveScrollPane(content);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.getStyleClass().addAll("edge-to-edge", "now-pane");
        return scroll;
    }

    private static VBox section(String title, String explanation, Node... content) {
        Label name = new Label(title);
        name.getStyleClass().add("section-title");
        name.setTooltip(new Tooltip(explanation));
        VBox box = new VBox(name);
        box.getChildren().addAll(content);
        // a number explains itself like its name
        for (Node n : content) {
            if (n instanceof Label && ((Label) n).getTooltip() == null) {
                ((Label) n).setTooltip(new Tooltip(explanation));
            }
        }
        box.getStyleClass().add("section");
        return box;
    }

    private static Label text(String id, StringProperty text, String... classes) {
        Label l = new SteadyLabel();
        l.setId(id);
        l.getStyleClass().addAll(classes);
        // as wide as the panel, so that most new texts fit
        l.setMaxWidth(Double.MAX_VALUE);
        l.textProperty().bind(text);
        l.pseudoClassStateChanged(UNKNOWN, NOT_MEASURED.equals(text.get()));
        text.addListener((o, was, is) -> l.pseudoClassStateChanged(UNKNOWN, NOT_MEASURED.equals(is)));
        return l;
    }

    private static Label medium(String id, StringProperty text) {
        return text(id, text, "medium-number");
    }

    private Node accuracy() {
        ProgressBar progress = new SteadyProgressBar();
        progress.setId("samples-seen");
        progress.getStyleClass().add("thin");
        progress.setMaxWidth(Double.MAX_VALUE);
        progress.progressProperty().bind(model.progressProperty());
        Label difference = text("difference", model.differenceProperty(), "number", "small");
        difference.setTooltip(new Tooltip(
                "Difference from the float model (shares: in percentage points) with its paired 95 % interval; where"
                        + " the float model has no value of its own, the interval of the value"));
        Label baseline = text("baseline", model.baselineProperty(), "number", "small", "secondary");
        baseline.setTooltip(new Tooltip("The float model on the same samples, and how many of them have been seen"));
        progress.setTooltip(new Tooltip("Samples seen so far"));
        progress.accessibleTextProperty().bind(model.baselineProperty());
        Label value = text("accuracy", model.accuracyProperty(), "big-number");
        Tooltip meaning = new Tooltip();
        value.setTooltip(meaning);
        MenuButton metric = metrics(meaning);
        VBox box = new VBox(metric, value, difference, baseline, progress);
        box.getStyleClass().add("section");
        return box;
    }

    /** Names the metric that is shown large, and offers the others. */
    private MenuButton metrics(Tooltip meaning) {
        MenuButton button = new MenuButton();
        button.setId("headline");
        button.getStyleClass().add("section-title-menu");
        Runnable name = () -> {
            Metric shown = model.headlineProperty().get().orElse(Metric.TOP1);
            button.setText(ScoreText.title(shown));
            button.setAccessibleText("Metric shown large: " + shown.title());
            meaning.setText(ScoreText.meaning(shown));
        };
        Runnable offer = () -> {
            List<MenuItem> items = new ArrayList<>();
            for (Metric m : model.measurableProperty().get()) {
                RadioMenuItem item = new RadioMenuItem(ScoreText.title(m) + (items.isEmpty() ? "   usual here" : ""));
                item.setId("headline-" + m.label());
                boolean usual = items.isEmpty();
                item.setSelected(model.headlineProperty().get().equals(Optional.of(m)));
                item.setOnAction(e -> controller.lead(usual ? null : m));
                items.add(item);
            }
            button.getItems().setAll(items);
        };
        name.run();
        model.headlineProperty().addListener((o, was, is) -> {
            name.run();
            offer.run();
        });
        model.measurableProperty().addListener((o, was, is) -> offer.run());
        button.disableProperty().bind(Bindings.isEmpty(button.getItems()));
        button.setTooltip(new Tooltip("Which metric is shown here, in Compare and for snapshots"));
        return button;
    }

    private Node size() {
        SizeBar bar = new SizeBar();
        FlowPane legend = new FlowPane();
        legend.getStyleClass().add("size-legend");
        Runnable show = () -> {
            List<NowModel.SizeShare> shares = model.sizeSharesProperty().get();
            bar.show(shares);
            legend.getChildren()
                    .setAll(shares.stream().map(NowViewBuilder::legend).toList());
        };
        model.sizeSharesProperty().addListener((o, was, is) -> show.run());
        show.run();
        Label ratio = text("ratio", model.ratioProperty(), "number", "small");
        ratio.setTooltip(new Tooltip("How many times smaller than the same weights and biases in float32"));
        return section(
                "Size",
                "Weights and biases as they are stored, with scales and zero points; 1 KB is 1,000 bytes",
                text("size", model.sizeProperty(), "big-number"),
                ratio,
                bar,
                legend);
    }

    private static Node legend(NowModel.SizeShare share) {
        Region swatch = new Region();
        swatch.getStyleClass().addAll("chip-swatch", PrecisionChip.colorClass(share.precision()));
        Label l = new Label(share.precision().label() + " " + NumberText.bytes(share.bytes()), swatch);
        l.getStyleClass().addAll("number", "small");
        l.setTooltip(
                new Tooltip("Bytes of the model stored in " + share.precision().label()));
        return l;
    }
}
