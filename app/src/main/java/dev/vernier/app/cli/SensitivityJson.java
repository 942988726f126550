package dev.vernier.app.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vernier.engine.analyze.Sensitivity;
import dev.vernier.engine.analyze.SensitivityPart;
import dev.vernier.engine.evaluate.EvaluationResult;
import dev.vernier.engine.evaluate.Metric;
import dev.vernier.engine.evaluate.MetricValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What {@code sensitivity --json} prints. */
final class SensitivityJson {
    private SensitivityJson() {}

    static ObjectNode of(PreparedRun run, Map<SensitivityPart, Sensitivity> measured) {
        ObjectNode json = ResultJson.opening(run, run.samples());
        Sensitivity both = measured.get(SensitivityPart.BOTH);
        json.put("headline", both.whole().mainMetric().label());
        scores(json.putObject("whole"), both.whole());
        measured.forEach((part, s) -> layers(json.putArray(part == SensitivityPart.BOTH ? "layers" : part.label()), s));
        json.set("seconds", run.seconds());
        return json;
    }

    private static void layers(ArrayNode json, Sensitivity sensitivity) {
        for (Sensitivity.OfLayer l : sensitivity.layers()) {
            ObjectNode layer = json.addObject().put("name", l.layer());
            scores(layer.putObject("alone"), l.alone());
            scores(layer.putObject("allBut"), l.allBut());
        }
    }

    /** The output's SQNR is {@code sqnrDb} here; all else has the names it has in an evaluation. */
    private static void scores(ObjectNode json, EvaluationResult result) {
        Map<Metric, MetricValue> others = new LinkedHashMap<>(result.metrics());
        Optional<MetricValue> sqnr = Optional.ofNullable(others.remove(Metric.OUTPUT_SQNR));
        json.set("sqnrDb", ResultJson.number(sqnr.map(MetricValue::value).orElse(Double.NaN)));
        ResultJson.scores(json, others, result.model().sizeBytes());
    }
}
