package dev.vernier.app.controls;

import javafx.scene.control.Dialog;
import javafx.stage.Window;

/** A dialog no larger than the window that it belongs to, in large text too: what does not fit shrinks, wraps or scrolls in it. */
public final class DialogFit {
    private static final double SHARE = 0.92;

    private DialogFit() {}

    /** To be called before {@code dialog} is shown; takes its {@code onShown}. */
    public static void within(Window owner, Dialog<?> dialog) {
        dialog.setOnShown(e -> fit(owner, dialog.getDialogPane().getScene().getWindow()));
    }

    private static void fit(Window owner, Window shown) {
        double width = owner.getWidth() * SHARE;
        double height = owner.getHeight() * SHARE;
        if (shown.getWidth() > width) {
            shown.setWidth(width);
            shown.setX(owner.getX() + (owner.getWidth() - width) / 2);
        }
        if (shown.getHeight() > height) {
            shown.setHeight(height);
            shown.setY(owner.getY() + (owner.getHeight() - height) / 2);
        }
    }
}
