package dev.vernier.app.layererror;

import dev.vernier.engine.evaluate.LayerErrorSample;
import dev.vernier.engine.evaluate.LayerResult;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/** What the error view shows. Properties only. */
public final class LayerErrorModel {
    private final BooleanProperty shown = new SimpleBooleanProperty(this, "shown");
    private final BooleanProperty residual = new SimpleBooleanProperty(this, "residual");
    private final BooleanProperty alone = new SimpleBooleanProperty(this, "alone");
    private final BooleanProperty working = new SimpleBooleanProperty(this, "working");
    private final ObjectProperty<LayerErrorSample> sample = new SimpleObjectProperty<>(this, "sample");
    private final ObjectProperty<LayerResult> result = new SimpleObjectProperty<>(this, "result");
    private final ObjectProperty<ErrorPicture> picture = new SimpleObjectProperty<>(this, "picture");
    private final StringProperty message = new SimpleStringProperty(this, "message", "");

    /** Whether anybody looks; nothing is run otherwise. */
    public BooleanProperty shownProperty() {
        return shown;
    }

    /** Differences instead of values. */
    BooleanProperty residualProperty() {
        return residual;
    }

    /** Only this layer quantized instead of the whole plan. */
    BooleanProperty aloneProperty() {
        return alone;
    }

    /** Whether what is shown belongs to an earlier plan. */
    BooleanProperty workingProperty() {
        return working;
    }

    /** Null until run. */
    ObjectProperty<LayerErrorSample> sampleProperty() {
        return sample;
    }

    /** The layer in the latest evaluation; null until measured. */
    ObjectProperty<LayerResult> resultProperty() {
        return result;
    }

    /** Null for nothing to draw. */
    ObjectProperty<ErrorPicture> pictureProperty() {
        return picture;
    }

    /** Why there is nothing, or how much was looked at. */
    StringProperty messageProperty() {
        return message;
    }
}
