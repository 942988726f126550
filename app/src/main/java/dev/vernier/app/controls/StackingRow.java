package dev.vernier.app.controls;

import javafx.geometry.HPos;
import javafx.geometry.Insets;
import javafx.geometry.Orientation;
import javafx.geometry.VPos;
import javafx.scene.layout.Region;

/**
 * The two ends of a bar on one line, the first taking what the second leaves; where that is less than the first asks for, one above the
 * other, each with the whole width.
 */
public final class StackingRow extends Region {
    private static final double GAP = 8;

    private final Region first;
    private final Region second;

    public StackingRow(Region first, Region second) {
        this.first = first;
        this.second = second;
        getChildren().addAll(first, second);
    }

    @Override
    public Orientation getContentBias() {
        return Orientation.HORIZONTAL;
    }

    private double acrossInsets() {
        return snappedLeftInset() + snappedRightInset();
    }

    private double besides() {
        return acrossInsets() + Math.ceil(first.prefWidth(-1)) + GAP + Math.ceil(second.prefWidth(-1));
    }

    private boolean isStacked(double width) {
        return width >= 0 && width < besides();
    }

    @Override
    protected double computePrefWidth(double height) {
        return besides();
    }

    @Override
    protected double computeMinWidth(double height) {
        return acrossInsets() + Math.max(first.minWidth(-1), second.minWidth(-1));
    }

    @Override
    protected double computePrefHeight(double width) {
        double around = snappedTopInset() + snappedBottomInset();
        if (!isStacked(width)) {
            // a row that wraps is asked at the width that it gets: without one it would take some other
            return around + Math.max(first.prefHeight(-1), second.prefHeight(Math.ceil(second.prefWidth(-1))));
        }
        double inner = width - acrossInsets();
        return around + first.prefHeight(inner) + second.prefHeight(inner);
    }

    @Override
    protected double computeMinHeight(double width) {
        return computePrefHeight(width);
    }

    @Override
    protected void layoutChildren() {
        double left = snappedLeftInset();
        double top = snappedTopInset();
        double width = getWidth() - acrossInsets();
        double height = getHeight() - top - snappedBottomInset();
        if (isStacked(getWidth())) {
            double above = first.prefHeight(width);
            place(first, left, top, width, above);
            place(second, left, top + above, width, height - above);
        } else {
            double right = Math.ceil(second.prefWidth(-1));
            place(first, left, top, width - right - GAP, height);
            place(second, left + width - right, top, right, height);
        }
    }

    private void place(Region child, double x, double y, double width, double height) {
        layoutInArea(child, x, y, width, height, 0, Insets.EMPTY, true, false, HPos.LEFT, VPos.CENTER);
    }
}
