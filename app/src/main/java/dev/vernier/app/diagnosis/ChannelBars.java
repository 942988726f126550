package dev.vernier.app.diagnosis;

import dev.vernier.app.plot.CanvasPlot;
import dev.vernier.app.plot.Painter;
import dev.vernier.app.plot.PlotArea;
import dev.vernier.app.plot.PlotNumbers;
import dev.vernier.app.plot.PlotStyle;
import dev.vernier.engine.diagnose.Finding;
import java.util.Optional;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.geometry.VPos;
import javafx.scene.text.TextAlignment;

/** The width of every channel of the tensor that a finding is about, the named ones coloured. */
final class ChannelBars extends CanvasPlot {
    private static final double HEIGHT = 72;

    private final ObjectProperty<Finding> finding = new SimpleObjectProperty<>(this, "finding");

    ChannelBars() {
        setId("finding-channels");
        redrawOn(finding);
        finding.addListener((o, was, is) -> titleProperty()
                .set(is == null || is.profile().isEmpty() ? "" : "Widths of the channels of " + is.tensor()));
    }

    ObjectProperty<Finding> findingProperty() {
        return finding;
    }

    @Override
    protected void draw(Painter g, double width, double height, PlotStyle style) {
        Finding f = finding.get();
        if (f == null || f.profile().isEmpty()) {
            return;
        }
        PlotArea a = PlotArea.inside(width, height, style.scale(), 4, 4, 4, 16);
        int n = f.profile().size();
        double most =
                f.profile().stream().mapToDouble(Double::doubleValue).max().orElse(1);
        double step = a.width() / n;
        double gap = step >= 4 ? 1 : 0;
        for (int c = 0; c < n; c++) {
            double x0 = Math.round(a.left() + c * step);
            double x1 = Math.max(x0 + 1, Math.round(a.left() + (c + 1) * step) - gap);
            double h = most == 0 ? 0 : Math.max(1, f.profile().get(c) / most * a.height());
            boolean named = f.channels().contains(c);
            g.fillRectangle(x0, a.bottom() - h, x1 - x0, h, named ? style.clip() : style.faint());
        }
        style.horizontalLine(g, a.bottom(), a.left(), a.right(), style.hairline());
        int worst = f.channels().get(0);
        double x = a.left() + (worst + 0.5) * step;
        TextAlignment align = x > a.left() + a.width() / 2 ? TextAlignment.RIGHT : TextAlignment.LEFT;
        g.text(
                "channel " + worst,
                Math.max(a.left(), Math.min(a.right(), x)),
                a.bottom() + 3 * style.scale(),
                align,
                VPos.TOP,
                style.textFont(),
                style.secondaryInk());
    }

    @Override
    public Optional<PlotNumbers> numbers() {
        Finding f = finding.get();
        if (f == null || f.profile().isEmpty()) {
            return Optional.empty();
        }
        PlotNumbers.Table table = PlotNumbers.table("channel", "width", "named");
        for (int c = 0; c < f.profile().size(); c++) {
            table.row(c, f.profile().get(c), f.channels().contains(c) ? 1 : 0);
        }
        return Optional.of(table.done());
    }

    @Override
    protected double computePrefHeight(double width) {
        return Math.round(HEIGHT * style().scale());
    }

    @Override
    protected double computeMinHeight(double width) {
        return computePrefHeight(width);
    }
}
