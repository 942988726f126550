package dev.vernier.app.window;

import dev.vernier.app.controls.DialogFit;
import dev.vernier.app.controls.WrappingRow;
import dev.vernier.app.drawer.DrawerPlace;
import java.util.List;
import javafx.geometry.Pos;
import javafx.geometry.VPos;
import javafx.scene.control.ButtonType;
import javafx.scene.control.Dialog;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Region;
import javafx.stage.Window;

/** Every shortcut on one sheet. */
final class ShortcutSheet {
    private static final int ROWS = 14;

    private final Dialog<Void> dialog = new Dialog<>();

    /** @param places of the drawer that are filled */
    ShortcutSheet(Window owner, List<DrawerPlace> places) {
        dialog.initOwner(owner);
        DialogFit.within(owner, dialog);
        dialog.setTitle("Shortcuts");
        WrappingRow columns = new WrappingRow();
        columns.getStyleClass().add("shortcut-sheet");
        columns.setAlignment(Pos.TOP_LEFT);
        columns.setRowValignment(VPos.TOP);
        int row = 0;
        for (Shortcut s : Shortcut.values()) {
            add(columns, row++, s.words().replace("…", ""), s.keys().getDisplayText());
        }
        for (DrawerPlace p : places) {
            add(columns, row++, p.title(), p.keys().getDisplayText());
        }
        add(columns, row++, "Precision, in the table", "Enter, 8, 16, f");
        add(columns, row++, "Weights or activations, there", "← →");
        add(columns, row++, "Move a handle, by ten", "← →, Shift");
        add(columns, row++, "Handle to the data's limit", "Home, End");
        add(columns, row, "Handle back to the rule", "Delete or double click");
        ScrollPane scroll = new ScrollPane(columns);
        // with large text the columns stand one under the other
        scroll.setFitToWidth(true);
        scroll.getStyleClass().add("edge-to-edge");
        dialog.getDialogPane().setContent(scroll);
        dialog.getDialogPane().getButtonTypes().add(ButtonType.CLOSE);
        dialog.getDialogPane().getStylesheets().setAll(owner.getScene().getStylesheets());
    }

    private static void add(WrappingRow columns, int index, String words, String keys) {
        Label name = new Label(words);
        Label combination = new Label(keys);
        combination.getStyleClass().addAll("number", "secondary");
        name.setMinWidth(Region.USE_PREF_SIZE);
        combination.setMinWidth(Region.USE_PREF_SIZE);
        if (index % ROWS == 0) {
            GridPane column = new GridPane();
            column.getStyleClass().add("shortcut-column");
            columns.getChildren().add(column);
        }
        GridPane last = (GridPane) columns.getChildren().get(index / ROWS);
        last.addRow(index % ROWS, name, combination);
    }

    void show() {
        dialog.show();
    }
}
