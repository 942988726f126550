package dev.vernier.io.project;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vernier.engine.evaluate.Interval;
import dev.vernier.engine.evaluate.Metric;
import dev.vernier.engine.evaluate.MetricValue;
import dev.vernier.engine.evaluate.PlanScore;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** What was measured, in a project's file: scores of plans and the summary of a calibration. */
final class MeasuredJson {
    private final ProjectFields fields;

    MeasuredJson(ProjectFields fields) {
        this.fields = fields;
    }

    static ObjectNode toJson(PlanScore score) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("samples", score.samples());
        json.put("sizeBytes", score.sizeBytes());
        json.put("floatBytes", score.floatBytes());
        ObjectNode metrics = json.putObject("metrics");
        score.metrics().forEach((metric, v) -> {
            ObjectNode one = metrics.putObject(metric.label());
            put(one, "value", v.value());
            v.baseline().ifPresent(b -> put(one, "float", b));
            v.ci95().ifPresent(i -> one.set("interval", pair(i.low(), i.high())));
            v.deltaCi95().ifPresent(i -> one.set("differenceInterval", pair(i.low(), i.high())));
        });
        ObjectNode layers = json.putObject("layerSqnrDb");
        score.accumulatedSqnrDb().forEach((layer, db) -> put(layers, layer, db));
        return json;
    }

    PlanScore score(JsonNode json, String prefix) {
        fields.checkKeys(json, Set.of("samples", "sizeBytes", "floatBytes", "metrics", "layerSqnrDb"), prefix);
        int samples = fields.count(json, "samples", prefix, 0, Integer.MAX_VALUE);
        Map<Metric, MetricValue> metrics = new LinkedHashMap<>();
        JsonNode all = fields.object(json, "metrics", prefix);
        all.fields().forEachRemaining(e -> {
            String at = prefix + "metrics." + e.getKey();
            Metric metric = Metric.ofLabel(e.getKey())
                    .orElseThrow(() -> fields.error(at, "is unknown; known here are " + Metric.labels()));
            metrics.put(metric, metricValue(e.getValue(), at));
        });
        if (metrics.isEmpty()) {
            throw fields.error(prefix + "metrics", "must name at least one metric");
        }
        Map<String, Double> errors = new LinkedHashMap<>();
        fields.object(json, "layerSqnrDb", prefix)
                .fields()
                .forEachRemaining(
                        e -> errors.put(e.getKey(), fields.number(e.getValue(), prefix + "layerSqnrDb." + e.getKey())));
        return new PlanScore(
                samples,
                samples,
                metrics,
                fields.bytes(json, "sizeBytes", prefix),
                fields.bytes(json, "floatBytes", prefix),
                errors);
    }

    private MetricValue metricValue(JsonNode json, String at) {
        if (!json.isObject()) {
            throw fields.error(at, "must be an object { \"value\": … }");
        }
        fields.checkKeys(json, Set.of("value", "float", "interval", "differenceInterval"), at + ".");
        return new MetricValue(
                json.has("float")
                        ? OptionalDouble.of(fields.number(json.get("float"), at + ".float"))
                        : OptionalDouble.empty(),
                fields.number(json.path("value"), at + ".value"),
                interval(json, "interval", at),
                interval(json, "differenceInterval", at));
    }

    private Optional<Interval> interval(JsonNode json, String key, String at) {
        return Optional.ofNullable(json.get(key))
                .map(n -> fields.pair(n, at + "." + key))
                .map(p -> new Interval(p[0], p[1]));
    }

    static ObjectNode toJson(CalibrationSummary summary) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("samples", summary.samples());
        json.put("source", summary.source());
        ObjectNode extremes = json.putObject("extremes");
        summary.extremes().forEach((value, e) -> extremes.set(value, pair(e.min(), e.max())));
        return json;
    }

    CalibrationSummary summary(JsonNode json, String prefix) {
        fields.checkKeys(json, Set.of("samples", "source", "extremes"), prefix);
        Map<String, CalibrationSummary.Extremes> all = new LinkedHashMap<>();
        fields.object(json, "extremes", prefix).fields().forEachRemaining(e -> {
            double[] pair = fields.pair(e.getValue(), prefix + "extremes." + e.getKey());
            all.put(e.getKey(), new CalibrationSummary.Extremes(pair[0], pair[1]));
        });
        return new CalibrationSummary(
                fields.count(json, "samples", prefix, 0, Integer.MAX_VALUE),
                fields.required(json, "source", prefix),
                all);
    }

    private static ArrayNode pair(double low, double high) {
        return JsonNodeFactory.instance.arrayNode().add(number(low)).add(number(high));
    }

    private static void put(ObjectNode json, String key, double x) {
        json.set(key, number(x));
    }

    /** As {@link ProjectFields#number} reads it. */
    private static JsonNode number(double x) {
        return Double.isFinite(x)
                ? JsonNodeFactory.instance.numberNode(x)
                : JsonNodeFactory.instance.textNode(Double.toString(x));
    }
}
