package dev.vernier.io.runtime;

import dev.vernier.engine.VernierException;
import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.QuantParams;
import dev.vernier.engine.graph.QuantType;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.quantize.AffineQuantization;
import dev.vernier.engine.spec.Rounding;
import dev.vernier.engine.spec.TargetRuntime;
import dev.vernier.io.tflite.AxisPermutation;
import dev.vernier.io.tflite.TfliteIntermediates;
import dev.vernier.io.tflite.TflitePort;
import dev.vernier.io.tflite.TfliteWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A {@code .tflite} file in TensorFlow Lite, given and answering what the graph that it was exported from does: real numbers in the graph's
 * order of axes, whatever the file's own ports have.
 */
public final class TfliteModel implements RuntimeModel {
    private final TfliteRuntime runtime;
    private final List<TflitePort> inputs;
    private final List<TflitePort> outputs;

    private TfliteModel(TfliteRuntime runtime, List<TflitePort> inputs, List<TflitePort> outputs) {
        this.runtime = runtime;
        this.inputs = inputs;
        this.outputs = outputs;
    }

    /**
     * Loads a file.
     *
     * @param source the graph it should have been exported from
     * @throws VernierException if it cannot be read, the runtime does not take it, or its ports are not those of {@code source}
     */
    public static TfliteModel load(Path file, Graph source, int threads) {
        try {
            return load(file.toString(), Files.readAllBytes(file), source, threads);
        } catch (IOException e) {
            throw new VernierException("File " + file + " cannot be read: " + e.getMessage() + "; check the path", e);
        }
    }

    /** As {@link #load(Path, Graph, int)}, from memory. */
    public static TfliteModel load(String name, byte[] bytes, Graph source, int threads) {
        List<TflitePort> inputs = TfliteWriter.inputs(source);
        List<TflitePort> outputs = TfliteWriter.outputs(source);
        TfliteRuntime runtime = TfliteRuntime.load(name, bytes, threads);
        boolean fits = false;
        try {
            TfliteModel model = new TfliteModel(runtime, inputs, outputs);
            model.requireOf(source, name);
            fits = true;
            return model;
        } finally {
            if (!fits) {
                runtime.close();
            }
        }
    }

    /**
     * The results of layers as the file computes them.
     *
     * @param layers where the file has them, by layer
     * @return loaded, and answering with those that the file has after its own outputs
     */
    static LayerAnswers answering(
            String name, byte[] bytes, Graph source, Map<String, TflitePort> layers, int threads) {
        List<String> names = layers.values().stream().map(TflitePort::name).toList();
        TfliteIntermediates.Answering copy = TfliteIntermediates.answering(bytes, names);
        List<String> answered = new ArrayList<>();
        List<TflitePort> outputs = new ArrayList<>(TfliteWriter.outputs(source));
        int own = outputs.size();
        for (String tensor : copy.added()) {
            layers.forEach((layer, port) -> {
                if (port.name().equals(tensor)) {
                    answered.add(layer);
                    outputs.add(port);
                }
            });
        }
        TfliteRuntime runtime = TfliteRuntime.load(name + " with its intermediate results", copy.file(), threads);
        return new LayerAnswers(new TfliteModel(runtime, TfliteWriter.inputs(source), outputs), answered, own);
    }

    /**
     * A file that answers with the results of its layers, too.
     *
     * @param layers whose results follow the {@code own} outputs
     */
    record LayerAnswers(TfliteModel model, List<String> layers, int own) implements AutoCloseable {
        /** Real numbers in the graph's order of axes, by layer. */
        Map<String, TensorData> run(List<TensorData> samples) {
            List<TensorData> all = model.run(samples);
            Map<String, TensorData> results = new LinkedHashMap<>();
            for (int i = 0; i < layers.size(); i++) {
                results.put(layers.get(i), all.get(own + i));
            }
            return results;
        }

        @Override
        public void close() {
            model.close();
        }
    }

