package dev.vernier.io.tflite;

import dev.vernier.engine.VernierException;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.spec.LayerConfig;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.engine.spec.TargetRuntime;
import dev.vernier.io.ImportFinding;
import dev.vernier.io.ImportReport;
import dev.vernier.io.ImportedModel;
import dev.vernier.io.ModelFormat;
import dev.vernier.io.normalize.Normalizer;
import dev.vernier.io.plan.FoundPlan;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads {@code .tflite} files: one entry point as a float graph and, where the file is quantized, the plan that holds its scales and zero
 * points.
 */
public final class TfliteReader implements ModelFormat {
    private static final int IDENTIFIER_AT = 4;
    private static final String DEFAULT_SIGNATURE = "serving_default";

    /** The version of the schema that all files with the identifier have. */
    private static final int SCHEMA_VERSION = 3;

    @Override
    public String name() {
        return "TensorFlow Lite";
    }

    @Override
    public List<String> extensions() {
        return List.of(".tflite", ".lite");
    }

    @Override
    public boolean recognises(byte[] head) {
        byte[] identifier = TfliteFile.IDENTIFIER.getBytes(StandardCharsets.US_ASCII);
        if (head.length < IDENTIFIER_AT + identifier.length) {
            return false;
        }
        for (int i = 0; i < identifier.length; i++) {
            if (head[IDENTIFIER_AT + i] != identifier[i]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public ImportedModel read(Path file) {
        TfliteFile tflite = TfliteFile.open(file);
        try {
            return tflite.checked(() -> imported(tflite, graphName(file)));
        } catch (VernierException e) {
            throw e.getMessage().startsWith(file.toString())
                    ? e
                    : new VernierException(file + ": " + e.getMessage(), e);
        }
    }

    /** A file that is in memory already; {@code name} is what it is called. */
    ImportedModel read(String name, ByteBuffer bytes) {
        TfliteFile tflite = TfliteFile.of(name, bytes);
        return tflite.checked(() -> imported(tflite, graphName(Path.of(name))));
    }

    private ImportedModel imported(TfliteFile file, String graphName) {
        ImportReport.Builder report = new ImportReport.Builder();
        int entry = entryPoint(file, report);
        TfliteToGraph.Result converted = TfliteToGraph.convert(file, entry, graphName, report);
        boolean quantized = !converted.configs().isEmpty();
        Graph graph = quantized
                ? Normalizer.normalizeKeepingLayers(converted.graph(), report)
                : Normalizer.normalize(converted.graph(), report);
        Optional<QuantPlan> plan = quantized ? Optional.of(plan(graph, converted.configs(), report)) : Optional.empty();
        return new ImportedModel(
                graph, plan, report.build(), name(), SCHEMA_VERSION, file.description(), file.byteCount());
    }

    private static QuantPlan plan(Graph graph, Map<String, LayerConfig> configs, ImportReport.Builder report) {
        QuantPlan plan = FoundPlan.of(graph, configs, TargetRuntime.TFLITE);
        report.info(
                ImportFinding.Code.QUANTIZATION_FOUND,
                "",
                "The file is quantized; its scales and zero points are the plan (" + FoundPlan.summary(graph, plan)
                        + ").");
        return plan;
    }

    /** The subgraph that is opened: the default signature's, else the first one's, else the first. */
    private static int entryPoint(TfliteFile file, ImportReport.Builder report) {
        if (file.subgraphCount() == 0) {
            throw file.damaged("it holds no network");
        }
        List<TfliteFile.Signature> signatures = file.signatures();
        if (signatures.isEmpty()) {
            return 0;
        }
        TfliteFile.Signature opened = signatures.stream()
                .filter(s -> s.key().equals(DEFAULT_SIGNATURE))
                .findFirst()
                .orElse(signatures.get(0));
        signatures.stream()
                .filter(s -> s != opened)
                .forEach(s -> report.warning(
                        ImportFinding.Code.OTHER_SIGNATURE,
                        "",
                        "The file has another entry point, " + s.key() + "; the one that is open is " + opened.key()
                                + "."));
        return opened.subgraph();
    }

    private static String graphName(Path file) {
        return String.valueOf(file.getFileName()).replaceFirst("\\.(tf)?lite$", "");
    }
}
