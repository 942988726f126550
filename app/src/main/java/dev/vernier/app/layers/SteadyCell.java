package dev.vernier.app.layers;

import dev.vernier.app.controls.LocalLayout;
import javafx.scene.control.TableCell;

/**
 * A cell whose content changes many times a second. Column and row give it its place, so that only the cell is laid out anew; the usual
 * cell has the whole table fetch, style and place its rows again.
 */
abstract class SteadyCell<T> extends TableCell<LayerRow, T> {
    @Override
    public void requestLayout() {
        LocalLayout.request(this, () -> setNeedsLayout(true), super::requestLayout);
    }
}
