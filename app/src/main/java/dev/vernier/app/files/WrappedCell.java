package dev.vernier.app.files;

import dev.vernier.io.ImportFinding;
import javafx.scene.control.TableCell;
import javafx.scene.text.Text;

/** A sentence on as many lines as its column needs. */
final class WrappedCell extends TableCell<ImportFinding, String> {
    private final Text text = new Text();

    WrappedCell() {
        text.getStyleClass().add("wrapped-text");
        text.wrappingWidthProperty().bind(widthProperty().subtract(16));
    }

    @Override
    protected void updateItem(String sentence, boolean empty) {
        super.updateItem(sentence, empty);
        text.setText(empty ? "" : sentence);
        setGraphic(empty ? null : text);
    }
}
