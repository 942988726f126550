package dev.vernier.app.layers;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javafx.application.Platform;
import javafx.geometry.Orientation;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableColumnBase;
import javafx.scene.control.TableView;

/**
 * Fits the columns to the table. The column of names takes what the others leave; where that is too little for a name, others become
 * narrower and then give way, those first that say least about quantization. Once a column was shown or hidden by hand none comes or goes
 * by itself, and one that was dragged to a width keeps it.
 */
final class LayerColumnWidths {
    static final String NAME = "Layer";

    /** What makes room for names, in this order: a column at its narrowest, or gone, in px at 100 % text. */
    private static final List<Step> STEPS = List.of(
            new Step("Operation", 130),
            new Step("Params", Step.GONE),
            new Step("MACs", Step.GONE),
            new Step("Accum.", Step.GONE),
            new Step("Operation", 92),
            new Step("Operation", Step.GONE),
            new Step("Error", 72),
            new Step("Bytes", Step.GONE),
            new Step("#", Step.GONE));

    private static final double NAME_WIDTH = 128;
    private static final double LEAST_NAME_WIDTH = 96;
    /** Kept free at the right whether there is a scroll bar or not, so that the columns stay where they are when one comes, in px. */
    private static final double SCROLL_BAR = 14;

    private final TableView<LayerRow> table;
    private final Set<TableColumn<LayerRow, ?>> goneByItself = new HashSet<>();
    private double scale = 1;
    private boolean chosenByHand;
    private boolean arranging;

    private record Step(String title, double width) {
        static final double GONE = 0;
    }

    LayerColumnWidths(TableView<LayerRow> table) {
        this.table = table;
        table.widthProperty().addListener((o, was, is) -> arrange());
        table.skinProperty().addListener((o, was, is) -> watchScrollBar());
        for (TableColumn<LayerRow, ?> c : table.getColumns()) {
            c.visibleProperty().addListener((o, was, is) -> {
                if (!arranging) {
                    chosenByHand = true;
                    goneByItself.clear();
                    arrange();
                }
            });
            if (!NAME.equals(c.getUserData())) {
                c.widthProperty().addListener((o, was, is) -> arrange());
            }
            // the style sheet gives the header its size; the columns grow with the text
            ((Label) c.getGraphic()).fontProperty().addListener((o, was, is) -> arrange());
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
        if (visible) {
            goneByItself.add(column);
        } else {
            arranging = true;
            goneByItself.remove(column);
            column.setVisible(false);
            arranging = false;
        }
        arrange();
    }

    private void arrange() {
        if (arranging || table.getWidth() <= 0) {
            return;
        }
        arranging = true;
        TableColumn<LayerRow, ?> name = named(NAME);
        double text = textScale(name);
        boolean anotherText = text != scale;
        scale = text;
        Map<TableColumn<LayerRow, ?>, Double> widths = new LinkedHashMap<>();
        Set<TableColumn<LayerRow, ?>> dragged = new HashSet<>();
        double left = table.getWidth() - SCROLL_BAR;
        for (TableColumn<LayerRow, ?> c : table.getColumns()) {
            if (c != name && (c.isVisible() || goneByItself.contains(c))) {
                boolean byHand = !anotherText && c.getWidth() != c.getPrefWidth();
                if (byHand) {
                    dragged.add(c);
                }
                double width = byHand ? c.getWidth() : Math.round(LayerColumns.usualWidth(c) * scale);
                widths.put(c, width);
                left -= width;
            }
        }
        for (Step step : STEPS) {
            TableColumn<LayerRow, ?> c = named(step.title());
            boolean may = widths.containsKey(c) && !dragged.contains(c) && (step.width() > 0 || !chosenByHand);
            if (left < NAME_WIDTH * scale && may) {
                double missing = Math.ceil(NAME_WIDTH * scale - left);
                double least = step.width() > 0 ? Math.max(step.width() * scale, widths.get(c) - missing) : 0;
                double width = Math.min(widths.get(c), Math.round(least));
                left += widths.put(c, width) - width;
            }
        }
        widths.put(name, Math.max(LEAST_NAME_WIDTH * scale, left));
        widths.keySet().removeAll(dragged);
        widths.forEach(this::apply);
        arranging = false;
    }

    /** A table forgets how wide its rows were only when they are made anew: else the bar that a wider row needed stays for good. */
    private void watchScrollBar() {
        table.lookupAll(".scroll-bar").stream()
                .filter(n -> n instanceof ScrollBar bar && bar.getOrientation() == Orientation.HORIZONTAL)
                .forEach(n -> n.visibleProperty().addListener((o, was, is) -> {
                    if (is) {
                        Platform.runLater(this::dropNeedlessScrollBar);
                    }
                }));
    }

    private void dropNeedlessScrollBar() {
        double width = table.getVisibleLeafColumns().stream()
                .mapToDouble(TableColumnBase::getWidth)
                .sum();
        if (width <= table.getWidth() - SCROLL_BAR) {
            table.refresh();
        }
    }

    private void apply(TableColumn<LayerRow, ?> column, double width) {
        if (width == 0) {
            goneByItself.add(column);
            column.setVisible(false);
        } else {
            column.setPrefWidth(width);
            column.setVisible(true);
            goneByItself.remove(column);
        }
    }

    private TableColumn<LayerRow, ?> named(String title) {
        return table.getColumns().stream()
                .filter(c -> title.equals(c.getUserData()))
                .findFirst()
                .orElseThrow();
    }
}
