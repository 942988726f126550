package dev.vernier.benchmarks;

import dev.vernier.engine.data.Dataset;
import dev.vernier.engine.data.InMemoryDataset;
import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.TensorSpec;
import dev.vernier.engine.graph.shape.ShapeInference;
import dev.vernier.io.ModelReader;
import dev.vernier.io.dataset.DatasetFitter;
import dev.vernier.io.dataset.DatasetReader;
import dev.vernier.io.onnx.OnnxWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** The networks that are measured, each with its data in memory: one trained, the others with seeded weights. */
final class Networks {
    static final List<String> NAMES = List.of("resnet20", "mobilenet32", "mobilenet224", "mlp", "transformer");

    private Networks() {}

    /**
     * @param file the model as both runtimes read it
     * @param data to evaluate on
     * @param calibration to calibrate on
     */
    record Network(String name, Path file, Graph graph, Dataset data, Dataset calibration) {}

    /** The network called {@code name}; empty if it is read from reference files that are not there. */
    static Optional<Network> named(String name) {
        if (name.equals("resnet20")) {
            return resnet20();
        }
        if (name.equals("squeezenet")) {
            return squeezenet();
        }
        Graph graph = ShapeInference.annotate(SeededGraphs.named(name));
        int samples = SeededGraphs.samples(name);
        Dataset data = seeded(graph, samples, 1);
        return Optional.of(
                new Network(name, written(graph), graph, data, seeded(graph, Math.max(8, samples / 4), 2)));
    }

    /** With seeded images: there are only seven of its own. */
    private static Optional<Network> squeezenet() {
        Path model = reference().resolve("models/onnx/squeezenet_fp16.onnx");
        if (!Files.exists(model)) {
            return Optional.empty();
        }
        Graph graph = ModelReader.open(model).graph();
        return Optional.of(new Network("squeezenet", model, graph, seeded(graph, 64, 1), seeded(graph, 8, 2)));
    }

    private static Path reference() {
        return Path.of(System.getProperty("vernier.shared", "../shared"), "reference");
    }

    private static Optional<Network> resnet20() {
        Path model = reference().resolve("models/onnx/resnet20.onnx");
        if (!Files.exists(model)) {
            return Optional.empty();
        }
        Graph graph = ModelReader.open(model).graph();
        Path cifar = reference().resolve("data/cifar10");
        return Optional.of(new Network(
                "resnet20",
                model,
                graph,
                inMemory(cifar.resolve("test_imagenet_norm.dataset.json"), graph),
                inMemory(cifar.resolve("calibration_imagenet_norm.dataset.json"), graph)));
    }

    /** Neither side is to wait for files to be read and decoded. */
    private static Dataset inMemory(Path file, Graph graph) {
        Dataset data = DatasetFitter.fit(DatasetReader.open(file), graph);
        int[] labels = new int[data.size()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = data.label(i).orElseThrow();
        }
        return InMemoryDataset.of(
                data.name(),
                List.of(data.inputs().get(0).name()),
                List.of(data.batch(0, data.size()).get(0)),
                labels,
                data.classNames());
    }

    private static Dataset seeded(Graph graph, int samples, long seed) {
        Random r = new Random(seed);
        TensorSpec in = graph.inputs().get(0);
        Shape shape = in.shape().with(0, samples);
        int elements = Math.toIntExact(shape.elementCount());
        TensorData values;
        if (in.type() == DataType.INT64) {
            long[] tokens = r.longs(elements, 0, SeededGraphs.VOCABULARY).toArray();
            values = TensorData.ofLongs(shape, tokens);
        } else {
            float[] floats = new float[elements];
            for (int i = 0; i < elements; i++) {
                floats[i] = (float) r.nextGaussian();
            }
            values = TensorData.ofFloats(shape, floats);
        }
        int[] labels = r.ints(samples, 0, 10).toArray();
        return InMemoryDataset.of("seeded", List.of(in.name()), List.of(values), labels, List.of());
    }

    private static Path written(Graph graph) {
        try {
            Path file = Files.createTempFile("vernier-bench-" + graph.name(), ".onnx");
            file.toFile().deleteOnExit();
            OnnxWriter.write(graph, file);
            return file;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** The data in batches, as both sides are given it. */
    static List<TensorData> batches(Dataset data, int size) {
        List<TensorData> batches = new ArrayList<>();
        for (int from = 0; from < data.size(); from += size) {
            batches.add(data.batch(from, Math.min(size, data.size() - from)).get(0));
        }
        return batches;
    }
}
