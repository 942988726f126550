package dev.vernier.app.network;

import java.util.List;
import java.util.Set;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/** What the picture of the network shows. Properties only. */
final class NetworkModel {
    private final ObjectProperty<NetworkLayout> layout = new SimpleObjectProperty<>(this, "layout");
    private final ObjectProperty<NetworkEdges> edges = new SimpleObjectProperty<>(this, "edges");
    private final ObjectProperty<List<NetworkNode>> nodes = new SimpleObjectProperty<>(this, "nodes", List.of());
    private final ObjectProperty<Set<String>> selected = new SimpleObjectProperty<>(this, "selected", Set.of());
    private final ObjectProperty<NetworkColoring> coloring =
            new SimpleObjectProperty<>(this, "coloring", NetworkColoring.PRECISION);
    private final ObjectProperty<NetworkDirection> direction =
            new SimpleObjectProperty<>(this, "direction", NetworkDirection.DOWN);
    private final StringProperty message = new SimpleStringProperty(this, "message", "");

    /** Null while it is being computed. */
    ObjectProperty<NetworkLayout> layoutProperty() {
        return layout;
    }

    ObjectProperty<NetworkEdges> edgesProperty() {
        return edges;
    }

    /** By the layout's indices. */
    ObjectProperty<List<NetworkNode>> nodesProperty() {
        return nodes;
    }

    /** Names of the selected layers. */
    ObjectProperty<Set<String>> selectedProperty() {
        return selected;
    }

    ObjectProperty<NetworkColoring> coloringProperty() {
        return coloring;
    }

    ObjectProperty<NetworkDirection> directionProperty() {
        return direction;
    }

    /** What stands there instead of the network; empty where it is drawn. */
    StringProperty messageProperty() {
        return message;
    }
}
