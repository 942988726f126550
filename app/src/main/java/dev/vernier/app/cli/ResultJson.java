package dev.vernier.app.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vernier.app.workbench.TechniqueComparison;
import dev.vernier.engine.calibrate.CalibrationResult;
import dev.vernier.engine.diagnose.Diagnosis;
import dev.vernier.engine.evaluate.EvaluationResult;
import dev.vernier.engine.evaluate.Interval;
import dev.vernier.engine.evaluate.LayerResult;
import dev.vernier.engine.evaluate.Metric;
import dev.vernier.engine.evaluate.MetricValue;
import dev.vernier.engine.evaluate.TensorError;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Layer;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.engine.target.TargetFinding;
import dev.vernier.engine.target.TargetFindings;
import dev.vernier.io.export.ExportFormat;
import dev.vernier.io.plan.PlanWriter;
import dev.vernier.io.runtime.LayerProof;
import dev.vernier.io.runtime.ProofReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What {@code --json} prints, under the names that are part of the command line's contract.
 *
 * <p>A number that was not measured is {@code null}. So is the SQNR of two tensors that are equal, which is infinite: their {@code mse} is
 * 0. Accuracy is {@code null} where the data has no labels.
 */
final class ResultJson {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .build();

    private static final String CI95 = "Ci95";

    private ResultJson() {}

    static void print(ObjectNode result, PrintWriter out) {
        out.print(text(result));
        out.flush();
    }

