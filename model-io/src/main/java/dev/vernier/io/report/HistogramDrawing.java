package dev.vernier.io.report;

import dev.vernier.engine.calibrate.Histogram;
import dev.vernier.engine.calibrate.TensorStatistics;
import dev.vernier.engine.spec.ClipRange;
import java.util.Locale;
import java.util.Optional;

/** A histogram as inline SVG, counts on a logarithmic scale, with the clipping range as two lines. */
final class HistogramDrawing {
    private static final int WIDTH = 320;
    private static final int HEIGHT = 96;
    private static final int AXIS = 80;
    private static final int COLUMNS = 80;

    private HistogramDrawing() {}

    /** A figure with its caption; an empty string for a tensor without values other than 0. */
    static String figure(String caption, TensorStatistics statistics, Optional<ClipRange> range) {
        Histogram h = statistics.histogram();
        if (h.total() == 0 || !(statistics.max() > statistics.min())) {
            return "";
        }
        double low = Math.min(statistics.min(), range.map(ClipRange::low).orElse(statistics.min()));
        double high = Math.max(statistics.max(), range.map(ClipRange::high).orElse(statistics.max()));
        StringBuilder svg = new StringBuilder();
        svg.append(String.format(
                Locale.ROOT,
                "<figure><svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">",
                WIDTH,
                HEIGHT,
                HtmlPage.escaped(caption)));
        double[] counts = h.countsOver(low, high, COLUMNS);
        double most = 1;
        for (double c : counts) {
            most = Math.max(most, c);
        }
        double column = (double) WIDTH / COLUMNS;
        for (int i = 0; i < COLUMNS; i++) {
            double center = low + (high - low) * (i + 0.5) / COLUMNS;
            boolean outside = range.map(r -> !r.contains((float) center)).orElse(false);
            double height = counts[i] <= 0 ? 0 : AXIS * Math.log1p(counts[i]) / Math.log1p(most);
            if (height > 0) {
                svg.append(String.format(
                        Locale.ROOT,
                        "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>",
                        outside ? "out" : "bar",
                        i * column,
                        AXIS - height,
                        column - 0.5,
                        height));
            }
        }
        svg.append(String.format(
                Locale.ROOT, "<line class=\"axis\" x1=\"0\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>", AXIS, WIDTH, AXIS));
        range.ifPresent(r -> {
            edge(svg, (r.low() - low) / (high - low));
            edge(svg, (r.high() - low) / (high - low));
        });
        label(svg, 0, "start", low);
        label(svg, WIDTH, "end", high);
        return svg.append("</svg><figcaption>")
                .append(HtmlPage.escaped(caption))
                .append("</figcaption></figure>\n")
                .toString();
    }

    private static void edge(StringBuilder svg, double share) {
        double x = Math.max(0.5, Math.min(WIDTH - 0.5, share * WIDTH));
        svg.append(String.format(
                Locale.ROOT, "<line class=\"edge\" x1=\"%.1f\" y1=\"0\" x2=\"%.1f\" y2=\"%d\"/>", x, x, AXIS));
    }

    private static void label(StringBuilder svg, int x, String anchor, double value) {
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\">%s</text>",
                x,
                HEIGHT - 4,
                anchor,
                HtmlPage.significant(value)));
    }
}
