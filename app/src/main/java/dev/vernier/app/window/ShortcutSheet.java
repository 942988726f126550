package dev.vernier.app.window;

import dev.vernier.app.drawer.DrawerPlace;
import java.util.List;
import javafx.scene.control.ButtonType;
import javafx.scene.control.Dialog;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.GridPane;
import javafx.stage.Window;

/** Every shortcut on one sheet. */
final class ShortcutSheet {
    private static final int ROWS = 14;
    /** Of the window, at most; what is longer scrolls. */
    private static final double SHARE = 0.85;

    private final Dialog<Void> dialog = new Dialog<>();

    /** @param places of the drawer that are filled */
    ShortcutSheet(Window owner, List<DrawerPlace> places) {
        dialog.initOwner(owner);
        dialog.setTitle("Shortcuts");
        GridPane grid = new GridPane();
        grid.getStyleClass().add("shortcut-sheet");
        int row = 0;
        for (Shortcut s : Shortcut.values()) {
            add(grid, row++, s.words().replace("…", ""), s.keys().getDisplayText());
        }
        for (DrawerPlace p : places) {
            add(grid, row++, p.title(), p.keys().getDisplayText());
        }
        add(grid, row++, "Precision, in the table", "Enter, 8, 16, f");
        add(grid, row++, "Weights or activations, there", "← →");
        add(grid, row++, "Move a handle, by ten", "← →, Shift");
        add(grid, row++, "Handle to the data's limit", "Home, End");
        add(grid, row, "Handle back to the rule", "Delete or double click");
        ScrollPane scroll = new ScrollPane(grid);
        scroll.getStyleClass().add("edge-to-edge");
        dialog.getDialogPane().setMaxSize(owner.getWidth() * SHARE, owner.getHeight() * SHARE);
        dialog.getDialogPane().setContent(scroll);
        dialog.getDialogPane().getButtonTypes().add(ButtonType.CLOSE);
        dialog.getDialogPane().getStylesheets().setAll(owner.getScene().getStylesheets());
    }

    private static void add(GridPane grid, int index, String words, String keys) {
        Label name = new Label(words);
        Label combination = new Label(keys);
        combination.getStyleClass().addAll("number", "secondary");
        int column = index / ROWS * 2;
        grid.add(name, column, index % ROWS);
        grid.add(combination, column + 1, index % ROWS);
    }

    void show() {
        dialog.show();
    }
}
