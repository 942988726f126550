package dev.vernier.io.runtime;

import dev.vernier.engine.VernierException;
import dev.vernier.engine.data.Dataset;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.TensorSpec;
import dev.vernier.engine.progress.Cancellation;
import dev.vernier.engine.progress.Progress;
import dev.vernier.engine.quantize.QuantizedLayer;
import dev.vernier.engine.quantize.QuantizedModel;
import dev.vernier.engine.spec.TargetRuntime;
import dev.vernier.io.onnx.OnnxWriter;
import dev.vernier.io.tflite.TfliteIntermediates;
import dev.vernier.io.tflite.TflitePort;
import dev.vernier.io.tflite.TfliteWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An exported file proved in the runtime it is for: first that it is of this model, then its outputs over all samples, then every layer's
 * result over the first ones.
 *
 * @param simulated the plan that the file was exported from, lowered again
 * @param data fitted to the model
 * @param threads that the runtime may use
 */
public record ExportedFileProof(QuantizedModel simulated, Path exported, Dataset data, int samples, int threads) {
    /** Samples whose intermediate results are compared, and how many at once. */
    private static final int LOOKED_INTO = 64;

    private static final int LOOKED_INTO_AT_ONCE = 8;
    /** Bound on what is kept of them, in values. */
    private static final long KEPT_VALUES = 32L << 20;

    /**
     * @param progress of the samples
     * @throws VernierException if the file is missing, of another model, or the runtime does not take it
     * @throws java.util.concurrent.CancellationException if asked to stop
     */
    public ProofReport run(Progress progress, Cancellation cancellation) {
        long fileBytes = fileBytes();
        if (RuntimeProof.runtimeOf(exported.toString()) == TargetRuntime.TFLITE) {
            return runTflite(fileBytes, progress, cancellation);
        }
        try (OnnxRuntime runtime = OnnxRuntime.load(exported, threads);
                OnnxRuntime source =
                        OnnxRuntime.load("the float model", OnnxWriter.toBytes(simulated.source()), threads)) {
            ExportedPorts.requireOf(simulated, runtime, exported.toString());
            OnnxIntermediates inside = OnnxIntermediates.of(exported);
            List<QuantizedLayer> layers = layersIn(inside);
            int batch = Math.min(RuntimeProof.batchSizeFor(simulated), ExportedPorts.largestBatch(runtime));
            batch = Math.min(batch, ExportedPorts.largestBatch(source));
            ProofReport outputs = new RuntimeProof(simulated, data, samples, batch)
                    .run(runtime, Optional.of(source), fileBytes, progress, cancellation);
            return outputs.withLayers(compareLayers(inside, layers, batch, cancellation));
        }
    }

    private ProofReport runTflite(long fileBytes, Progress progress, Cancellation cancellation) {
        Graph graph = simulated.graph();
        int batch = Math.min(RuntimeProof.batchSizeFor(simulated), TfliteModel.largestBatch(graph));
        byte[] inFloat = TfliteWriter.toBytes(simulated.source());
        try (TfliteModel runtime = TfliteModel.load(exported, graph, threads);
                TfliteModel source = TfliteModel.load("the float model", inFloat, simulated.source(), threads)) {
            ProofReport outputs = new RuntimeProof(simulated, data, samples, batch)
                    .run(runtime, Optional.of(source), fileBytes, progress, cancellation);
            return outputs.withLayers(compareTfliteLayers(batch, cancellation));
        }
    }

    private List<LayerProof> compareTfliteLayers(int batch, Cancellation cancellation) {
        List<QuantizedLayer> layers = simulated.layers().values().stream()
                .filter(l -> !l.layer().isInput())
                .toList();
        Map<String, TflitePort> tensors = TfliteIntermediates.layers(simulated.graph());
        try (TfliteModel.LayerAnswers answers =
                TfliteModel.answering(exported.toString(), exportedBytes(), simulated.graph(), tensors, threads)) {
            List<QuantizedLayer> answered = layers.stream()
                    .filter(l -> answers.layers().contains(l.layer().name()))
                    .toList();
            return new LayerComparison(simulated, answered)
                    .run(
                            inputs -> byValue(answered, answers.run(inputs)),
                            data,
                            samplesLookedInto(answered),
                            Math.min(batch, LOOKED_INTO_AT_ONCE),
                            Progress.NONE,
                            cancellation);
        }
    }

