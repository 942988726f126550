package dev.vernier.app.samples;

import dev.vernier.app.notice.Notice;
import dev.vernier.engine.evaluate.SampleActivations;
import dev.vernier.engine.evaluate.SamplePredictions;
import java.util.List;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** What the samples view shows. Properties only. */
final class SamplesModel {
    static final int NONE = -1;

    private final ObservableList<Integer> shown = FXCollections.observableArrayList();
    private final ObjectProperty<SampleFilter> filter = new SimpleObjectProperty<>(this, "filter", SampleFilter.ALL);
    private final IntegerProperty classFilter = new SimpleIntegerProperty(this, "classFilter", NONE);
    private final IntegerProperty selected = new SimpleIntegerProperty(this, "selected", NONE);
    private final ObjectProperty<SamplePredictions> predictions =
            new SimpleObjectProperty<>(this, "predictions", SamplePredictions.NONE);
    private final ObjectProperty<int[]> labels = new SimpleObjectProperty<>(this, "labels", new int[0]);
    private final ObjectProperty<List<String>> classNames = new SimpleObjectProperty<>(this, "classNames", List.of());
    private final ObjectProperty<SampleActivations> activations = new SimpleObjectProperty<>(this, "activations");
    private final StringProperty activationsOf = new SimpleStringProperty(this, "activationsOf", "");
    private final BooleanProperty channelsLast = new SimpleBooleanProperty(this, "channelsLast");
    private final StringProperty summary = new SimpleStringProperty(this, "summary", "");
    private final StringProperty message = new SimpleStringProperty(this, "message", "");
    private final ObjectProperty<Notice> notice = new SimpleObjectProperty<>(this, "notice");

    /** Samples that pass the filters, those whose prediction changed first. */
    ObservableList<Integer> shown() {
        return shown;
    }

    ObjectProperty<SampleFilter> filterProperty() {
        return filter;
    }

    /** Only samples labelled with this class; {@link #NONE} for all. */
    IntegerProperty classFilterProperty() {
        return classFilter;
    }

    /** The sample looked at; {@link #NONE} for none. */
    IntegerProperty selectedProperty() {
        return selected;
    }

    ObjectProperty<SamplePredictions> predictionsProperty() {
        return predictions;
    }

    /** Class of each sample; empty without labels. */
    ObjectProperty<int[]> labelsProperty() {
        return labels;
    }

    ObjectProperty<List<String>> classNamesProperty() {
        return classNames;
    }

    /** What the selected sample becomes; null while that is computed. */
    ObjectProperty<SampleActivations> activationsProperty() {
        return activations;
    }

    /** The layer that {@link #activationsProperty()} shows. */
    StringProperty activationsOfProperty() {
        return activationsOf;
    }

    /** Whether the model's images have their channels on the last axis. */
    BooleanProperty channelsLastProperty() {
        return channelsLast;
    }

    /** {@code 12 of 797 changed}. */
    StringProperty summaryProperty() {
        return summary;
    }

    /** What stands there instead of samples; empty where there are some. */
    StringProperty messageProperty() {
        return message;
    }

    /** What went wrong; null if nothing. */
    ObjectProperty<Notice> noticeProperty() {
        return notice;
    }

    /** The label of {@code sample}, or {@link #NONE}. */
    int label(int sample) {
        return sample >= 0 && sample < labels.get().length ? labels.get()[sample] : NONE;
    }

    /** The class's name, or its number. */
    String name(int classNumber) {
        List<String> names = classNames.get();
        return classNumber >= 0 && classNumber < names.size() ? names.get(classNumber) : Integer.toString(classNumber);
    }
}
