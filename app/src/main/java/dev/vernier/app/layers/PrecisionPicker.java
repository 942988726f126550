package dev.vernier.app.layers;

import dev.vernier.engine.spec.Precision;
import dev.vernier.engine.spec.QuantSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.geometry.Bounds;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.Popup;

/**
 * The list of number formats that opens under a chip. Arrow keys, typing ({@code 8}, {@code 16}, {@code f}) and the mouse choose; Enter
 * or a click takes, Escape leaves.
 */
final class PrecisionPicker {
    private static final List<Precision> WEIGHTS = List.of(
            Precision.FP32,
            Precision.FP16,
            Precision.BF16,
            Precision.FP8_E4M3,
            Precision.FP8_E5M2,
            Precision.INT16,
            Precision.INT8,
            Precision.INT7,
            Precision.INT6,
            Precision.INT5,
            Precision.INT4,
            Precision.INT3,
            Precision.INT2,
            Precision.TERNARY,
            Precision.BINARY);

    /** A row of the list. */
    record Choice(String label, QuantSpec spec, String explanation) {}

    private static final double LIST_PADDING = 8;

    private final Popup popup = new Popup();
    private final Label typedLabel = new Label();
    private final ListView<Choice> list = new ListView<>();
    private List<Choice> choices = List.of();
    private String typed = "";
    private Consumer<Choice> taken = c -> {};

    PrecisionPicker() {
        VBox box = new VBox(typedLabel, list);
        box.getStyleClass().add("picker");
        typedLabel.getStyleClass().add("picker-title");
        list.getStyleClass().add("picker-list");
        list.setId("precision-list");
        list.setCellFactory(l -> new ChoiceCell());
        list.setOnMouseClicked(e -> take());
        list.prefHeightProperty()
                .bind(Bindings.createDoubleBinding(
                        () -> list.getItems().size() * Math.max(1, list.getFixedCellSize()) + LIST_PADDING,
                        list.getItems(),
                        list.fixedCellSizeProperty()));
        box.addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
        box.addEventFilter(KeyEvent.KEY_TYPED, this::typed);
        popup.getContent().add(box);
        popup.setAutoHide(true);
    }

    /** What can be chosen for {@code side}. */
    static List<Choice> choices(TensorSide side, QuantSpec before) {
        List<Choice> out = new ArrayList<>();
        for (Precision p : WEIGHTS) {
            if (side == TensorSide.ACTIVATIONS && (p == Precision.TERNARY || p == Precision.BINARY)) {
                continue;
            }
            out.add(new Choice(p.label(), side.at(p, before), explain(p)));
            if (p == Precision.INT8 && side == TensorSide.ACTIVATIONS) {
                out.add(new Choice("int8 dynamic", QuantSpec.dynamicActivations(), "range per sample, at run time"));
            }
        }
        return out;
    }

    private static String explain(Precision p) {
        if (p == Precision.FP32) {
            return "left as it is";
        }
        if (p == Precision.TERNARY || p == Precision.BINARY) {
            return p == Precision.TERNARY ? "−1, 0, +1 × scale" : "−1, +1 × scale";
        }
        if (p.isScaledFloat()) {
            return (p == Precision.FP8_E4M3 ? "3" : "2") + " bits of mantissa × scale";
        }
        return p.isFloat() ? "16 bits" : (1 << p.bits()) + " codes";
    }

    /**
     * Opens under {@code anchor}.
     *
     * @param typedAlready what was typed on the table
     */
    void open(
            Node anchor,
            String title,
            TensorSide side,
            QuantSpec present,
            String typedAlready,
            Consumer<QuantSpec> onTaken) {
        choices = choices(side, present);
        taken = c -> onTaken.accept(c.spec());
        typedLabel.setUserData(title);
        typed = typedAlready.toLowerCase(Locale.ROOT);
        filter(present);
        Bounds b = anchor.localToScreen(anchor.getBoundsInLocal());
        popup.show(anchor, b.getMinX() - 4, b.getMaxY() + 2);
        list.requestFocus();
    }

    private void filter(QuantSpec present) {
        List<Choice> matching =
                choices.stream().filter(c -> c.label().contains(typed)).toList();
        list.getItems().setAll(matching.isEmpty() ? choices : matching);
        typedLabel.setText(typedLabel.getUserData() + (typed.isEmpty() ? "" : "  " + typed));
        list.getSelectionModel().select(best(present));
    }

    /** The present choice while nothing is typed; then an integer format that ends in the digits typed, or the first that matches. */
    private Choice best(QuantSpec present) {
        List<Choice> shown = list.getItems();
        if (typed.isEmpty()) {
            return shown.stream()
                    .filter(c -> c.spec().precision() == present.precision()
                            && c.spec().isDynamic() == present.isDynamic())
                    .findFirst()
                    .orElse(shown.get(0));
        }
        return shown.stream()
                .filter(c -> c.label().equals("int" + typed))
                .findFirst()
                .orElse(shown.get(0));
    }

    private void pressed(KeyEvent e) {
        if (e.getCode() == KeyCode.ENTER || e.getCode() == KeyCode.SPACE) {
            take();
            e.consume();
        } else if (e.getCode() == KeyCode.ESCAPE) {
            // a list with a selection takes Escape for itself, and the popup never hears of it
            popup.hide();
            e.consume();
        } else if (e.getCode() == KeyCode.BACK_SPACE && !typed.isEmpty()) {
            typed = typed.substring(0, typed.length() - 1);
            filter(list.getSelectionModel().getSelectedItem().spec());
            e.consume();
        }
    }

    private void typed(KeyEvent e) {
        String c = e.getCharacter().toLowerCase(Locale.ROOT);
        if (c.matches("[a-z0-9]")) {
            typed = choices.stream().anyMatch(x -> x.label().contains(typed + c)) ? typed + c : c;
            filter(choices.get(0).spec());
            e.consume();
        }
    }

    private void take() {
        Choice choice = list.getSelectionModel().getSelectedItem();
        popup.hide();
        if (choice != null) {
            taken.accept(choice);
        }
    }

    boolean isOpen() {
        return popup.isShowing();
    }

    private static final class ChoiceCell extends ListCell<Choice> {
        private final PrecisionChip chip = new PrecisionChip();
        private final Label name = new Label();
        private final Label explanation = new Label();
        private final HBox row = new HBox(chip.getGraphic(), name, new Region(), explanation);

        ChoiceCell() {
            row.setAlignment(Pos.CENTER_LEFT);
            row.getStyleClass().add("picker-row");
            name.getStyleClass().add("picker-name");
            explanation.getStyleClass().add("secondary");
            HBox.setHgrow(row.getChildren().get(2), Priority.ALWAYS);
        }

        @Override
        protected void updateItem(Choice choice, boolean empty) {
            super.updateItem(choice, empty);
            setText(null);
            setGraphic(empty ? null : row);
            if (!empty) {
                chip.show(choice.spec());
                name.setText(choice.label());
                explanation.setText(choice.explanation());
                setAccessibleText(choice.label() + ", " + choice.explanation());
            }
        }
    }
}
