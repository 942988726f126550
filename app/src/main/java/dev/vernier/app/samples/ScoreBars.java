package dev.vernier.app.samples;

import dev.vernier.app.format.NumberText;
import dev.vernier.app.plot.CanvasPlot;
import dev.vernier.app.plot.Painter;
import dev.vernier.app.plot.PlotColor;
import dev.vernier.app.plot.PlotNumbers;
import dev.vernier.app.plot.PlotStyle;
import dev.vernier.engine.evaluate.SampleActivations;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javafx.geometry.VPos;
import javafx.scene.paint.Color;
import javafx.scene.text.TextAlignment;

/** Scores of the selected sample, float above quantized, the classes with the largest ones first. */
final class ScoreBars extends CanvasPlot {
    private static final double ROW = 28;
    private static final double TOP = 24;
    private static final double NAMES = 78;
    private static final double VALUES = 44;

    private final SamplesModel model;

    ScoreBars(SamplesModel model) {
        this.model = model;
        setId("score-bars");
        setMinSize(0, 0);
        titleProperty().set("Scores of a sample");
        redrawOn(model.activationsProperty(), model.selectedProperty(), model.classNamesProperty());
    }

    @Override
    public boolean hasPicture() {
        return model.activationsProperty().get() != null;
    }

    private static List<Integer> byScore(SampleActivations a) {
        return IntStream.range(0, Math.min(a.floatScores().length, a.quantizedScores().length))
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -Math.max(a.floatScores()[i], a.quantizedScores()[i])))
                .toList();
    }

    @Override
    protected void draw(Painter g, double width, double height, PlotStyle style) {
        SampleActivations a = model.activationsProperty().get();
        if (a == null || a.floatScores().length == 0) {
            return;
        }
        double s = style.scale();
        Color floatInk = style.color(PlotColor.FP32);
        Color quantizedInk = style.accent();
        legend(g, style, 8 * s, "float", floatInk);
        legend(g, style, 66 * s, "quantized", quantizedInk);
        List<Integer> order = byScore(a);
        int rows = (int) Math.min(order.size(), Math.max(1, (height - TOP * s) / (ROW * s)));
        double least = 0;
        double most = 0;
        for (int i : order) {
            least = Math.min(least, Math.min(a.floatScores()[i], a.quantizedScores()[i]));
            most = Math.max(most, Math.max(a.floatScores()[i], a.quantizedScores()[i]));
        }
        double left = NAMES * s;
        double room = Math.max(10, width - left - VALUES * s);
        double perScore = room / Math.max(1e-30, most - least);
        double zero = left - least * perScore;
        style.verticalLine(g, zero, TOP * s, TOP * s + rows * ROW * s, style.hairline());
        int label = model.label(model.selectedProperty().get());
        for (int r = 0; r < rows; r++) {
            int c = order.get(r);
            double y = TOP * s + r * ROW * s;
            String name = cut(model.name(c)) + (c == label ? " ✓" : "");
            g.text(
                    name,
                    left - 6 * s,
                    y + ROW * s / 2,
                    TextAlignment.RIGHT,
                    VPos.CENTER,
                    style.textFont(),
                    c == label ? style.ink() : style.secondaryInk());
            bar(g, style, zero, y + 4 * s, a.floatScores()[c], perScore, floatInk);
            bar(g, style, zero, y + 16 * s, a.quantizedScores()[c], perScore, quantizedInk);
        }
    }

    private static String cut(String name) {
        return name.length() > 12 ? name.substring(0, 11) + "…" : name;
    }

    private static void legend(Painter g, PlotStyle style, double x, String words, Color color) {
        double s = style.scale();
        g.fillRectangle(x, 8 * s, 8 * s, 8 * s, color);
        g.text(words, x + 12 * s, 12 * s, TextAlignment.LEFT, VPos.CENTER, style.textFont(), style.secondaryInk());
    }

    private static void bar(
            Painter g, PlotStyle style, double zero, double y, float score, double perScore, Color color) {
        double s = style.scale();
        double w = score * perScore;
        g.fillRectangle(Math.min(zero, zero + w), y, Math.max(1, Math.abs(w)), 8 * s, color);
        g.text(
                NumberText.significant(score, 3),
                Math.max(zero, zero + w) + 4 * s,
                y + 4 * s,
                TextAlignment.LEFT,
                VPos.CENTER,
                style.numberFont(),
                style.secondaryInk());
    }

    @Override
    public Optional<PlotNumbers> numbers() {
        SampleActivations a = model.activationsProperty().get();
        if (a == null) {
            return Optional.empty();
        }
        PlotNumbers.Table table = PlotNumbers.table("class", "float score", "quantized score");
        byScore(a).forEach(i -> table.row(model.name(i), (double) a.floatScores()[i], (double) a.quantizedScores()[i]));
        return Optional.of(table.done());
    }
}