    private void requireOf(Graph source, String file) {
        List<TfliteRuntime.Port> found = runtime.inputs();
        boolean same = found.size() == inputs.size() && runtime.outputs().size() == outputs.size();
        for (int i = 0; same && i < found.size(); i++) {
            Shape wanted = inFile(source.inputs().get(i).shape(), inputs.get(i));
            Shape has = found.get(i).shape();
            same = found.get(i).name().equals(inputs.get(i).name()) && wanted.rank() == has.rank();
            for (int d = 0; same && d < wanted.rank(); d++) {
                // A dimension left free is 1 before the first run.
                same = wanted.dim(d) == Shape.UNKNOWN || wanted.dim(d) == has.dim(d);
            }
        }
        if (!same) {
            throw new VernierException("File " + file + " takes "
                    + found.stream()
                            .map(p -> "\"" + p.name() + "\" (" + p.type() + " " + p.shape() + ")")
                            .toList()
                    + " and has " + runtime.outputs().size() + " outputs, which an export of model " + source.name()
                    + " does not; give the file that was exported from this model");
        }
    }

    private static Shape inFile(Shape shape, TflitePort port) {
        return Shape.of(port.axes().stream().mapToLong(shape::dim).toArray());
    }

    @Override
    public TargetRuntime runtime() {
        return TargetRuntime.TFLITE;
    }

    @Override
    public String runtimeVersion() {
        return TfliteRuntime.version();
    }

    /**
     * {@inheritDoc}
     *
     * @param samples of the graph's own types and shapes
     */
    @Override
    public List<TensorData> run(List<TensorData> samples) {
        List<TensorData> given = new ArrayList<>();
        List<TfliteRuntime.Port> ports = runtime.inputs();
        for (int i = 0; i < samples.size(); i++) {
            TensorData ordered =
                    AxisPermutation.apply(samples.get(i), order(inputs.get(i).axes()));
            given.add(grid(ports.get(i)) == null ? ordered : toCodes(ordered, ports.get(i)));
        }
        List<TensorData> answers = runtime.run(given);
        List<TensorData> results = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            QuantParams grid = grid(runtime.outputs().get(i));
            TensorData real = grid == null ? answers.get(i) : AffineQuantization.dequantize(answers.get(i), grid);
            results.add(AxisPermutation.apply(real, inverse(outputs.get(i).axes())));
        }
        return results;
    }

    /** The grid of a port that takes or answers codes; null where it has real numbers. */
    private static QuantParams grid(TfliteRuntime.Port port) {
        if (port.scale() == 0 || !port.type().isInteger() || port.type().bits() > 16) {
            return null;
        }
        int bits = port.type().bits();
        QuantType type =
                port.type().isSigned() ? QuantType.signed(bits, false) : new QuantType(bits, 0, (1 << bits) - 1);
        return QuantParams.perTensor(type, port.scale(), port.zeroPoint());
    }

    private static TensorData toCodes(TensorData real, TfliteRuntime.Port port) {
        TensorData codes = AffineQuantization.quantize(real, grid(port), Rounding.HALF_AWAY_FROM_ZERO);
        return port.type() == DataType.UINT8 ? TensorData.of(DataType.UINT8, codes.shape(), codes.bytes()) : codes;
    }

    private static int[] order(List<Integer> axes) {
        return axes.stream().mapToInt(Integer::intValue).toArray();
    }

    private static int[] inverse(List<Integer> axes) {
        int[] inverse = new int[axes.size()];
        for (int i = 0; i < inverse.length; i++) {
            inverse[axes.get(i)] = i;
        }
        return inverse;
    }

    /** How many samples it takes at once: any number where the graph does. */
    public static int largestBatch(Graph source) {
        return source.inputs().stream()
                .filter(i -> i.shape().rank() > 0 && i.shape().dim(0) > 0)
                .mapToInt(i -> Math.toIntExact(i.shape().dim(0)))
                .min()
                .orElse(Integer.MAX_VALUE);
    }

    @Override
    public void close() {
        runtime.close();
    }
}
