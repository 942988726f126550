package dev.vernier.app.sensitivity;

import dev.vernier.app.drawer.DrawerContext;
import dev.vernier.app.drawer.DrawerJobTools;
import dev.vernier.app.drawer.DrawerPlace;
import dev.vernier.app.drawer.DrawerTab;
import dev.vernier.app.drawer.Segments;
import dev.vernier.app.notice.NoticeBar;
import dev.vernier.app.search.SearchViewBuilder;
import dev.vernier.engine.analyze.SensitivityPart;
import java.util.ArrayList;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.geometry.Orientation;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Spinner;
import javafx.scene.control.SpinnerValueFactory;
import javafx.scene.control.SplitPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.controlsfx.control.SegmentedButton;

/** What each layer's quantization costs, worst first, the worst spared with one click; and the search for what each layer should get. */
public final class SensitivityTab implements DrawerTab {
    private static final int MOST_WORST = 999;

    private final SensitivityModel model = new SensitivityModel();
    private final SensitivityController controller;
    private final SearchViewBuilder search;

    public SensitivityTab(DrawerContext window) {
        this.controller = new SensitivityController(model, window);
        this.search = new SearchViewBuilder(window);
    }

    @Override
    public DrawerPlace place() {
        return DrawerPlace.SENSITIVITY;
    }

    @Override
    public Region build() {
        BorderPane bars = new BorderPane(bars());
        bars.setLeft(controls());
        bars.setMinWidth(0);
        SplitPane split = new SplitPane(bars);
        VBox pane = NoticeBar.above(split, model.job().noticeProperty());
        Region searched = search.build();
        showIf(pane, SensitivityView.LAYERS);
        showIf(searched, SensitivityView.SEARCH);
        return new StackPane(pane, searched);
    }

    private void showIf(Node node, SensitivityView view) {
        node.visibleProperty().bind(model.viewProperty().isEqualTo(view));
        node.managedProperty().bind(node.visibleProperty());
    }

    private Region bars() {
        SensitivityPlot plot = new SensitivityPlot(model, controller::select);
        ScrollBar scroll = new ScrollBar();
        scroll.setOrientation(Orientation.VERTICAL);
        scroll.setUnitIncrement(1);
        scroll.maxProperty().bind(Bindings.max(0, Bindings.size(model.bars()).subtract(plot.rowsProperty())));
        scroll.visibleAmountProperty()
                .bind(Bindings.createDoubleBinding(
                        () -> scroll.getMax()
                                * Math.min(
                                        1,
                                        plot.rowsProperty().get()
                                                / Math.max(1.0, model.bars().size())),
                        scroll.maxProperty(),
                        plot.rowsProperty(),
                        model.bars()));
        scroll.blockIncrementProperty().bind(Bindings.max(1, plot.rowsProperty()));
        scroll.valueProperty().bindBidirectional(plot.firstProperty());
        scroll.visibleProperty().bind(scroll.maxProperty().greaterThan(0));
        scroll.managedProperty().bind(scroll.visibleProperty());
        Label advice = new Label();
        advice.setId("sensitivity-advice");
        advice.getStyleClass().addAll("secondary", "drawer-advice");
        advice.textProperty().bind(model.adviceProperty());
        advice.setMouseTransparent(true);
        Label remark = new Label();
        remark.setId("sensitivity-remark");
        remark.getStyleClass().addAll("secondary", "sensitivity-remark");
        remark.textProperty().bind(model.remarkProperty());
        remark.visibleProperty().bind(model.remarkProperty().isNotEmpty());
        remark.managedProperty().bind(remark.visibleProperty());
        BorderPane pane = new BorderPane(new StackPane(plot, advice));
        pane.setTop(remark);
        pane.setRight(scroll);
        pane.setMinWidth(0);
        return pane;
    }

