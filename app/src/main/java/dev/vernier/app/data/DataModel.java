package dev.vernier.app.data;

import dev.vernier.app.notice.Notice;
import dev.vernier.io.dataset.DatasetDescriptor;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;

/** What the data dialog shows. Properties only; {@link DataController} decides what changes them. */
final class DataModel {
    private final ObjectProperty<DatasetDescriptor> descriptor = new SimpleObjectProperty<>(this, "descriptor");
    private final ObjectProperty<PreviewSheet> sheet = new SimpleObjectProperty<>(this, "sheet");
    private final BooleanProperty reading = new SimpleBooleanProperty(this, "reading");
    private final ObjectProperty<Notice> notice = new SimpleObjectProperty<>(this, "notice");

    /** How the data are to be read, as chosen so far. */
    ObjectProperty<DatasetDescriptor> descriptorProperty() {
        return descriptor;
    }

    /** The samples read in this way; null before any were, or where they cannot be read so. */
    ObjectProperty<PreviewSheet> sheetProperty() {
        return sheet;
    }

    /** Whether samples are being read. */
    BooleanProperty readingProperty() {
        return reading;
    }

    /** What went wrong, or was done; null for nothing. */
    ObjectProperty<Notice> noticeProperty() {
        return notice;
    }
}
