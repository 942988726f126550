package dev.vernier.app.drawer;

import javafx.scene.AccessibleRole;
import javafx.scene.Cursor;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Region;

/** The drawer's upper edge: dragged, or moved with the arrow keys, it changes the height. */
final class DrawerEdge extends Region {
    private static final double KEY_STEP = 20;
    private static final double THICKNESS = 5;

    private final DrawerModel model;
    private double grabbedAt;
    private double heightThen;

    DrawerEdge(DrawerModel model) {
        this.model = model;
        setId("drawer-edge");
        getStyleClass().add("drawer-edge");
        setMinHeight(THICKNESS);
        setCursor(Cursor.N_RESIZE);
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.SLIDER);
        setAccessibleText("Height of the drawer");
        setOnMousePressed(e -> {
            grabbedAt = e.getScreenY();
            heightThen = model.heightProperty().get();
        });
        setOnMouseDragged(e -> set(heightThen + grabbedAt - e.getScreenY()));
        setOnKeyPressed(this::pressed);
    }

    private void pressed(KeyEvent e) {
        if (e.getCode() == KeyCode.UP || e.getCode() == KeyCode.DOWN) {
            set(model.heightProperty().get() + (e.getCode() == KeyCode.UP ? KEY_STEP : -KEY_STEP));
            e.consume();
        }
    }

    private void set(double height) {
        double most = getScene() == null ? height : getScene().getHeight();
        model.heightProperty().set(Math.max(DrawerModel.MIN_HEIGHT, Math.min(most, height)));
    }
}
