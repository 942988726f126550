package dev.vernier.app.distribution;

import dev.vernier.app.plot.CanvasPlot;
import dev.vernier.app.plot.Hatch;
import dev.vernier.app.plot.Painter;
import dev.vernier.app.plot.PlotStyle;

/** A small square in the pattern of one side's outside, so that the number beside it is told apart without colour. */
final class HatchSwatch extends CanvasPlot {
    private static final double SIZE = 10;

    private final Hatch hatch;

    HatchSwatch(Hatch hatch) {
        this.hatch = hatch;
        setMouseTransparent(true);
    }

    @Override
    protected void draw(Painter g, double width, double height, PlotStyle style) {
        g.fillRectangle(0, 0, width, height, style.clipGround());
        g.hatch(hatch, 0, 0, width, height, 4, style.clip());
        g.strokeRectangle(0.5, 0.5, width - 1, height - 1, style.clip(), 1);
    }

    @Override
    protected double computePrefWidth(double height) {
        return Math.round(SIZE * style().scale());
    }

    @Override
    protected double computePrefHeight(double width) {
        return Math.round(SIZE * style().scale());
    }

    @Override
    protected double computeMaxWidth(double height) {
        return computePrefWidth(height);
    }

    @Override
    protected double computeMaxHeight(double width) {
        return computePrefHeight(width);
    }
}
