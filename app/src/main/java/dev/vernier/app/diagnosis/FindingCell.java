package dev.vernier.app.diagnosis;

import dev.vernier.app.format.NumberText;
import dev.vernier.app.format.ShortText;
import dev.vernier.engine.diagnose.Finding;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** A finding in the list: how grave, what, where, and how much of the noise. */
final class FindingCell extends ListCell<Finding> {
    private static final int NAME_LETTERS = 16;

    @Override
    protected void updateItem(Finding f, boolean empty) {
        super.updateItem(f, empty);
        setText(null);
        if (empty || f == null) {
            setGraphic(null);
            setAccessibleText(null);
            setTooltip(null);
            return;
        }
        // the whole name stands below; here the words beside it tell findings apart
        Label title = new Label(f.title().replace(f.layer(), ShortText.withoutMiddle(f.layer(), NAME_LETTERS)));
        title.setMinWidth(0);
        Label where = new Label(f.kind().title() + " · " + f.layer());
        where.getStyleClass().addAll("secondary", "small");
        where.setMinWidth(0);
        VBox words = new VBox(title, where);
        words.setMinWidth(0);
        words.setPrefWidth(0);
        HBox.setHgrow(words, Priority.ALWAYS);
        Label share = new Label(f.noiseShare() == 0 ? "" : NumberText.smallPercent(f.noiseShare()));
        share.getStyleClass().addAll("number", "small", "secondary");
        share.setMinWidth(Region.USE_PREF_SIZE);
        HBox row = new HBox(FindingSign.of(f.severity()), words, share);
        row.getStyleClass().add("diagnosis-row");
        setGraphic(row);
        setTooltip(new Tooltip(f.title() + "\nOf all the noise that layers add, "
                + NumberText.smallPercent(f.noiseShare()) + " arises where this is felt"));
        setAccessibleText(f.severity().label() + ", " + f.kind().title() + ": " + f.title());
    }
}
