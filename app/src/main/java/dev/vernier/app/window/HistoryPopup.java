package dev.vernier.app.window;

import dev.vernier.app.history.PlanHistory;
import dev.vernier.app.project.WorkbenchController;
import dev.vernier.app.project.WorkbenchModel;
import java.util.stream.IntStream;
import javafx.css.PseudoClass;
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

/** Every step since the model was opened, in words, the latest on top; choosing one makes it present. */
final class HistoryPopup {
    private static final PseudoClass PRESENT = PseudoClass.getPseudoClass("present");
    private static final PseudoClass UNDONE = PseudoClass.getPseudoClass("undone");
    private static final int ROWS = 14;
    private static final double ROW_EM = 2.155;

    private final WorkbenchModel model;
    private final WorkbenchController controller;
    private final Popup popup = new Popup();
    private final ListView<Integer> steps = new ListView<>();
    private final Label title = new Label();

    HistoryPopup(WorkbenchModel model, WorkbenchController controller) {
        this.model = model;
        this.controller = controller;
        steps.setId("history-steps");
        steps.getStyleClass().add("picker-list");
        steps.setAccessibleText("Steps, the latest first");
        steps.setCellFactory(l -> new StepCell());
        steps.setOnMouseClicked(e -> take());
        steps.addEventFilter(KeyEvent.KEY_PRESSED, e -> {
            if (e.getCode() == KeyCode.ESCAPE) {
                popup.hide();
                e.consume();
            } else if (e.getCode() == KeyCode.ENTER || e.getCode() == KeyCode.SPACE) {
                take();
                e.consume();
            }
        });
        title.getStyleClass().add("picker-title");
        VBox box = new VBox(title, steps);
        box.getStyleClass().addAll("picker", "history-popup");
        popup.getContent().add(box);
        popup.setAutoHide(true);
        popup.setHideOnEscape(true);
    }

    /** Opens under {@code anchor}. */
    void open(Node anchor) {
        PlanHistory h = model.historyProperty().get();
        if (h == null) {
            return;
        }
        int count = h.steps().size();
        title.setText(count == 1 ? "1 step" : count + " steps, the latest first");
        steps.getItems()
                .setAll(IntStream.range(0, count).mapToObj(i -> count - 1 - i).toList());
        steps.getSelectionModel().select(count - 1 - h.position());
        steps.scrollTo(Math.max(0, count - 1 - h.position() - ROWS / 2));
        var at = anchor.localToScreen(anchor.getBoundsInLocal());
        popup.show(anchor, at.getMinX(), at.getMaxY() + 4);
        steps.setPrefHeight(Math.min(ROWS, count) * Math.round(title.getFont().getSize() / 0.923 * ROW_EM) + 8);
        steps.requestFocus();
    }

    private void take() {
        Integer step = steps.getSelectionModel().getSelectedItem();
        popup.hide();
        if (step != null) {
            controller.goTo(step);
        }
    }

    private final class StepCell extends ListCell<Integer> {
        private final Label sign = new Label();
        private final Label words = new Label();
        private final Label number = new Label();
        private final HBox row = new HBox(sign, words, number);

        StepCell() {
            // as wide as the list, however long the words are
            setPrefWidth(0);
            sign.setMinWidth(16);
            words.setMinWidth(0);
            words.setMaxWidth(Double.MAX_VALUE);
            HBox.setHgrow(words, Priority.ALWAYS);
            number.setMinWidth(Region.USE_PREF_SIZE);
            number.getStyleClass().addAll("number", "secondary");
            row.getStyleClass().add("history-row");
        }

        @Override
        protected void updateItem(Integer step, boolean empty) {
            super.updateItem(step, empty);
            PlanHistory h = model.historyProperty().get();
            if (empty || h == null || step >= h.steps().size()) {
                setGraphic(null);
                return;
            }
            boolean present = step == h.position();
            boolean undone = step > h.position();
            pseudoClassStateChanged(PRESENT, present);
            pseudoClassStateChanged(UNDONE, undone);
            sign.setText(present ? "●" : undone ? "↷" : "");
            words.setText(h.steps().get(step).words());
            number.setText(Integer.toString(step));
            setAccessibleText(
                    "Step " + step + ", " + words.getText() + (present ? ", present" : undone ? ", undone" : ""));
            setGraphic(row);
        }
    }
}
