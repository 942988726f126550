package dev.vernier.app.layers;

import dev.vernier.app.format.SpecText;
import dev.vernier.engine.spec.LayerConfig;
import java.util.function.BiConsumer;
import javafx.css.PseudoClass;
import javafx.scene.control.Tooltip;
import javafx.scene.input.MouseButton;

/** A cell with the chip of one side of a layer; a click on the chip opens the choice. */
class PrecisionCell extends SteadyCell<LayerConfig> {
    private static final PseudoClass ARMED = PseudoClass.getPseudoClass("armed");

    private final TensorSide side;
    private final PrecisionChip chip = new PrecisionChip();
    private final Tooltip tooltip = new Tooltip();

    /** @param open called with the chip and its row */
    PrecisionCell(TensorSide side, BiConsumer<PrecisionChip, LayerRow> open) {
        this.side = side;
        getStyleClass().add("precision-cell");
        chip.setOnMouseClicked(e -> {
            if (e.getButton() == MouseButton.PRIMARY) {
                open.accept(chip, getTableRow().getItem());
                e.consume();
            }
        });
        // a press on the chip of a selected row must not shrink the selection to that row
        chip.setOnMousePressed(e -> {
            if (e.getButton() == MouseButton.PRIMARY
                    && getTableView().getSelectionModel().isSelected(getIndex())
                    && getTableView().getSelectionModel().getSelectedIndices().size() > 1) {
                e.consume();
            }
        });
        chip.setTooltip(tooltip);
    }

    /** Marks the chip that Enter opens. */
    void setArmed(boolean armed) {
        chip.pseudoClassStateChanged(ARMED, armed);
    }

    PrecisionChip chip() {
        return chip;
    }

    TensorSide side() {
        return side;
    }

    @Override
    protected void updateItem(LayerConfig config, boolean empty) {
        super.updateItem(config, empty);
        LayerRow row = getTableRow() == null ? null : getTableRow().getItem();
        if (empty || row == null || config == null) {
            setText(null);
            setGraphic(null);
        } else if (row.hasChoice(side)) {
            chip.show(side.of(config));
            chip.setId("chip-" + side.words() + "-" + row.name());
            tooltip.setText(row.name() + " " + side.words() + ": " + SpecText.sentence(side.of(config)));
            chip.setAccessibleText(row.name() + " " + side.words() + " "
                    + side.of(config).precision().label());
            setText(null);
            setGraphic(chip);
        } else {
            setText(row.noChoiceText(side));
            setGraphic(null);
        }
    }
}
