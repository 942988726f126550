package dev.vernier.app.controls;

import javafx.scene.control.ProgressBar;

/** A progress bar that moves many times a second without anything around it being laid out anew. */
public final class SteadyProgressBar extends ProgressBar {
    @Override
    public void requestLayout() {
        LocalLayout.request(this, () -> setNeedsLayout(true), super::requestLayout);
    }
}
