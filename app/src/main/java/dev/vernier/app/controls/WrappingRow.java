package dev.vernier.app.controls;

import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.layout.FlowPane;

/** A row of controls, right-aligned, that asks for one line and takes more where it is given less room. */
public final class WrappingRow extends FlowPane {
    /** Room for positions that are rounded to whole pixels. */
    private static final double ROUNDING = 4;

    public WrappingRow(Node... children) {
        super(children);
        setAlignment(Pos.CENTER_RIGHT);
    }

    @Override
    protected double computePrefWidth(double height) {
        Insets in = getInsets();
        double width = in.getLeft() + in.getRight() + ROUNDING;
        for (Node child : getManagedChildren()) {
            width += Math.ceil(child.prefWidth(-1)) + getHgap();
        }
        return width;
    }
}
