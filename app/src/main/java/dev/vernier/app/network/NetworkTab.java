package dev.vernier.app.network;

import dev.vernier.app.drawer.DrawerContext;
import dev.vernier.app.drawer.DrawerPlace;
import dev.vernier.app.drawer.DrawerTab;
import dev.vernier.app.drawer.Segments;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;

/** The network as it is connected, with what the plan does to each layer. */
public final class NetworkTab implements DrawerTab {
    private final NetworkModel model = new NetworkModel();
    private final NetworkController controller;
    private NetworkPlot plot;

    public NetworkTab(DrawerContext window) {
        this.controller = new NetworkController(model, window);
    }

    @Override
    public DrawerPlace place() {
        return DrawerPlace.GRAPH;
    }

    @Override
    public Region build() {
        plot = new NetworkPlot(model, controller::select);
        Label message = new Label();
        message.setId("network-message");
        message.getStyleClass().addAll("secondary", "drawer-advice");
        message.textProperty().bind(model.messageProperty());
        message.setMouseTransparent(true);
        return new StackPane(plot, message);
    }

    @Override
    public void shown(boolean visible) {
        controller.shown(visible);
    }

    @Override
    public List<Node> tools() {
        Button fit = new Button("Show all");
        fit.setId("network-all");
        fit.setMinWidth(Region.USE_PREF_SIZE);
        fit.getStyleClass().add("quiet");
        fit.setTooltip(new Tooltip("The whole network at once   0"));
        fit.setOnAction(e -> plot.showAll());
        return List.of(
                fit,
                Segments.of(
                        "network-",
                        List.of(NetworkDirection.values()),
                        model.directionProperty(),
                        NetworkDirection::title,
                        NetworkDirection::description),
                Segments.of(
                        "network-",
                        List.of(NetworkColoring.values()),
                        model.coloringProperty(),
                        NetworkColoring::title,
                        NetworkColoring::description));
    }
}