    private static Map<String, TensorData> byValue(List<QuantizedLayer> layers, Map<String, TensorData> byLayer) {
        Map<String, TensorData> results = new HashMap<>();
        layers.forEach(l -> results.put(l.outputValue(), byLayer.get(l.layer().name())));
        return results;
    }

    private byte[] exportedBytes() {
        try {
            return Files.readAllBytes(exported);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private VernierException unreadable(IOException e) {
        return new VernierException(
                "Exported file " + exported + " does not exist or cannot be read; write it with vernier export --to",
                e);
    }

    private long fileBytes() {
        try {
            return Files.size(exported);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /**
     * The layers whose results the file computes under the names that an export gives them.
     *
     * @throws VernierException if that is not so for most, or stored weights have another shape
     */
    private List<QuantizedLayer> layersIn(OnnxIntermediates inside) {
        Set<String> computed = inside.computed();
        List<QuantizedLayer> layers = simulated.layers().values().stream()
                .filter(l -> !l.layer().isInput())
                .toList();
        List<QuantizedLayer> found =
                layers.stream().filter(l -> computed.contains(l.outputValue())).toList();
        if (found.size() * 2 < layers.size()) {
            QuantizedLayer missing =
                    layers.stream().filter(l -> !found.contains(l)).findFirst().orElseThrow();
            throw anotherModel("it has no result of layer \"" + missing.layer().name() + "\" and of "
                    + (layers.size() - found.size() - 1) + " others of " + layers.size());
        }
        for (QuantizedLayer l : found) {
            l.layer().weights().ifPresent(name -> requireShape(l, name, inside.storedShape(name)));
        }
        return found;
    }

    private void requireShape(QuantizedLayer layer, String weights, List<Long> stored) {
        Shape wanted = simulated.source().constant(weights).orElseThrow().shape();
        Shape found = Shape.of(stored.stream().mapToLong(Long::longValue).toArray());
        if (!stored.isEmpty() && !found.equals(wanted)) {
            throw anotherModel("its weights of layer \"" + layer.layer().name() + "\" have the shape " + found
                    + ", the model's " + wanted);
        }
    }

    private VernierException anotherModel(String reason) {
        return new VernierException("File " + exported + " is of another model than "
                + simulated.source().name() + ": " + reason + "; give the file that was exported from this model");
    }

    private List<LayerProof> compareLayers(
            OnnxIntermediates inside, List<QuantizedLayer> layers, int batch, Cancellation cancellation) {
        List<String> names = layers.stream().map(QuantizedLayer::outputValue).toList();
        try (OnnxRuntime runtime = inside.answering(names, threads)) {
            return new LayerComparison(simulated, layers)
                    .run(
                            inputs -> runtime.run(LayerComparison.named(simulated.graph(), inputs)),
                            data,
                            samplesLookedInto(layers),
                            Math.min(batch, LOOKED_INTO_AT_ONCE),
                            Progress.NONE,
                            cancellation);
        }
    }

    private int samplesLookedInto(List<QuantizedLayer> layers) {
        long values =
                layers.stream().mapToLong(l -> perSample(l.layer().output())).sum();
        int looked = (int) Math.max(1, Math.min(Math.min(LOOKED_INTO, samples), KEPT_VALUES / Math.max(1, values)));
        return Math.min(looked, data.size());
    }

    private static long perSample(TensorSpec spec) {
        long values = 1;
        for (int i = 1; i < spec.shape().rank(); i++) {
            values *= Math.max(1, spec.shape().dim(i));
        }
        return values;
    }
}
