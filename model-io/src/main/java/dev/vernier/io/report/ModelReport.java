package dev.vernier.io.report;

import dev.vernier.engine.calibrate.CalibrationResult;
import dev.vernier.engine.calibrate.TensorStatistics;
import dev.vernier.engine.diagnose.Cure;
import dev.vernier.engine.diagnose.Diagnosis;
import dev.vernier.engine.diagnose.Finding;
import dev.vernier.engine.evaluate.EvaluationResult;
import dev.vernier.engine.evaluate.Interval;
import dev.vernier.engine.evaluate.LayerResult;
import dev.vernier.engine.evaluate.Metric;
import dev.vernier.engine.evaluate.MetricValue;
import dev.vernier.engine.evaluate.TensorError;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.quantize.QuantizedLayer;
import dev.vernier.engine.spec.ClipRange;
import dev.vernier.engine.target.TargetFinding;
import dev.vernier.engine.target.TargetFindings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All there is to say of a plan on one page: model and data, scores with their intervals, size, every layer, what the target does
 * otherwise, and the histograms with their clipping ranges.
 *
 * @param model as shown to people
 * @param data likewise
 * @param plan in words
 * @param diagnosis of {@code result}
 */
public record ModelReport(
        String model,
        String data,
        String plan,
        EvaluationResult result,
        CalibrationResult calibration,
        Diagnosis diagnosis) {
    /** The page, UTF-8. */
    public String html() {
        HtmlPage page = new HtmlPage(model + " at " + plan);
        page.remark(result.samples() + " samples of " + data + "; calibrated on " + calibration.samples()
                + " samples of " + calibration.source() + "; target "
                + result.model().plan().target().title() + ".");
        calibration.findings().forEach(page::paragraph);
        page.section("Scores").table(List.of("measure", "#float", "#quantized", "#difference"), scores());
        page.remark("In brackets 95 % intervals; those of differences are paired: both models saw the same samples.");
        diagnosis(page);
        findings(page);
        page.section("Layers").table(LAYER_HEADINGS, layers());
        page.remark(
                "SQNR in dB, higher is better: weights and output quantized alone on float values; accumulated with the"
                        + " whole plan in effect. A dash: stays float, or there is none.");
        page.section("Distributions")
                .remark(
                        "Counts on a logarithmic scale, values that are exactly 0 left out; the red lines are the clipping"
                                + " range.");
        page.markup("<div class=\"plots\">\n");
        result.layers().forEach(l -> distributions(page, l.layer()));
        return page.markup("</div>\n").text();
    }

    private List<List<String>> scores() {
        List<List<String>> rows = new ArrayList<>();
        for (Map.Entry<Metric, MetricValue> m : result.metrics().entrySet()) {
            Metric.Unit unit = m.getKey().unit();
            MetricValue v = m.getValue();
            rows.add(List.of(
                    m.getKey().title(),
                    v.baseline().isPresent() ? value(unit, v.baseline().getAsDouble()) : "—",
                    value(unit, v.value()) + interval(unit, v.ci95()),
                    v.delta().isPresent()
                            ? value(unit, v.delta().getAsDouble()) + interval(unit, v.deltaCi95())
                            : "—"));
        }
        long before = result.baselineSizeBytes();
        long after = result.model().sizeBytes();
        rows.add(List.of(
                "size",
                HtmlPage.bytes(before),
                HtmlPage.bytes(after),
                after == 0 ? "—" : "÷ " + HtmlPage.fixed((double) before / after, 2)));
        return rows;
    }

    private static String value(Metric.Unit unit, double value) {
        switch (unit) {
            case SHARE:
                return HtmlPage.percent(value);
            case DECIBELS:
                return HtmlPage.fixed(value, 1) + " dB";
            default:
                return HtmlPage.significant(value);
        }
    }

    private static String interval(Metric.Unit unit, Optional<Interval> interval) {
        return interval.map(i -> " [" + value(unit, i.low()) + ", " + value(unit, i.high()) + "]")
                .orElse("");
    }

    private void diagnosis(HtmlPage page) {
        page.section("Diagnosis").paragraph(diagnosis.headline());
        if (diagnosis.findings().isEmpty()) {
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        for (Finding f : diagnosis.findings()) {
            rows.add(List.of(
                    f.severity().label(),
                    f.kind().title(),
                    f.title() + ". " + f.sentence(),
                    String.join(
                            "; ",
                            f.evidence().stream()
                                    .map(e -> e.name() + " " + e.text())
                                    .toList()),
                    String.join("; ", f.cures().stream().map(Cure::words).toList())));
        }
        page.table(List.of("", "kind", "what and why", "evidence", "cures"), rows);
    }

    private void findings(HtmlPage page) {
        List<TargetFinding> findings =
                TargetFindings.of(result.model().source(), result.model().plan());
        page.section("What the target does otherwise");
        if (findings.isEmpty()) {
            page.paragraph(result.model().plan().target().title() + " runs the plan as asked.");
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        TargetFindings.bySentence(findings).values().forEach(same -> {
            TargetFinding f = same.get(0);
            rows.add(List.of(
                    f.weight().label(),
                    f.asked(),
                    f.instead(),
                    f.cure(),
                    String.join(", ", same.stream().map(TargetFinding::layer).toList())));
        });
        page.table(List.of("", "asked", "instead", "cure", "layers"), rows);
    }

    private static final List<String> LAYER_HEADINGS = List.of(
            "layer",
            "operation",
            "weights",
            "activations",
            "#bytes",
            "#scale",
            "#zero point",
            "#range",
            "#weights dB",
            "#output dB",
            "#accumulated dB");

    private List<List<String>> layers() {
        Graph graph = result.model().source();
        List<List<String>> rows = new ArrayList<>();
        for (LayerResult r : result.layers()) {
            QuantizedLayer l = r.layer();
            rows.add(List.of(
                    l.layer().name(),
                    l.layer().operation(graph),
                    l.layer().hasWeights() ? l.asked().weights().precision().label() : "—",
                    l.layer().isQuantizable()
                            ? l.asked().activations().precision().label()
                            : "—",
                    Long.toString(l.sizeBytes()),
                    l.outputParams().map(p -> HtmlPage.significant(p.scale(0))).orElse("—"),
                    l.outputParams().map(p -> Integer.toString(p.zeroPoint(0))).orElse("—"),
                    l.outputRange()
                            .map(c -> HtmlPage.significant(c.low()) + " … " + HtmlPage.significant(c.high()))
                            .orElse("—"),
                    decibels(r.localWeights()),
                    decibels(r.localActivations()),
                    decibels(r.accumulated())));
        }
        return rows;
    }

    private static String decibels(Optional<TensorError> error) {
        return error.map(e -> Double.isInfinite(e.sqnrDb()) ? "exact" : HtmlPage.fixed(e.sqnrDb(), 1))
                .orElse("—");
    }

    private void distributions(HtmlPage page, QuantizedLayer l) {
        String output = l.layer().output().name();
        l.layer().weights().flatMap(result.model().source()::constant).ifPresent(w -> {
            Optional<ClipRange> range = l.weightRanges().stream().reduce(ClipRange::union);
            page.markup(
                    HistogramDrawing.figure(l.layer().name() + ", weights", TensorStatistics.of(w.toFloats()), range));
        });
        if (calibration.statistics().containsKey(output)) {
            page.markup(HistogramDrawing.figure(
                    l.layer().name() + ", output", calibration.statistics(output), l.outputRange()));
        }
    }
}
