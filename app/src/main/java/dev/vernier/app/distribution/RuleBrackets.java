package dev.vernier.app.distribution;

import dev.vernier.app.format.NumberText;
import dev.vernier.app.plot.LinearScale;
import dev.vernier.app.plot.Painter;
import dev.vernier.app.plot.PlotArea;
import dev.vernier.app.plot.PlotStyle;
import dev.vernier.engine.spec.RangeRule;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javafx.geometry.VPos;
import javafx.scene.paint.Color;
import javafx.scene.text.TextAlignment;

/**
 * The range of each rule as a bracket at the top of a histogram, one under the other, each under a line of text in columns: the rule, its
 * local SQNR, and what the network scores with it. The handles stand below, so that they hide none of it. Immutable.
 *
 * @param marks ranges to compare; empty for nothing
 * @param scores what the network scores with them, as far as that is known
 * @param samples how many samples the scores are measured on
 */
record RuleBrackets(List<RuleComparison.RulePoint> marks, Map<RangeRule, String> scores, int samples) {
    private static final int NAMES_TOGETHER = 3;
    private static final double ROW_EM = 1.8;
    /** Room above the first row and below the last, in rows. */
    private static final double MARGIN_ROWS = 0.4;

    private static final double GROUND_OPACITY = 0.86;
    private static final String GAP = "   ";

    /** A row of the table, its columns not yet of one width. */
    private record Row(String name, String sqnr, String score, RuleComparison.RulePoint range) {}

    /** How far down the plot it reaches. */
    double height(PlotArea area, PlotStyle style) {
        return marks.isEmpty() ? 0 : rowHeight(area, style) * (rowCount() + MARGIN_ROWS);
    }

    /** How much of a plot it needs for every row to be read; 0 for nothing. */
    double fullHeight(PlotStyle style) {
        return marks.isEmpty() ? 0 : fullRow(style) * (rowCount() + MARGIN_ROWS);
    }

    private static double fullRow(PlotStyle style) {
        return Math.round(style.fontSize() * ROW_EM);
    }

    private int rowCount() {
        return RuleComparison.together(marks).size() + 1;
    }

    private double rowHeight(PlotArea area, PlotStyle style) {
        return Math.min(fullRow(style), Math.floor(area.height() / Math.max(1, rowCount() + MARGIN_ROWS)));
    }

    private List<Row> rows() {
        return RuleComparison.together(marks).stream()
                .map(same -> new Row(
                        RuleComparison.names(same, NAMES_TOGETHER),
                        NumberText.decibels(same.get(0).sqnrDb()),
                        same.stream()
                                .map(r -> scores.get(r.rule()))
                                .filter(Objects::nonNull)
                                .findFirst()
                                .orElse("…"),
                        same.get(0)))
                .toList();
    }

    /** @param x the histogram's scale */
    void draw(Painter g, PlotStyle style, PlotArea area, LinearScale x, double... limits) {
        if (marks.isEmpty()) {
            return;
        }
        double row = rowHeight(area, style);
        double height = height(area, style);
        Color ground = style.ground().deriveColor(0, 1, 1, GROUND_OPACITY);
        g.fillRectangle(area.left(), area.top(), area.width(), height, ground);
        for (double limit : limits) {
            double px = x.toPixel(limit);
            if (px >= area.left() - 0.5 && px <= area.right() + 0.5) {
                style.verticalLine(g, px, area.top(), area.top() + height, style.clip());
            }
        }
        List<Row> rows = rows();
        // without data nothing is scored
        String scoreTitle = samples > 0 ? "score on " + NumberText.exactCount(samples) : "";
        int nameWidth = rows.stream().mapToInt(r -> r.name().length()).max().orElse(0);
        int sqnrWidth = rows.stream().mapToInt(r -> r.sqnr().length()).max().orElse(0);
        int scoreWidth = Math.max(
                scoreTitle.length(),
                rows.stream().mapToInt(r -> r.score().length()).max().orElse(0));
        double width = style.numberWidth(nameWidth + sqnrWidth + GAP.length() + (samples > 0 ? scoreWidth + 3 : 0));
        double left = Math.max(area.left() + 4, (area.left() + area.right() - width) / 2);
        double py = area.top() + row * (MARGIN_ROWS + 0.5);
        text(
                g,
                style,
                left,
                py,
                line("rule", "SQNR", scoreTitle, nameWidth, sqnrWidth, scoreWidth),
                style.secondaryInk(),
                ground);
        for (Row r : rows) {
            py += row;
            double under = Math.round(py + row * 0.4);
            double from = clamp(x.toPixel(r.range().range().low()), area);
            double to = clamp(x.toPixel(r.range().range().high()), area);
            style.horizontalLine(g, under, from, to, style.accent());
            style.verticalLine(g, from, under - 2, under + 4, style.accent());
            style.verticalLine(g, to, under - 2, under + 4, style.accent());
            text(
                    g,
                    style,
                    left,
                    py,
                    line(r.name(), r.sqnr(), samples > 0 ? r.score() : "", nameWidth, sqnrWidth, scoreWidth),
                    style.ink(),
                    ground);
        }
    }

    private static void text(
            Painter g, PlotStyle style, double left, double rowMiddle, String words, Color ink, Color ground) {
        double height = style.fontSize();
        // the bracket has the lower end of the row
        double middle = rowMiddle - height * 0.15;
        g.fillRectangle(left - 4, middle - height * 0.6, style.numberWidth(words.length()) + 8, height * 1.05, ground);
        g.text(words, left, middle, TextAlignment.LEFT, VPos.CENTER, style.numberFont(), ink);
    }

    private static String line(String name, String sqnr, String score, int nameWidth, int sqnrWidth, int scoreWidth) {
        return name
                + " ".repeat(nameWidth - name.length())
                + GAP
                + " ".repeat(Math.max(0, sqnrWidth - sqnr.length()))
                + sqnr
                + (score.isEmpty() ? "" : GAP + " ".repeat(scoreWidth - score.length()) + score);
    }

    private static double clamp(double pixel, PlotArea area) {
        return Math.max(area.left(), Math.min(area.right(), pixel));
    }
}
