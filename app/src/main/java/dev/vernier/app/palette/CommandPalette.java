package dev.vernier.app.palette;

import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.Menu;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.Popup;
import javafx.stage.Window;

/** A field over the window: what is typed is looked for in the menus and among the layers; Enter does it. */
public final class CommandPalette {
    private static final int ROWS = 12;

    private final Popup popup = new Popup();
    private final TextField field = new TextField();
    private final ListView<Command> list = new ListView<>();
    private List<Command> commands = List.of();

    public CommandPalette() {
        field.setId("palette");
        field.setPromptText("Command or layer");
        field.setAccessibleText("Find a command or layer");
        list.setId("palette-list");
        list.getStyleClass().add("picker-list");
        list.setFocusTraversable(false);
        list.setCellFactory(l -> new CommandCell());
        list.setOnMouseClicked(e -> take());
        field.textProperty().addListener((o, was, is) -> filter());
        field.addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
        VBox box = new VBox(field, list);
        box.getStyleClass().addAll("picker", "palette");
        popup.getContent().add(box);
        popup.setAutoHide(true);
        popup.setHideOnEscape(true);
    }

    /** Opens over {@code window} with everything that can be done now. */
    public void open(Window window, List<Menu> menus, List<Command> layers) {
        commands = new ArrayList<>(layers);
        commands.addAll(Command.ofMenus(menus));
        field.clear();
        filter();
        popup.show(window, window.getX() + (window.getWidth() - 520) / 2, window.getY() + 96);
        field.requestFocus();
    }

    private void filter() {
        list.getItems().setAll(Command.matching(commands, field.getText()));
        double row = Math.round(field.getFont().getSize() * 2.155);
        list.setPrefHeight(Math.min(ROWS, Math.max(1, list.getItems().size())) * row + 12);
        list.getSelectionModel().select(0);
        list.scrollTo(0);
    }

    private void pressed(KeyEvent e) {
        int by = e.getCode() == KeyCode.DOWN ? 1 : e.getCode() == KeyCode.UP ? -1 : 0;
        if (by != 0) {
            int next = list.getSelectionModel().getSelectedIndex() + by;
            list.getSelectionModel().select(Math.max(0, Math.min(list.getItems().size() - 1, next)));
            list.scrollTo(Math.max(0, list.getSelectionModel().getSelectedIndex() - ROWS + 2));
            e.consume();
        } else if (e.getCode() == KeyCode.ENTER) {
            take();
            e.consume();
        }
    }

    private void take() {
        Command chosen = list.getSelectionModel().getSelectedItem();
        popup.hide();
        if (chosen != null) {
            chosen.action().run();
        }
    }

    private static final class CommandCell extends ListCell<Command> {
        private final Label name = new Label();
        private final Label where = new Label();
        private final Label keys = new Label();
        private final HBox row = new HBox(name, where, new Region(), keys);

        CommandCell() {
            // as wide as the list, however long the texts are
            setPrefWidth(0);
            where.setMinWidth(0);
            keys.setMinWidth(Region.USE_PREF_SIZE);
            row.setAlignment(Pos.CENTER_LEFT);
            row.getStyleClass().add("picker-row");
            where.getStyleClass().add("secondary");
            keys.getStyleClass().addAll("secondary", "number");
            HBox.setHgrow(row.getChildren().get(2), Priority.ALWAYS);
        }

        @Override
        protected void updateItem(Command command, boolean empty) {
            super.updateItem(command, empty);
            setText(null);
            setGraphic(empty ? null : row);
            if (!empty) {
                name.setText(command.name());
                where.setText(command.where());
                keys.setText(command.keys());
                setAccessibleText(command.name() + ", " + command.where());
            }
        }
    }
}
