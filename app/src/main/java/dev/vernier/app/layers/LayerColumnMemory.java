package dev.vernier.app.layers;

import dev.vernier.app.preferences.Preferences;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;

/** Which columns the layer table has, in which order and sorted by what: as somebody left it, for the next start. */
final class LayerColumnMemory {
    private final TableView<LayerRow> table;
    private final LayerColumnWidths widths;
    private final List<String> usualOrder;

    LayerColumnMemory(TableView<LayerRow> table, LayerColumnWidths widths) {
        this.table = table;
        this.widths = widths;
        this.usualOrder = titles();
    }

    private static String title(TableColumn<LayerRow, ?> column) {
        return (String) column.getUserData();
    }

    private List<String> titles() {
        return table.getColumns().stream().map(LayerColumnMemory::title).toList();
    }

    private List<String> hidden() {
        return table.getColumns().stream()
                .filter(c -> !c.isVisible())
                .map(LayerColumnMemory::title)
                .toList();
    }

    /** As the table stands; null as long as nobody changed it. */
    Preferences.Columns columns() {
        List<TableColumn<LayerRow, ?>> sorted = table.getSortOrder();
        if (!widths.chosenByHand() && titles().equals(usualOrder) && sorted.isEmpty()) {
            return null;
        }
        return new Preferences.Columns(
                titles(),
                widths.chosenByHand() ? hidden() : null,
                sorted.isEmpty() ? null : title(sorted.get(0)),
                !sorted.isEmpty() && sorted.get(0).getSortType() == TableColumn.SortType.DESCENDING);
    }

    /** Columns that were not there when this was remembered keep their place at the end. */
    void restore(Preferences.Columns remembered) {
        List<TableColumn<LayerRow, ?>> order = new ArrayList<>(table.getColumns());
        order.sort((a, b) -> Integer.compare(place(a, remembered), place(b, remembered)));
        table.getColumns().setAll(order);
        for (TableColumn<LayerRow, ?> c : order) {
            boolean comesWithNumbers = title(c).equals(LayerColumns.SENSITIVITY);
            if (remembered.hidden() != null && remembered.order().contains(title(c)) && !comesWithNumbers) {
                c.setVisible(!remembered.hidden().contains(title(c)));
            }
            if (title(c).equals(remembered.sortedBy())) {
                c.setSortType(
                        remembered.descending() ? TableColumn.SortType.DESCENDING : TableColumn.SortType.ASCENDING);
                table.getSortOrder().setAll(List.of(c));
            }
        }
    }

    private static int place(TableColumn<LayerRow, ?> column, Preferences.Columns remembered) {
        int place = remembered.order().indexOf(title(column));
        return place < 0 ? Integer.MAX_VALUE : place;
    }
}
