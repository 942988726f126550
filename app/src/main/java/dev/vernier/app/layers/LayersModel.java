package dev.vernier.app.layers;

import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.transformation.FilteredList;
import javafx.collections.transformation.SortedList;

/** The rows of the layer table: all, filtered, sorted. */
public final class LayersModel {
    private final ObservableList<LayerRow> all = FXCollections.observableArrayList();
    private final FilteredList<LayerRow> filtered = new FilteredList<>(all);
    private final SortedList<LayerRow> shown = new SortedList<>(filtered);
    private final StringProperty filter = new SimpleStringProperty(this, "filter", "");
    private final StringProperty sensitivity = new SimpleStringProperty(this, "sensitivity", "");
    private final StringProperty summary = new SimpleStringProperty(this, "summary", "");
    private final ObjectProperty<TensorSide> armedSide =
            new SimpleObjectProperty<>(this, "armedSide", TensorSide.WEIGHTS);

    public LayersModel() {
        filter.addListener((o, was, is) -> filtered.setPredicate(LayerFilter.parse(is)));
    }

    /** Every row, in running order. */
    public ObservableList<LayerRow> all() {
        return all;
    }

    /** What passes the filter, as sorted. */
    public SortedList<LayerRow> shown() {
        return shown;
    }

    /** See {@link LayerFilter}. */
    public StringProperty filterProperty() {
        return filter;
    }

    /** What the column of sensitivities says; empty while nothing was measured. */
    public StringProperty sensitivityProperty() {
        return sensitivity;
    }

    /** {@code 12 layers · 41.2 K parameters}. */
    public StringProperty summaryProperty() {
        return summary;
    }

    /** Which column of chips Enter and typing open. */
    public ObjectProperty<TensorSide> armedSideProperty() {
        return armedSide;
    }
}
