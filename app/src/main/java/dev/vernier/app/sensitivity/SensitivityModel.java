package dev.vernier.app.sensitivity;

import dev.vernier.app.drawer.DrawerJob;
import dev.vernier.engine.analyze.SensitivityPart;
import dev.vernier.engine.evaluate.Metric;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** What the sensitivity view shows. Properties only. */
final class SensitivityModel {
    private static final int FIRST_WORST = 3;

    private final ObservableList<SensitivityBar> bars = FXCollections.observableArrayList();
    private final ObjectProperty<SensitivityView> view =
            new SimpleObjectProperty<>(this, "view", SensitivityView.LAYERS);
    private final ObjectProperty<SensitivityWay> way = new SimpleObjectProperty<>(this, "way", SensitivityWay.ALONE);
    private final ObjectProperty<SensitivityPart> part = new SimpleObjectProperty<>(this, "part", SensitivityPart.BOTH);
    private final ObjectProperty<SensitivityMeasure> measure =
            new SimpleObjectProperty<>(this, "measure", SensitivityMeasure.SQNR);
    private final ObjectProperty<Metric> metric = new SimpleObjectProperty<>(this, "metric", Metric.OUTPUT_SQNR);
    private final DoubleProperty wholeCost = new SimpleDoubleProperty(this, "wholeCost", Double.NaN);
    private final StringProperty headline = new SimpleStringProperty(this, "headline", "Accuracy");
    private final IntegerProperty worst = new SimpleIntegerProperty(this, "worst", FIRST_WORST);
    private final BooleanProperty sparing = new SimpleBooleanProperty(this, "sparing");
    private final DrawerJob job = new DrawerJob();
    private final StringProperty advice = new SimpleStringProperty(this, "advice", "");
    private final StringProperty remark = new SimpleStringProperty(this, "remark", "");
    private final ObjectProperty<String> selected = new SimpleObjectProperty<>(this, "selected");

    /** Worst first. */
    ObservableList<SensitivityBar> bars() {
        return bars;
    }

    ObjectProperty<SensitivityView> viewProperty() {
        return view;
    }

    ObjectProperty<SensitivityWay> wayProperty() {
        return way;
    }

    ObjectProperty<SensitivityPart> partProperty() {
        return part;
    }

    ObjectProperty<SensitivityMeasure> measureProperty() {
        return measure;
    }

    /** What the bars are told in. */
    ObjectProperty<Metric> metricProperty() {
        return metric;
    }

    /** What the whole plan costs, on the bars' axis; NaN where it is not measured or not to be shown. */
    DoubleProperty wholeCostProperty() {
        return wholeCost;
    }

    /** Name of the metric that matters most. */
    StringProperty headlineProperty() {
        return headline;
    }

    /** How many of the worst layers are spared at once. */
    IntegerProperty worstProperty() {
        return worst;
    }

    /** Whether there are layers to spare. */
    BooleanProperty sparingProperty() {
        return sparing;
    }

    DrawerJob job() {
        return job;
    }

    /** Stands in place of bars: what measuring does and how long it takes. */
    StringProperty adviceProperty() {
        return advice;
    }

    /** Stands over the bars where they are not of the present plan; empty otherwise. */
    StringProperty remarkProperty() {
        return remark;
    }

    /** Name of the layer selected in the window; null for none. */
    ObjectProperty<String> selectedProperty() {
        return selected;
    }
}
