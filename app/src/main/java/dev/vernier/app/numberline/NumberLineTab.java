package dev.vernier.app.numberline;

import dev.vernier.app.controls.WrappingRow;
import dev.vernier.app.distribution.LimitField;
import dev.vernier.app.drawer.DrawerContext;
import dev.vernier.app.drawer.DrawerPlace;
import dev.vernier.app.drawer.DrawerTab;
import dev.vernier.app.drawer.Segments;
import dev.vernier.engine.spec.Precision;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** What a number format makes of one number, to be dragged along the axis. */
public final class NumberLineTab implements DrawerTab {
    /** Digits of {@code -0.00012345}. */
    private static final int LONG_NUMBER = 11;

    private final NumberLineModel model = new NumberLineModel();
    private final NumberLineController controller;

    public NumberLineTab(DrawerContext window) {
        this.controller = new NumberLineController(model, window);
    }

    @Override
    public DrawerPlace place() {
        return DrawerPlace.NUMBER_LINE;
    }

    @Override
    public Region build() {
        ScrollPane scroll = new ScrollPane(new NumberLinePlot(model));
        scroll.setFitToWidth(true);
        scroll.setFitToHeight(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.getStyleClass().add("edge-to-edge");
        scroll.setFocusTraversable(false);
        VBox.setVgrow(scroll, Priority.ALWAYS);
        return new VBox(fields(), scroll);
    }

    @Override
    public void shown(boolean visible) {
        controller.shown(visible);
    }

    /** What is put on the grid, and what the grid is. */
    private Region fields() {
        LimitField x = new LimitField("x", "The number to look at", model.xProperty(), model.xProperty()::set);
        x.setId("number-x");
        LimitField scale = new LimitField(
                "Scale",
                "Distance between two codes; typing one makes a grid of your own",
                model.scaleProperty(),
                controller::setScale);
        scale.setId("number-scale");
        LimitField zero = new LimitField(
                "Zero point",
                "The code of 0; typing one makes a grid of your own",
                model.zeroPointProperty(),
                controller::setZeroPoint);
        zero.setId("number-zero-point");
        x.setPrefColumnCount(LONG_NUMBER);
        scale.setPrefColumnCount(LONG_NUMBER);
        FlowPane fields = new FlowPane(named("x", x), named("scale", scale), named("zero point", zero));
        fields.getStyleClass().add("number-fields");
        model.formatProperty().addListener((o, was, is) -> {
            scale.setDisable(is.isFloat() && !is.hasRange());
            zero.setDisable(!is.isInteger());
        });
        return fields;
    }

    @Override
    public List<Node> tools() {
        WrappingRow row = new WrappingRow(
                Segments.of(
                        "number-",
                        List.of(NumberSource.values()),
                        model.sourceProperty(),
                        NumberSource::title,
                        NumberSource::description),
                Segments.of(
                        "number-",
                        NumberLineModel.FORMATS,
                        model.formatProperty(),
                        p -> p.label(),
                        NumberLineTab::explain));
        row.getStyleClass().add("number-tools");
        return List.of(row);
    }

    private static String explain(Precision p) {
        if (p.isFloat()) {
            return p.hasRange()
                    ? "A float of 8 bits times a scale: uneven steps"
                    : "A floating format: no scale, uneven steps";
        }
        return p.isInteger()
                ? p.bits() + "-bit codes"
                : "Signs times a scale" + (p == Precision.TERNARY ? ", and 0" : "");
    }

    private static HBox named(String name, Region field) {
        field.setMinWidth(Region.USE_PREF_SIZE);
        Label label = new Label(name);
        label.setMinWidth(Region.USE_PREF_SIZE);
        HBox box = new HBox(label, field);
        box.setAlignment(Pos.CENTER_LEFT);
        box.getStyleClass().add("number-field");
        return box;
    }
}
