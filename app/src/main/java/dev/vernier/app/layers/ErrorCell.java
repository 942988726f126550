package dev.vernier.app.layers;

import dev.vernier.app.controls.LocalLayout;
import dev.vernier.app.format.NumberText;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

/** A layer's local error: the longer the bar the worse, with the SQNR in dB beside it. */
final class ErrorCell extends SteadyCell<Number> {
    private static final double GOOD_FROM_DB = 30;
    private static final double WARN_FROM_DB = 20;
    private static final double EMPTY_AT_DB = 70;
    private static final double FULL_AT_DB = 5;
    private static final PseudoClass WARN = PseudoClass.getPseudoClass("warn");
    private static final PseudoClass BAD = PseudoClass.getPseudoClass("bad");

    private final Region bar = new Region();
    private final Bar track = new Bar();
    private final Label number = new Label();
    private final HBox content = new HBox(track, number);
    private final Tooltip tooltip = new Tooltip();

    ErrorCell() {
        getStyleClass().add("error-cell");
        track.getStyleClass().add("error-track");
        bar.getStyleClass().add("error-bar");
        number.getStyleClass().add("number");
        number.setAlignment(Pos.CENTER_RIGHT);
        number.setMinWidth(Region.USE_PREF_SIZE);
        HBox.setHgrow(track, Priority.ALWAYS);
        content.setAlignment(Pos.CENTER_RIGHT);
        content.getStyleClass().add("error-content");
    }

    /** A track that the bar fills in part. */
    private final class Bar extends Region {
        private double share;

        Bar() {
            getChildren().add(bar);
        }

        void fill(double s) {
            share = Math.max(0.02, Math.min(1, s));
            LocalLayout.request(this, () -> setNeedsLayout(true), this::requestLayout);
        }

        @Override
        protected void layoutChildren() {
            bar.resizeRelocate(0, 0, Math.max(3, Math.round(getWidth() * share)), getHeight());
        }
    }

    @Override
    protected void updateItem(Number db, boolean empty) {
        super.updateItem(db, empty);
        setText(null);
        LayerRow row = getTableRow() == null ? null : getTableRow().getItem();
        if (empty || row == null || db == null) {
            setGraphic(null);
            setTooltip(null);
            return;
        }
        double x = db.doubleValue();
        if (Double.isNaN(x)) {
            setGraphic(null);
            setText(NumberText.NONE);
            setTooltip(null);
            return;
        }
        track.fill((EMPTY_AT_DB - x) / (EMPTY_AT_DB - FULL_AT_DB));
        bar.pseudoClassStateChanged(WARN, x < GOOD_FROM_DB && x >= WARN_FROM_DB);
        bar.pseudoClassStateChanged(BAD, x < WARN_FROM_DB);
        number.setText(Double.isInfinite(x) ? "∞ dB" : NumberText.fixed(x, 0) + " dB");
        tooltip.setText("Local error, each tensor's own quantization on float values (SQNR, higher is better)\nweights "
                + NumberText.decibels(row.weightSqnrDbProperty().get()) + " · activations "
                + NumberText.decibels(row.activationSqnrDbProperty().get()));
        setTooltip(tooltip);
        setGraphic(content);
    }
}
