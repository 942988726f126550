package dev.vernier.app.compare;

import dev.vernier.app.notice.Notice;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** What the comparison shows. Properties only. */
final class CompareModel {
    private final ObservableList<ComparedPlan> rows = FXCollections.observableArrayList();
    private final BooleanProperty running = new SimpleBooleanProperty(this, "running");
    private final BooleanProperty runnable = new SimpleBooleanProperty(this, "runnable");
    private final StringProperty status = new SimpleStringProperty(this, "status", "");
    private final StringProperty scoreTitle = new SimpleStringProperty(this, "scoreTitle", "Accuracy");
    private final ObjectProperty<Notice> notice = new SimpleObjectProperty<>(this, "notice");
    private final ObjectProperty<String> pointed = new SimpleObjectProperty<>(this, "pointed");

    /** Techniques, then snapshots, then the present plan. */
    ObservableList<ComparedPlan> rows() {
        return rows;
    }

    /** Whether techniques are being measured. */
    BooleanProperty runningProperty() {
        return running;
    }

    /** Whether there is something to measure. */
    BooleanProperty runnableProperty() {
        return runnable;
    }

    /** {@code int8, 4 of 10} or {@code 797 samples · 3.1 s}. */
    StringProperty statusProperty() {
        return status;
    }

    /** Name of the metric that matters most. */
    StringProperty scoreTitleProperty() {
        return scoreTitle;
    }

    /** What went wrong; null if nothing. */
    ObjectProperty<Notice> noticeProperty() {
        return notice;
    }

    /** Name of the plan that is pointed at, in table and plot alike; null for none. */
    ObjectProperty<String> pointedProperty() {
        return pointed;
    }
}
