package dev.vernier.app.drawer;

import javafx.beans.property.DoubleProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.beans.property.SimpleObjectProperty;

/** Which view is open, and how high the drawer is. */
public final class DrawerModel {
    /** Height of a first start, in px. */
    public static final double USUAL_HEIGHT = 272;

    /** Below this there is nothing to see. */
    public static final double MIN_HEIGHT = 120;

    private final ObjectProperty<DrawerPlace> open = new SimpleObjectProperty<>(this, "open");
    private final DoubleProperty height = new SimpleDoubleProperty(this, "height", USUAL_HEIGHT);

    /** Null while the drawer is closed. */
    public ObjectProperty<DrawerPlace> openProperty() {
        return open;
    }

    /** Of the view, in px, as far as the window has room for it. */
    public DoubleProperty heightProperty() {
        return height;
    }
}
