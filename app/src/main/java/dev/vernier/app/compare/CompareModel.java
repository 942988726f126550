package dev.vernier.app.compare;

import dev.vernier.app.drawer.DrawerJob;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** What the comparison shows. Properties only. */
final class CompareModel {
    private final ObservableList<ComparedPlan> rows = FXCollections.observableArrayList();
    private final DrawerJob job = new DrawerJob();
    private final StringProperty scoreTitle = new SimpleStringProperty(this, "scoreTitle", "Accuracy");
    private final ObjectProperty<String> pointed = new SimpleObjectProperty<>(this, "pointed");

    /** Techniques, then snapshots, then the present plan. */
    ObservableList<ComparedPlan> rows() {
        return rows;
    }

    DrawerJob job() {
        return job;
    }

    /** Name of the metric that matters most. */
    StringProperty scoreTitleProperty() {
        return scoreTitle;
    }

    /** Name of the plan that is pointed at, in table and plot alike; null for none. */
    ObjectProperty<String> pointedProperty() {
        return pointed;
    }
}
