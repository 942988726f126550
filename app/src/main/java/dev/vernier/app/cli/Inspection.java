package dev.vernier.app.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vernier.app.format.NumberText;
import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Layer;
import dev.vernier.engine.graph.LayerCosts;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorSpec;
import dev.vernier.io.ImportFinding;
import dev.vernier.io.ImportedModel;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * What can be said of a model without running it.
 *
 * @param parameters numbers in weights and biases
 * @param macsPerSample multiply-accumulates of convolutions and matrix products for one sample; empty where the size of a layer is known
 *     only when the model runs
 */
record Inspection(
        String name, ImportedModel model, List<CostedLayer> layers, long parameters, OptionalLong macsPerSample) {
    /** A layer with what it costs. */
    private record CostedLayer(Layer layer, LayerCosts costs) {}

    static Inspection of(String name, ImportedModel model) {
        Graph graph = model.graph();
        List<CostedLayer> layers = Layer.listOf(graph).stream()
                .map(l -> new CostedLayer(l, LayerCosts.of(graph, l)))
                .toList();
        long parameters = layers.stream().mapToLong(l -> l.costs().parameters()).sum();
        boolean counted =
                layers.stream().allMatch(l -> l.costs().macsPerSample().isPresent());
        OptionalLong macs = counted
                ? OptionalLong.of(layers.stream()
                        .mapToLong(l -> l.costs().macsPerSample().getAsLong())
                        .sum())
                : OptionalLong.empty();
        return new Inspection(name, model, layers, parameters, macs);
    }

    /** Whether every operation can run. */
    private boolean runs() {
        return model.report().runs();
    }

    ObjectNode toJson() {
        Graph graph = model.graph();
        ObjectNode json = ResultJson.object();
        json.put("model", name);
        json.put("format", model.format());
        json.put("opset", model.opset());
        json.put("producer", model.producer());
        json.put("fileBytes", model.fileBytes());
        json.put("parameters", parameters);
        json.put("sizeBytes", parameters * Float.BYTES);
        putCount(json, "macs", macsPerSample);
        json.put("runs", runs());
        ArrayNode inputs = json.putArray("inputs");
        graph.inputs().forEach(i -> inputs.add(tensor(i)));
        ArrayNode outputs = json.putArray("outputs");
        graph.outputs().forEach(o -> outputs.add(tensor(outputSpec(o))));
        ArrayNode rows = json.putArray("layers");
        for (CostedLayer costed : layers) {
            Layer layer = costed.layer();
            ObjectNode row = rows.addObject();
            row.put("name", layer.name());
            row.put("op", ResultJson.operation(layer));
            row.put("kind", layer.operation(graph));
            row.set("output", shape(layer.output().shape()));
            row.put("parameters", costed.costs().parameters());
            putCount(row, "macs", costed.costs().macsPerSample());
            row.put("quantizable", layer.isQuantizable());
        }
        ArrayNode findings = json.putArray("findings");
        for (ImportFinding finding : model.report().findings()) {
            findings.addObject()
                    .put("severity", finding.severity().name().toLowerCase(Locale.ROOT))
                    .put("code", finding.code().id())
                    .put("layer", finding.layer())
                    .put("sentence", finding.sentence());
        }
        return json;
    }

    private static void putCount(ObjectNode json, String name, OptionalLong count) {
        if (count.isPresent()) {
            json.put(name, count.getAsLong());
        } else {
            json.putNull(name);
        }
    }

    private TensorSpec outputSpec(String value) {
        return model.graph()
                .spec(value)
                .orElseGet(() -> new TensorSpec(value, DataType.FLOAT32, Shape.of(Shape.UNKNOWN)));
    }

    private static ObjectNode tensor(TensorSpec spec) {
        ObjectNode json = ResultJson.object();
        json.put("name", spec.name());
        json.put("type", spec.type().name().toLowerCase(Locale.ROOT));
        json.set("shape", shape(spec.shape()));
        return json;
    }

    /** Dimensions; null for one that is known only when the model runs. */
    private static ArrayNode shape(Shape shape) {
        ArrayNode dims = ResultJson.object().arrayNode();
        for (long d : shape.toArray()) {
            if (d == Shape.UNKNOWN) {
                dims.addNull();
            } else {
                dims.add(d);
            }
        }
        return dims;
    }

    void print(PrintWriter out, TerminalStyle style) {
        Graph graph = model.graph();
        out.println(style.strong(name) + ": " + model.format() + (model.opset() > 0 ? " " + model.opset() : "")
                + (model.producer().isEmpty() ? "" : ", made by " + model.producer()) + ", "
                + NumberText.bytes(model.fileBytes()) + " on disk");
        graph.inputs().forEach(i -> out.println("input   " + words(i)));
        graph.outputs().forEach(o -> out.println("output  " + words(outputSpec(o))));
        String macs = macsPerSample.isPresent()
                ? NumberText.count(macsPerSample.getAsLong()) + " multiply-accumulates a sample, "
                : "";
        out.println(NumberText.count(parameters) + " parameters, " + NumberText.bytes(parameters * Float.BYTES)
                + " in float32, " + macs + (runs() ? "every operation can run" : "cannot run (see what was found)"));
        out.println();
        TextTable table = new TextTable()
                .words("layer")
                .words("operation")
                .words("output")
                .number("parameters")
                .number("in float32")
                .number("multiply-accumulates");
        for (CostedLayer costed : layers) {
            Layer layer = costed.layer();
            long own = costed.costs().parameters();
            table.row(
                    layer.name(),
                    layer.operation(graph),
                    layer.output().shape().toString(),
                    own == 0 ? NumberText.NONE : NumberText.count(own),
                    own == 0 ? NumberText.NONE : NumberText.bytes(own * Float.BYTES),
                    macs(costed.costs()));
        }
        table.print(out, style);
        findings(out, style);
        out.flush();
    }

    /** Nothing to tell where there are none, or where their number is known only when the model runs. */
    private static String macs(LayerCosts costs) {
        long macs = costs.macsPerSample().orElse(0);
        return macs == 0 ? NumberText.NONE : NumberText.count(macs);
    }

    private static String words(TensorSpec spec) {
        return spec.name() + ": " + spec.type().name().toLowerCase(Locale.ROOT) + " " + spec.shape();
    }

    private void findings(PrintWriter out, TerminalStyle style) {
        if (model.report().findings().isEmpty()) {
            return;
        }
        out.println();
        out.println(style.strong("found while reading"));
        for (ImportFinding finding : model.report().findings()) {
            String line = "  " + finding.severity().name().toLowerCase(Locale.ROOT) + "  "
                    + (finding.layer().isEmpty() ? "" : finding.layer() + ": ") + finding.sentence();
            out.println(finding.severity() == ImportFinding.Severity.INFO ? line : style.warning(line));
        }
    }
}
