package dev.vernier.app.search;

import dev.vernier.app.drawer.DrawerContext;
import dev.vernier.app.drawer.DrawerJobTools;
import dev.vernier.app.drawer.Segments;
import dev.vernier.app.notice.NoticeBar;
import dev.vernier.engine.search.Cost;
import dev.vernier.engine.search.LayerReason;
import dev.vernier.engine.search.SearchGoal;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.beans.property.StringProperty;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Spinner;
import javafx.scene.control.SpinnerValueFactory;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/** What is searched for on the left, the front in the middle, the chosen plan layer by layer on the right. */
public final class SearchViewBuilder {
    private static final int LONGEST_BUDGET = 86_400;
    private static final int BUDGET_STEP = 30;
    private static final double PLOT_SHARE = 0.5;

    private final SearchModel model = new SearchModel();
    private final SearchController controller;

    public SearchViewBuilder(DrawerContext window) {
        this.controller = new SearchController(model, window);
    }

    public Region build() {
        FrontPlot plot = new FrontPlot(model, controller::sentence, controller::pick, controller::adopt);
        Label advice = new Label();
        advice.setId("search-advice");
        advice.getStyleClass().addAll("secondary", "drawer-advice");
        advice.textProperty().bind(model.adviceProperty());
        advice.setMouseTransparent(true);
        SplitPane split = new SplitPane(new StackPane(plot, advice), chosen());
        split.setDividerPositions(PLOT_SHARE);
        split.setMinWidth(0);
        BorderPane all = new BorderPane(split);
        all.setLeft(controls());
        return NoticeBar.above(all, model.job().noticeProperty());
    }

    private Region controls() {
        TextField drop = field("search-drop", model.dropProperty(), "Points below the float model");
        TextField limit = field("search-limit", model.limitProperty(), "Kilobytes, or millions of bit operations");
        Label unit = new Label();
        unit.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> isWithinDrop() ? "points" : model.costProperty().get() == Cost.SIZE ? "KB" : "million",
                        model.kindProperty(),
                        model.costProperty()));
        showIf(drop, true);
        showIf(limit, false);
        TextField choices = new TextField();
        choices.setId("search-choices");
        choices.setPromptText("int8, int4");
        choices.setPrefColumnCount(12);
        choices.setAccessibleText("Precisions a layer may get");
        choices.setTooltip(
                new Tooltip("Precisions a layer may get: presets, or bits of weights and activations as w4a8.\n"
                        + "Empty: int8 and int4, and wider ones where these are not enough"));
        choices.textProperty().bindBidirectional(model.choicesProperty());
        choices.setOnAction(e -> controller.run());
        Spinner<Integer> budget = new Spinner<>();
        SpinnerValueFactory.IntegerSpinnerValueFactory seconds = new SpinnerValueFactory.IntegerSpinnerValueFactory(
                1, LONGEST_BUDGET, model.budgetProperty().get(), BUDGET_STEP);
        budget.setValueFactory(seconds);
        budget.setEditable(true);
        budget.setId("search-budget");
        budget.setAccessibleText("Seconds to search for at most");
        budget.valueProperty().addListener((o, was, is) -> {
            if (is != null) {
                model.budgetProperty().set(is);
            }
        });
        VBox column = new VBox(
                Segments.of(
                        "search-",
                        List.of(SearchGoal.Kind.values()),
                        model.kindProperty(),
                        k -> k == SearchGoal.Kind.CHEAPEST_WITHIN_DROP ? "Smallest" : "Best",
                        k -> k == SearchGoal.Kind.CHEAPEST_WITHIN_DROP
                                ? "The smallest model at most so many points below the float model"
                                : "The best model of at most so much"),
                row(new Label("within"), drop, limit, unit),
                Segments.of(
                        "search-",
                        List.of(Cost.values()),
                        model.costProperty(),
                        c -> c == Cost.SIZE ? "Size" : "Bit operations",
                        c -> c == Cost.SIZE
                                ? "Bytes of the file"
                                : "Multiply-accumulates × bits of weights × bits of activations, for one sample"),
                row(new Label("among"), choices),
                row(new Label("for"), budget, new Label("seconds")));
        column.getStyleClass().add("sensitivity-controls");
        ScrollPane scroll = new ScrollPane(column);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.setFocusTraversable(false);
        scroll.setMinWidth(Region.USE_PREF_SIZE);
        scroll.getStyleClass().add("edge-to-edge");
        return scroll;
    }

    private boolean isWithinDrop() {
        return model.kindProperty().get() == SearchGoal.Kind.CHEAPEST_WITHIN_DROP;
    }

    private void showIf(TextField field, boolean withinDrop) {
        field.visibleProperty()
                .bind(Bindings.createBooleanBinding(() -> isWithinDrop() == withinDrop, model.kindProperty()));
        field.managedProperty().bind(field.visibleProperty());
    }

    private TextField field(String id, StringProperty value, String words) {
        TextField field = new TextField();
        field.setId(id);
        field.setPrefColumnCount(5);
        field.setAccessibleText(words);
        field.setTooltip(new Tooltip(words));
        field.textProperty().bindBidirectional(value);
        field.setOnAction(e -> controller.run());
        return field;
    }

    private static HBox row(Node... nodes) {
        HBox row = new HBox(nodes);
        row.setAlignment(Pos.CENTER_LEFT);
        row.getStyleClass().add("sensitivity-row");
        return row;
    }

    private Region chosen() {
        Label sentence = new Label();
        sentence.setId("search-chosen");
        sentence.textProperty().bind(model.sentenceProperty());
        sentence.setMinWidth(0);
        sentence.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(sentence, Priority.ALWAYS);
        Tooltip whole = new Tooltip();
        whole.textProperty().bind(model.sentenceProperty());
        sentence.setTooltip(whole);
        Button adopt = new Button("Adopt");
        adopt.setId("search-adopt");
        adopt.setMinWidth(Region.USE_PREF_SIZE);
        adopt.setTooltip(new Tooltip("Make this the present plan: one undo step"));
        adopt.disableProperty().bind(model.chosenProperty().isNull());
        adopt.setOnAction(e -> controller.adopt());
        HBox head = row(sentence, adopt);
        head.getStyleClass().add("search-head");
        ListView<LayerReason> reasons = new ListView<>(model.reasons());
        reasons.setId("search-reasons");
        reasons.setAccessibleText("Why each layer gets its precision");
        reasons.setCellFactory(v -> new ReasonCell(model));
        Label nothing = new Label("Why each layer gets what it gets");
        nothing.getStyleClass().add("secondary");
        reasons.setPlaceholder(nothing);
        reasons.setOnMouseClicked(e -> select(reasons));
        reasons.setOnKeyPressed(e -> {
            if (e.getCode() == KeyCode.ENTER) {
                select(reasons);
                e.consume();
            }
        });
        VBox pane = new VBox(head, reasons);
        VBox.setVgrow(reasons, Priority.ALWAYS);
        pane.setMinWidth(0);
        return pane;
    }

    private void select(ListView<LayerReason> reasons) {
        LayerReason reason = reasons.getSelectionModel().getSelectedItem();
        if (reason != null) {
            controller.select(reason.layer());
        }
    }

    /** Status and button for the drawer's header. */
    public List<Node> tools() {
        return DrawerJobTools.of(
                model.job(),
                "search-status",
                "run-search",
                "Start search",
                "Search for each layer's precision, beginning with the present plan's ranges and cures",
                controller::run,
                controller::cancel);
    }
}
