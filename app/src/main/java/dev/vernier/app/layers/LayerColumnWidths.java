package dev.vernier.app.layers;

import java.util.Set;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;

/**
 * Lets the column of names take what the others leave, and starts with fewer columns where the table is narrow. Once a column was shown
 * or hidden by hand that stays.
 */
final class LayerColumnWidths {
    static final String NAME = "Layer";

    /** Columns that a narrow table starts without, with the width from which they are there. */
    private static final Set<String> WIDE_ONLY = Set.of("Params", "MACs", "Accum.");

    private static final double WIDE = 760;
    private static final String OPERATION = "Operation";
    /** What it takes to say an operation with its fused activation, in px. */
    private static final double WIDE_OPERATION = 160;

    private static final double LEAST_WIDTH = 32;
    private static final double LEAST_NAME_WIDTH = 96;
    /** Kept free at the right whether there is a scroll bar or not, so that the columns stay where they are when one comes, in px. */
    private static final double SCROLL_BAR = 14;

    private final TableView<LayerRow> table;
    private boolean chosenByHand;
    private boolean arranging;

    LayerColumnWidths(TableView<LayerRow> table) {
        this.table = table;
        table.widthProperty().addListener((o, was, is) -> arrange());
        for (TableColumn<LayerRow, ?> c : table.getColumns()) {
            c.visibleProperty().addListener((o, was, is) -> {
                chosenByHand |= !arranging;
                arrange();
            });
            if (!NAME.equals(c.getUserData())) {
                c.widthProperty().addListener((o, was, is) -> arrange());
            }
        }
    }

    /** Whether somebody showed or hid a column. */
    boolean chosenByHand() {
        return chosenByHand;
    }

    /** How much larger than usual the text is. */
    private static double textScale(TableColumn<LayerRow, ?> column) {
        return ((Label) column.getGraphic()).getFont().getSize() / LayerColumns.HEADER_FONT_SIZE;
    }

    /** Shows or hides a column because of what there is to show, which is nobody's choice to remember. */
    void show(TableColumn<LayerRow, ?> column, boolean visible) {
        arranging = true;
        column.setVisible(visible);
        arranging = false;
        arrange();
    }

    private void arrange() {
        if (arranging || table.getWidth() <= 0) {
            return;
        }
        arranging = true;
        double others = 0;
        TableColumn<LayerRow, ?> name = null;
        for (TableColumn<LayerRow, ?> c : table.getColumns()) {
            if (!chosenByHand && WIDE_ONLY.contains((String) c.getUserData())) {
                c.setVisible(table.getWidth() >= WIDE);
            }
            if (OPERATION.equals(c.getUserData())) {
                c.setMinWidth(table.getWidth() >= WIDE ? WIDE_OPERATION : LEAST_WIDTH);
            }
            if (NAME.equals(c.getUserData())) {
                name = c;
            } else if (c.isVisible()) {
                others += c.getWidth();
            }
        }
        if (name != null) {
            name.setPrefWidth(Math.max(LEAST_NAME_WIDTH * textScale(name), table.getWidth() - others - SCROLL_BAR));
        }
        arranging = false;
    }
}
