package dev.vernier.app.now;

import dev.vernier.engine.evaluate.Metric;
import dev.vernier.engine.spec.Precision;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/** The texts and shares that the Now panel shows. What is unknown says "not measured". */
public final class NowModel {
    /** Bytes of the model that are in one number format. */
    public record SizeShare(Precision precision, long bytes) {}

    private final ObjectProperty<Optional<Metric>> headline =
            new SimpleObjectProperty<>(this, "headline", Optional.empty());
    private final ObjectProperty<List<Metric>> measurable = new SimpleObjectProperty<>(this, "measurable", List.of());
    private final StringProperty accuracy = new SimpleStringProperty(this, "accuracy", "");
    private final StringProperty difference = new SimpleStringProperty(this, "difference", "");
    private final StringProperty baseline = new SimpleStringProperty(this, "baseline", "");
    private final DoubleProperty progress = new SimpleDoubleProperty(this, "progress", 0);
    private final StringProperty size = new SimpleStringProperty(this, "size", "");
    private final StringProperty ratio = new SimpleStringProperty(this, "ratio", "");
    private final ObjectProperty<List<SizeShare>> sizeShares =
            new SimpleObjectProperty<>(this, "sizeShares", List.of());
    private final StringProperty agreement = new SimpleStringProperty(this, "agreement", "");
    private final StringProperty meanAbsError = new SimpleStringProperty(this, "meanAbsError", "");

    /** The metric that is shown large; empty before anything was measured. */
    public ObjectProperty<Optional<Metric>> headlineProperty() {
        return headline;
    }

    /** The metrics that model and data let be measured, the usual one first. */
    public ObjectProperty<List<Metric>> measurableProperty() {
        return measurable;
    }

    /** The headline metric: {@code 97.4 %}. */
    public StringProperty accuracyProperty() {
        return accuracy;
    }

    /** {@code −0.5 pt [−1.1, +0.1] 95 %}. */
    public StringProperty differenceProperty() {
        return difference;
    }

    /** {@code float 97.9 % · 640 of 797}. */
    public StringProperty baselineProperty() {
        return baseline;
    }

    /** Share of the samples seen, 0 to 1. */
    public DoubleProperty progressProperty() {
        return progress;
    }

    /** {@code 46.8 KB}. */
    public StringProperty sizeProperty() {
        return size;
    }

    /** {@code ÷ 3.6 of 169 KB}. */
    public StringProperty ratioProperty() {
        return ratio;
    }

    /** Largest first. */
    public ObjectProperty<List<SizeShare>> sizeSharesProperty() {
        return sizeShares;
    }

    public StringProperty agreementProperty() {
        return agreement;
    }

    public StringProperty meanAbsErrorProperty() {
        return meanAbsError;
    }
}
