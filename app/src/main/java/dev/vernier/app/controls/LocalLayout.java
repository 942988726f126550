package dev.vernier.app.controls;

import javafx.scene.Node;
import javafx.scene.Parent;

/**
 * Whether a node that changes many times a second may be laid out alone, without anything around it.
 *
 * <p>JavaFX passes such a request up to the first ancestor that waits already. One that asked for its layout while its own parent was being
 * laid out may wait for good, and what is inside it would never be seen to change; a request in the usual way wakes it.
 */
public final class LocalLayout {
    private LocalLayout() {}

    /** Whether no ancestor of {@code node} waits to be laid out. */
    public static boolean suffices(Node node) {
        for (Parent p = node.getParent(); p != null; p = p.getParent()) {
            if (p.isNeedsLayout()) {
                return false;
            }
        }
        return true;
    }
}
