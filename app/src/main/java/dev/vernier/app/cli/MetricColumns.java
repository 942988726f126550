package dev.vernier.app.cli;

import dev.vernier.app.format.NumberText;
import dev.vernier.app.format.ScoreText;
import dev.vernier.engine.evaluate.EvaluationResult;
import dev.vernier.engine.evaluate.Interval;
import dev.vernier.engine.evaluate.Metric;
import dev.vernier.engine.evaluate.MetricValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The columns of a table of scores: the first metric with its interval and, where it is measured for the float model too, the difference
 * from it; the others by their value; then the size.
 */
final class MetricColumns {
    private static final String INTERVAL = "95 % interval";

    private final List<Metric> metrics;
    private final boolean firstHasBaseline;

    private MetricColumns(List<Metric> metrics, boolean firstHasBaseline) {
        this.metrics = metrics;
        this.firstHasBaseline = firstHasBaseline;
    }

    /** For results that measure what {@code result} does: the metrics asked for, or all of them. */
    static MetricColumns of(PreparedRun run, EvaluationResult result) {
        List<Metric> metrics =
                run.metrics().isEmpty() ? List.copyOf(result.metrics().keySet()) : run.metrics();
        boolean baseline =
                result.metric(metrics.get(0)).map(v -> v.baseline().isPresent()).orElse(false);
        return new MetricColumns(metrics, baseline);
    }

    void addTo(TextTable table) {
        for (Metric m : metrics) {
            table.number(m.title());
            if (m == metrics.get(0)) {
                table.number(INTERVAL);
                if (firstHasBaseline) {
                    table.number(m.unit() == Metric.Unit.SHARE ? "from float, points" : "from float");
                    table.number(INTERVAL);
                }
            }
        }
        table.number("size").number("smaller");
    }

    List<String> floatCells(EvaluationResult result) {
        List<String> cells = new ArrayList<>();
        for (Metric m : metrics) {
            Optional<MetricValue> v = result.metric(m);
            cells.add(v.map(MetricValue::baseline)
                    .filter(b -> b.isPresent())
                    .map(b -> ScoreText.value(m, b.getAsDouble()))
                    .orElse(m == metrics.get(0) ? NumberText.NONE : ""));
            if (m == metrics.get(0)) {
                cells.addAll(firstHasBaseline ? List.of("", "", "") : List.of(""));
            }
        }
        cells.add(NumberText.bytes(result.baselineSizeBytes()));
        cells.add("");
        return cells;
    }

    List<String> cells(EvaluationResult result) {
        List<String> cells = new ArrayList<>();
        for (Metric m : metrics) {
            Optional<MetricValue> v = result.metric(m);
            cells.add(v.map(x -> ScoreText.value(m, x.value())).orElse(NumberText.NONE));
            if (m == metrics.get(0)) {
                cells.add(interval(m, v.flatMap(MetricValue::ci95), false));
                if (firstHasBaseline) {
                    cells.add(v.map(MetricValue::delta)
                            .filter(d -> d.isPresent())
                            .map(d -> ScoreText.difference(m, d.getAsDouble()))
                            .orElse(NumberText.NONE));
                    cells.add(interval(m, v.flatMap(MetricValue::deltaCi95), true));
                }
            }
        }
        cells.add(NumberText.bytes(result.model().sizeBytes()));
        cells.add(ScoreText.ratio(result));
        return cells;
    }

    private static String interval(Metric m, Optional<Interval> interval, boolean signed) {
        return interval.map(i -> ScoreText.interval(m, i, signed)).orElse(NumberText.NONE);
    }
}
