package dev.vernier.app.distribution;

import dev.vernier.app.format.NumberText;
import javafx.css.PseudoClass;
import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;
import javafx.scene.Cursor;
import javafx.scene.layout.Region;

/**
 * One end of the clipping range: 24 px wide to grab, a line of 2 px to see, with a grip in the middle. It can be focused and reads as a
 * slider. What its movement means is the plot's business.
 *
 * <p>Style classes {@code clip-handle} (pseudo-classes {@code :low}, {@code :high}, {@code :dragging}, {@code :beyond} where the limit
 * lies outside what is shown), {@code clip-line}, {@code clip-grip}.
 */
final class ClipHandle extends Region {
    static final double GRAB_WIDTH = 24;

    private static final double LINE_WIDTH = 2;
    private static final PseudoClass DRAGGING = PseudoClass.getPseudoClass("dragging");
    private static final PseudoClass BEYOND = PseudoClass.getPseudoClass("beyond");

    private final Region line = new Region();
    private final Region grip = new Region();
    private final Region ridges = new Region();
    private final String name;
    private double value;

    /** @param end {@code low} or {@code high}: pseudo-class and id */
    ClipHandle(String end, String name) {
        this.name = name;
        setId("clip-" + end);
        getStyleClass().add("clip-handle");
        line.getStyleClass().add("clip-line");
        grip.getStyleClass().add("clip-grip");
        ridges.getStyleClass().add("clip-ridges");
        pseudoClassStateChanged(PseudoClass.getPseudoClass(end), true);
        getChildren().addAll(line, grip, ridges);
        setManaged(false);
        setFocusTraversable(true);
        setCursor(Cursor.H_RESIZE);
        setAccessibleRole(AccessibleRole.SLIDER);
        setAccessibleText(name);
        setPickOnBounds(true);
    }

    /** Puts the middle of the line at {@code x}. */
    void place(double x, double top, double height, boolean beyond) {
        pseudoClassStateChanged(BEYOND, beyond);
        resizeRelocate(Math.round(x) - GRAB_WIDTH / 2, top, GRAB_WIDTH, height);
    }

    void setDragging(boolean dragging) {
        pseudoClassStateChanged(DRAGGING, dragging);
    }

    void setValue(double v) {
        value = v;
        setAccessibleText(name + ", " + NumberText.significant(v, 4));
        notifyAccessibleAttributeChanged(AccessibleAttribute.VALUE);
    }

    @Override
    protected void layoutChildren() {
        double w = getWidth();
        double h = getHeight();
        line.resizeRelocate((w - LINE_WIDTH) / 2, 0, LINE_WIDTH, h);
        double gw = grip.prefWidth(-1);
        double gh = grip.prefHeight(-1);
        double gx = Math.round((w - gw) / 2);
        double gy = Math.round((h - gh) * 0.5);
        grip.resizeRelocate(gx, gy, gw, gh);
        double rw = ridges.prefWidth(-1);
        double rh = ridges.prefHeight(-1);
        ridges.resizeRelocate(Math.round((w - rw) / 2), Math.round(gy + (gh - rh) / 2), rw, rh);
    }

    @Override
    public Object queryAccessibleAttribute(AccessibleAttribute attribute, Object... parameters) {
        return attribute == AccessibleAttribute.VALUE ? value : super.queryAccessibleAttribute(attribute, parameters);
    }
}
