package dev.vernier.app.controls;

import javafx.scene.Parent;
import javafx.scene.layout.Region;

/**
 * Layout of a region that changes many times a second: it alone, without anything around it.
 *
 * <p>JavaFX passes such a request up to the first ancestor that waits already. One that asked for its layout while its own parent was being
 * laid out may wait for good, and what is inside it would never be seen to change; asking again for that ancestor wakes it.
 */
public final class LocalLayout {
    private LocalLayout() {}

    /**
     * Asks for the layout of {@code region}.
     *
     * @param alone asks for it alone: {@code setNeedsLayout(true)}
     * @param usual asks in the usual way, before it has a place of its own
     */
    public static void request(Region region, Runnable alone, Runnable usual) {
        if (region.getWidth() <= 0) {
            usual.run();
            return;
        }
        Parent waiting = region.getParent();
        while (waiting != null && !waiting.isNeedsLayout()) {
            waiting = waiting.getParent();
        }
        alone.run();
        if (waiting != null) {
            waiting.requestLayout();
        }
    }
}
