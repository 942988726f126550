package dev.vernier.app.controls;

import javafx.scene.control.Label;

/**
 * A label whose text changes many times a second. As long as a new text fits into the place that the label has, only the label is laid
 * out anew; what is around it stays where it is.
 */
public final class SteadyLabel extends Label {
    @Override
    public void requestLayout() {
        if (getSkin() != null && fits()) {
            LocalLayout.request(this, () -> setNeedsLayout(true), super::requestLayout);
        } else {
            super.requestLayout();
        }
    }

    private boolean fits() {
        return computePrefWidth(-1) <= getWidth() && computePrefHeight(-1) <= getHeight();
    }
}
