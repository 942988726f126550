package dev.vernier.app.samples;

import dev.vernier.app.plot.CanvasPlot;
import dev.vernier.app.plot.Painter;
import dev.vernier.app.plot.PlotNumbers;
import dev.vernier.app.plot.PlotStyle;
import dev.vernier.engine.evaluate.SamplePredictions;
import java.util.Optional;
import javafx.geometry.VPos;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;

/** How often a label is predicted as a class: by the float model, by the quantized one, and how that differs. Rows are labels. */
final class ConfusionPlot extends CanvasPlot {
    private static final int MOST_CLASSES = 100;
    private static final double GAP = 22;
    private static final double TOP = 24;
    private static final double LEFT = 26;
    private static final double BOTTOM = 30;
    private static final double NUMBERS_FROM = 18;
    private static final double CLASSES_FROM = 9;

    private final SamplesModel model;

    ConfusionPlot(SamplesModel model) {
        this.model = model;
        setId("confusion");
        setMinSize(0, 0);
        titleProperty().set("Confusion matrices");
        redrawOn(model.predictionsProperty(), model.labelsProperty());
    }

    private boolean isThere() {
        SamplePredictions p = model.predictionsProperty().get();
        return p.classes() > 0
                && p.classes() <= MOST_CLASSES
                && model.labelsProperty().get().length > 0;
    }

    @Override
    public boolean hasPicture() {
        return isThere();
    }

    @Override
    protected void draw(Painter g, double width, double height, PlotStyle style) {
        double s = style.scale();
        if (!isThere()) {
            String why = model.predictionsProperty().get().classes() > MOST_CLASSES
                    ? "Too many classes for a confusion matrix"
                    : "Confusion matrices need labels and a model of classes";
            g.text(
                    why,
                    width / 2,
                    height / 2,
                    TextAlignment.CENTER,
                    VPos.CENTER,
                    style.textFont(),
                    style.secondaryInk());
            return;
        }
        SamplePredictions p = model.predictionsProperty().get();
        int n = p.classes();
        int[][] floats = SampleSelection.confusion(model.labelsProperty().get(), p.floatClasses(), n);
        int[][] quantized = SampleSelection.confusion(model.labelsProperty().get(), p.quantizedClasses(), n);
        double side = Math.min((width - LEFT * s - 3 * GAP * s) / 3, height - (TOP + BOTTOM) * s);
        double cell = Math.max(1, Math.floor(side / n));
        for (int m = 0; m < 3; m++) {
            double x = LEFT * s + m * (cell * n + GAP * s);
            String title = m == 0 ? "float" : m == 1 ? "quantized" : "difference";
            g.text(title, x, 8 * s, TextAlignment.LEFT, VPos.TOP, style.textFont(), style.ink());
            matrix(g, style, m, floats, quantized, x, TOP * s, cell);
        }
        g.text(
                "label ↓  predicted →  difference: blue more often, red less",
                LEFT * s,
                TOP * s + cell * n + 14 * s,
                TextAlignment.LEFT,
                VPos.TOP,
                style.textFont(),
                style.secondaryInk());
    }

    private void matrix(
            Painter g, PlotStyle style, int which, int[][] floats, int[][] quantized, double x, double y, double cell) {
        int n = floats.length;
        Font font = Font.font(style.numberFont().getFamily(), Math.min(style.fontSize(), cell * 0.5));
        Font classFont = Font.font(style.numberFont().getFamily(), Math.min(style.fontSize(), cell * 0.72));
        boolean classes = cell >= CLASSES_FROM * style.scale();
        boolean numbers = cell >= NUMBERS_FROM * style.scale();
        int most = 1;
        for (int r = 0; r < n; r++) {
            for (int c = 0; c < n; c++) {
                most = Math.max(most, Math.abs(quantized[r][c] - floats[r][c]));
            }
        }
        for (int r = 0; r < n; r++) {
            int row = Math.max(1, java.util.Arrays.stream(floats[r]).sum());
            for (int c = 0; c < n; c++) {
                int count = which == 0 ? floats[r][c] : which == 1 ? quantized[r][c] : quantized[r][c] - floats[r][c];
                double share = which < 2 ? Math.sqrt((double) count / row) : Math.sqrt(Math.abs(count) / (double) most);
                Color base = which < 2 || count > 0 ? style.accent() : style.clip();
                if (count != 0) {
                    g.fillRectangle(
                            x + c * cell, y + r * cell, cell, cell, base.deriveColor(0, 1, 1, 0.08 + 0.75 * share));
                    if (numbers) {
                        g.text(
                                (which == 2 && count > 0 ? "+" : "")
                                        + Integer.toString(count).replace('-', '\u2212'),
                                x + (c + 0.5) * cell,
                                y + (r + 0.5) * cell,
                                TextAlignment.CENTER,
                                VPos.CENTER,
                                font,
                                share > 0.7 ? style.ground() : style.ink());
                    }
                }
            }
            if (which == 0 && classes) {
                g.text(
                        Integer.toString(r),
                        x - 5,
                        y + (r + 0.5) * cell,
                        TextAlignment.RIGHT,
                        VPos.CENTER,
                        classFont,
                        style.secondaryInk());
            }
            if (classes) {
                g.text(
                        Integer.toString(r),
                        x + (r + 0.5) * cell,
                        y + n * cell + 2,
                        TextAlignment.CENTER,
                        VPos.TOP,
                        classFont,
                        style.secondaryInk());
            }
        }
        g.strokeRectangle(PlotStyle.crisp(x), PlotStyle.crisp(y), n * cell, n * cell, style.hairline(), 1);
    }

    @Override
    public Optional<PlotNumbers> numbers() {
        if (!isThere()) {
            return Optional.empty();
        }
        SamplePredictions p = model.predictionsProperty().get();
        int[][] floats = SampleSelection.confusion(model.labelsProperty().get(), p.floatClasses(), p.classes());
        int[][] quantized = SampleSelection.confusion(model.labelsProperty().get(), p.quantizedClasses(), p.classes());
        PlotNumbers.Table table = PlotNumbers.table("label", "predicted", "float", "quantized");
        for (int r = 0; r < p.classes(); r++) {
            for (int c = 0; c < p.classes(); c++) {
                table.row(model.name(r), model.name(c), floats[r][c], quantized[r][c]);
            }
        }
        return Optional.of(table.done());
    }
}