    /** With a line break at the end. */
    static String text(ObjectNode result) {
        try {
            return JSON.writeValueAsString(result) + System.lineSeparator();
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    static ObjectNode evaluation(PreparedRun run, EvaluationResult result, Diagnosis diagnosis) {
        ObjectNode json = opening(run, result.samples());
        json.set("metrics", names(result));
        ObjectNode baseline = json.putObject("baseline");
        baseline(baseline, result.metrics());
        baseline.put("sizeBytes", result.baselineSizeBytes());
        scores(json.putObject("quantized"), result);
        json.set("plan", plan(result.model().plan()));
        findings(json, TargetFindings.of(run.project().graph(), result.model().plan()));
        ArrayNode layers = json.putArray("layers");
        result.layers().forEach(l -> layers.add(layer(l, run.project().graph())));
        DataFindings.addTo(json.putArray("dataFindings"), DataFindings.of(run, result));
        json.set("diagnosis", DiagnosisJson.of(diagnosis));
        json.set("seconds", run.seconds());
        return json;
    }

    static ObjectNode comparison(PreparedRun run, TechniqueComparison comparison) {
        ObjectNode json = opening(run, run.samples());
        comparison.rows().stream()
                .flatMap(row -> row.result().stream())
                .findFirst()
                .ifPresent(first -> json.set("metrics", names(first)));
        ArrayNode techniques = json.putArray("techniques");
        for (TechniqueComparison.Row row : comparison.rows()) {
            row.result().ifPresent(result -> {
                ObjectNode technique = techniques.addObject();
                technique.put("preset", row.preset().label());
                scores(technique, result);
            });
        }
        json.set("seconds", run.seconds());
        return json;
    }

    /** A file that was written. Under a preset alone {@code preset}, else the whole {@code plan}. */
    static ObjectNode export(
            Path file,
            ExportFormat format,
            long fileBytes,
            QuantPlan plan,
            Optional<CalibrationResult> calibration,
            List<TargetFinding> findings,
            List<String> notes) {
        ObjectNode json = object();
        json.put("file", file.toString());
        json.put("format", format.label());
        json.put("fileBytes", fileBytes);
        json.put("target", plan.target().label());
        if (plan.equals(QuantPlan.of(plan.preset()).withTarget(plan.target()))) {
            json.put("preset", plan.preset().label());
        } else {
            json.set("plan", plan(plan));
        }
        calibration.ifPresentOrElse(c -> calibration(json, c), () -> json.putNull("calibration"));
        findings(json, findings);
        ArrayNode list = json.putArray("notes");
        notes.forEach(list::add);
        return json;
    }

    /** @param calibration of the simulation */
    static ObjectNode proof(ProofReport report, CalibrationResult calibration) {
        ObjectNode json = object();
        json.put("runtime", report.runtime().label());
        json.put("version", report.runtimeVersion());
        json.put("samples", report.samples());
        calibration(json, calibration);
        json.set("agreementTop1", number(report.agreementTop1()));
        json.set("runtimeTop1", number(report.runtimeTop1()));
        json.set("simulatedTop1", number(report.simulatedTop1()));
        json.set("maxAbsDifference", number(report.maxAbsDifference()));
        json.set("withinOneStep", number(report.withinOneStep()));
        ObjectNode millis = json.putObject("msPerSample");
        millis.set("float", number(report.millisPerSampleFloat()));
        millis.set("quantized", number(report.millisPerSampleQuantized()));
        json.put("fileBytes", report.fileBytes());
        report.parting().ifPresentOrElse(l -> json.set("parting", layer(l)), () -> json.putNull("parting"));
        ArrayNode layers = json.putArray("layers");
        report.layers().forEach(l -> layers.add(layer(l)));
        return json;
    }

    private static ObjectNode layer(LayerProof proof) {
        ObjectNode json = object().put("name", proof.layer());
        json.set("withinOneStep", number(proof.withinOneStep()));
        json.set("maxAbsDifference", number(proof.maxAbsDifference()));
        json.set("step", number(proof.step()));
        return json;
    }

    private static void findings(ObjectNode json, List<TargetFinding> findings) {
        ArrayNode list = json.putArray("findings");
        findings.forEach(f -> list.addObject()
                .put("layer", f.layer())
                .put("weight", f.weight().label())
                .put("asked", f.asked())
                .put("instead", f.instead())
                .put("cure", f.cure()));
    }

    static ObjectNode opening(PreparedRun run, int samples) {
        ObjectNode json = object();
        json.put("model", run.project().modelName());
        json.put("data", run.project().data().name());
        json.put("samples", samples);
        calibration(json, run.calibration());
        json.put("target", run.target().label());
        return json;
    }

    /** Adds what {@code calibration} was, so that a result says which samples its ranges come from. */
    static void calibration(ObjectNode json, CalibrationResult calibration) {
        ArrayNode findings = json.putObject("calibration")
                .put("samples", calibration.samples())
                .put("source", calibration.source())
                .putArray("findings");
        calibration.findings().forEach(findings::add);
    }

    private static ArrayNode names(EvaluationResult result) {
        ArrayNode names = JSON.createArrayNode();
        result.metrics().keySet().forEach(m -> names.add(m.label()));
        return names;
    }

    /** What the float model scores by itself; {@code top1} always. */
    static void baseline(ObjectNode json, Map<Metric, MetricValue> metrics) {
        json.putNull("top1");
        metrics.forEach((metric, v) -> {
            if (v.baseline().isPresent()) {
                json.set(metric.label(), number(v.baseline()));
            }
        });
    }

    private static void scores(ObjectNode json, EvaluationResult result) {
        scores(json, result.metrics(), result.model().sizeBytes());
    }

    /** Each metric with its interval and, where the float model has it, too, the difference; those that are always named first. */
    static void scores(ObjectNode json, Map<Metric, MetricValue> metrics, long sizeBytes) {
        Optional<MetricValue> top1 = Optional.ofNullable(metrics.get(Metric.TOP1));
        json.set("top1", number(value(metrics, Metric.TOP1)));
        json.set("top1Ci95", interval(top1.flatMap(MetricValue::ci95)));
        json.set("agreement", number(value(metrics, Metric.AGREEMENT)));
        json.set("meanAbsError", number(value(metrics, Metric.MEAN_ABS_ERROR)));
        ObjectNode delta = object();
        delta.set("top1", number(top1.map(MetricValue::delta).orElse(OptionalDouble.empty())));
        delta.set("ci95", interval(top1.flatMap(MetricValue::deltaCi95)));
        metrics.forEach((metric, v) -> {
            json.set(metric.label(), number(v.value()));
            if (v.ci95().isPresent()) {
                json.set(metric.label() + CI95, interval(v.ci95()));
            }
            if (v.baseline().isPresent() && metric != Metric.TOP1) {
                delta.set(metric.label(), number(v.delta()));
                delta.set(metric.label() + CI95, interval(v.deltaCi95()));
            }
        });
        json.put("sizeBytes", sizeBytes);
        json.set("delta", delta);
    }

    private static double value(Map<Metric, MetricValue> metrics, Metric metric) {
        return metrics.containsKey(metric) ? metrics.get(metric).value() : Double.NaN;
    }

    private static ObjectNode layer(LayerResult result, Graph graph) {
        Layer layer = result.layer().layer();
        ObjectNode json = object();
        json.put("name", layer.name());
        json.put("op", operation(layer));
        json.put("kind", layer.operation(graph));
        json.put(
                "weights",
                layer.hasWeights()
                        ? result.layer().asked().weights().precision().label()
                        : null);
        json.put(
                "activations",
                layer.isQuantizable()
                        ? result.layer().asked().activations().precision().label()
                        : null);
        json.put("sizeBytes", result.layer().sizeBytes());
        ObjectNode error = json.putObject("error");
        error.set("localWeights", error(result.localWeights()));
        error.set("localActivations", error(result.localActivations()));
        error.set("accumulated", error(result.accumulated()));
        return json;
    }

    /** The operation's plain name: {@code Conv}; {@code Input} for a graph input. */
    static String operation(Layer layer) {
        return layer.node().map(Node::op).map(op -> op.type()).orElse("Input");
    }

    private static JsonNode error(Optional<TensorError> error) {
        if (error.isEmpty()) {
            return JSON.getNodeFactory().nullNode();
        }
        ObjectNode json = object();
        json.set("sqnrDb", number(error.get().sqnrDb()));
        json.set("mse", number(error.get().mse()));
        json.set("cosine", number(error.get().cosine()));
        json.set("maxAbs", number(error.get().maxAbs()));
        json.set("clippedShare", number(error.get().clippedShare()));
        return json;
    }

    static JsonNode plan(QuantPlan plan) {
        try {
            return JSON.readTree(PlanWriter.write(plan));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Null where it is not finite. */
    static JsonNode number(double value) {
        return Double.isFinite(value)
                ? JSON.getNodeFactory().numberNode(value)
                : JSON.getNodeFactory().nullNode();
    }

    private static JsonNode number(OptionalDouble value) {
        return value.isPresent()
                ? number(value.getAsDouble())
                : JSON.getNodeFactory().nullNode();
    }

    private static JsonNode interval(Optional<Interval> interval) {
        if (interval.isEmpty()) {
            return JSON.getNodeFactory().nullNode();
        }
        ArrayNode json = JSON.createArrayNode();
        json.add(number(interval.get().low()));
        json.add(number(interval.get().high()));
        return json;
    }
}
