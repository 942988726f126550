package dev.vernier.app.controls;

import javafx.scene.Node;

/** Where the keyboard is. */
public final class KeyboardFocus {
    private KeyboardFocus() {}

    /** Whether {@code part} of a scene, or something in it, has the keyboard. */
    public static boolean isIn(Node part) {
        Node n = part.getScene() == null ? null : part.getScene().getFocusOwner();
        while (n != null && n != part) {
            n = n.getParent();
        }
        return n != null;
    }
}
