package dev.vernier.app.search;

import dev.vernier.app.format.SearchWords;
import dev.vernier.app.layers.PrecisionChip;
import dev.vernier.engine.search.LayerReason;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;

/** One layer of the chosen plan: its name, its weights' precision, and why. */
final class ReasonCell extends ListCell<LayerReason> {
    private final SearchModel model;
    private final Label name = new Label();
    private final PrecisionChip chip = new PrecisionChip();
    private final Label why = new Label();
    private final HBox row = new HBox(name, chip, why);
    private final Tooltip tooltip = new Tooltip();

    ReasonCell(SearchModel model) {
        this.model = model;
        row.getStyleClass().add("search-reason");
        row.setAlignment(Pos.CENTER_LEFT);
        // names of one network begin alike
        name.setTextOverrun(OverrunStyle.LEADING_ELLIPSIS);
        name.getStyleClass().add("search-layer");
        why.getStyleClass().add("secondary");
        why.setMinWidth(0);
        why.setWrapText(true);
        HBox.setHgrow(why, Priority.ALWAYS);
        // as wide as the list, so that long sentences are wrapped and not scrolled
        setPrefWidth(0);
    }

    @Override
    protected void updateItem(LayerReason reason, boolean empty) {
        super.updateItem(reason, empty);
        if (empty || reason == null || model.resultProperty().get() == null) {
            setGraphic(null);
            setTooltip(null);
            setAccessibleText(null);
            return;
        }
        String words =
                SearchWords.why(reason, model.resultProperty().get().goal().cost());
        name.setText(reason.layer());
        chip.show(reason.choice().config().weights());
        why.setText(words);
        tooltip.setText(reason.layer() + "\n" + reason.choice().label() + ": " + words
                + "\nMeasured with this layer alone at that precision, everything else at the widest");
        setTooltip(tooltip);
        setAccessibleText(reason.layer() + ", " + reason.choice().label() + ": " + words);
        setGraphic(row);
    }
}