    private Region controls() {
        SegmentedButton measures = Segments.of(
                "sensitivity-",
                List.of(SensitivityMeasure.values()),
                model.measureProperty(),
                SensitivityMeasure::title,
                SensitivityMeasure::description);
        ToggleButton headline = measures.getButtons().get(SensitivityMeasure.HEADLINE.ordinal());
        headline.textProperty().bind(model.headlineProperty());
        Label worst = new Label("Worst");
        Spinner<Integer> count = new Spinner<>();
        SpinnerValueFactory.IntegerSpinnerValueFactory counts =
                new SpinnerValueFactory.IntegerSpinnerValueFactory(1, MOST_WORST);
        counts.setValue(model.worstProperty().get());
        count.setValueFactory(counts);
        count.setEditable(true);
        count.setId("sensitivity-worst");
        count.setAccessibleText("How many of the worst layers");
        count.valueProperty().addListener((o, was, is) -> {
            if (is != null) {
                model.worstProperty().set(is);
            }
        });
        Button leave = spare(
                "sensitivity-float",
                "Leave float",
                "Leaves so many of the worst layers that are still quantized float: one undo step",
                controller::floatWorst);
        Button widen = spare(
                "sensitivity-int16",
                "int16 activations",
                "Gives so many of the worst layers that are still quantized 16-bit activations: one undo step",
                controller::widenWorst);
        HBox many = new HBox(worst, count);
        HBox spared = new HBox(leave, widen);
        for (HBox row : List.of(many, spared)) {
            row.setAlignment(Pos.CENTER_LEFT);
            row.getStyleClass().add("sensitivity-row");
        }
        VBox column = new VBox(
                Segments.of(
                        "sensitivity-",
                        List.of(SensitivityWay.values()),
                        model.wayProperty(),
                        SensitivityWay::title,
                        SensitivityWay::description),
                Segments.of(
                        "sensitivity-",
                        List.of(SensitivityPart.values()),
                        model.partProperty(),
                        p -> p == SensitivityPart.BOTH
                                ? "Both"
                                : p == SensitivityPart.WEIGHTS ? "Weights" : "Activations",
                        SensitivityTab::describe),
                measures,
                many,
                spared);
        column.getStyleClass().add("sensitivity-controls");
        ScrollPane scroll = new ScrollPane(column);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.setFocusTraversable(false);
        scroll.setMinWidth(Region.USE_PREF_SIZE);
        scroll.getStyleClass().add("edge-to-edge");
        return scroll;
    }

    private static String describe(SensitivityPart part) {
        switch (part) {
            case WEIGHTS:
                return "Only the layer's weights, its activations float";
            case ACTIVATIONS:
                return "Only what the layer answers and reads, its weights float; layers without weights, too";
            default:
                return "The layer as the plan has it; every layer with weights";
        }
    }

    private Button spare(String id, String words, String explanation, Runnable action) {
        Button b = new Button(words);
        b.setId(id);
        b.setMinWidth(Region.USE_PREF_SIZE);
        b.setTooltip(new Tooltip(explanation));
        b.disableProperty().bind(model.sparingProperty().not());
        b.setOnAction(e -> action.run());
        return b;
    }

    @Override
    public List<Node> tools() {
        SegmentedButton views = Segments.of(
                "sensitivity-",
                List.of(SensitivityView.values()),
                model.viewProperty(),
                SensitivityView::title,
                SensitivityView::description);
        List<Node> ofLayers = DrawerJobTools.of(
                model.job(),
                "sensitivity-status",
                "measure-sensitivity",
                "Measure",
                "Measure what each layer's quantization costs in the present plan",
                controller::run,
                controller::cancel);
        List<Node> ofSearch = search.tools();
        ofLayers.forEach(n -> showIf(n, SensitivityView.LAYERS));
        ofSearch.forEach(n -> showIf(n, SensitivityView.SEARCH));
        List<Node> tools = new ArrayList<>(List.of(ofLayers.get(0), ofSearch.get(0), views));
        // a status of another length must not move what is about to be clicked
        tools.addAll(List.of(ofLayers.get(1), ofSearch.get(1)));
        return tools;
    }
}
