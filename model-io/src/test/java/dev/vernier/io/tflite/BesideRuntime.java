package dev.vernier.io.tflite;

import dev.vernier.engine.calibrate.CalibrationResult;
import dev.vernier.engine.calibrate.Histogram;
import dev.vernier.engine.calibrate.TensorStatistics;
import dev.vernier.engine.exec.Interpreter;
import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Layer;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.quantize.ModelQuantizer;
import dev.vernier.io.ImportedModel;
import dev.vernier.io.runtime.TfliteRuntime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A model as Vernier runs it, with the quantization its file has, and as TensorFlow Lite runs it, on the same inputs. */
final class BesideRuntime {
    private final Graph graph;

    BesideRuntime(ImportedModel model) {
        this.graph = model.plan()
                .map(plan -> ModelQuantizer.quantize(model.graph(), unusedStatistics(model.graph()), plan)
                        .graph())
                .orElse(model.graph());
    }

    /** Statistics that no given grid looks at. */
    private static CalibrationResult unusedStatistics(Graph graph) {
        TensorStatistics s = new TensorStatistics(
                2, -1, 1, 0, 1, 0, 0, new Histogram(-1, 1, new long[] {1, 1}), new float[0], new float[0]);
        Map<String, TensorStatistics> all = new HashMap<>();
        Layer.listOf(graph).forEach(l -> all.put(l.output().name(), s));
        return new CalibrationResult(all, 1, "none");
    }

    Graph graph() {
        return graph;
    }

    /** @param inputs in the model's order; real numbers where the file has codes */
    List<TensorData> simulated(List<TensorData> inputs) {
        Map<String, TensorData> byName = new HashMap<>();
        for (int i = 0; i < inputs.size(); i++) {
            byName.put(graph.inputs().get(i).name(), inputs.get(i));
        }
        Map<String, TensorData> results = Interpreter.run(graph, byName, graph.outputs());
        return graph.outputs().stream().map(results::get).toList();
    }

    /** The same in the runtime: real numbers go in and come out as they do here. */
    static List<TensorData> real(TfliteRuntime runtime, List<TensorData> inputs) {
        List<TensorData> stored = new ArrayList<>();
        List<TfliteRuntime.Port> ports = runtime.inputs();
        for (int i = 0; i < inputs.size(); i++) {
            stored.add(toCodes(inputs.get(i), ports.get(i)));
        }
        List<TensorData> answers = runtime.run(stored);
        List<TensorData> result = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            result.add(toReal(answers.get(i), runtime.outputs().get(i)));
        }
        return result;
    }

    private static boolean isQuantized(TfliteRuntime.Port port) {
        return port.scale() != 0 && port.type().isInteger() && port.type().bits() <= 16;
    }

    private static TensorData toCodes(TensorData real, TfliteRuntime.Port port) {
        if (!isQuantized(port)) {
            return real;
        }
        float[] x = real.toFloats();
        int bits = port.type().bits();
        int low = port.type().isSigned() ? -(1 << (bits - 1)) : 0;
        int high = low + (1 << bits) - 1;
        short[] codes = new short[x.length];
        byte[] narrow = new byte[x.length];
        for (int i = 0; i < x.length; i++) {
            long q = (long) Math.rint(x[i] / port.scale()) + port.zeroPoint();
            codes[i] = (short) Math.max(low, Math.min(high, q));
            narrow[i] = (byte) codes[i];
        }
        return bits == 16
                ? TensorData.ofShorts(port.type(), real.shape(), codes)
                : TensorData.ofBytes(port.type(), real.shape(), narrow);
    }

    private static TensorData toReal(TensorData codes, TfliteRuntime.Port port) {
        if (!isQuantized(port)) {
            return codes;
        }
        float[] x = new float[Math.toIntExact(codes.elementCount())];
        for (int i = 0; i < x.length; i++) {
            x[i] = (codes.longAt(i) - port.zeroPoint()) * port.scale();
        }
        return TensorData.ofFloats(codes.shape(), x);
    }

    /** Inputs for a port: normally distributed numbers, small whole ones, truths; quantized ports get the numbers their codes reach. */
    static TensorData random(TfliteRuntime.Port port, Random random) {
        Shape shape = port.shape();
        int n = Math.toIntExact(shape.elementCount());
        if (isQuantized(port) || port.type() == DataType.FLOAT32) {
            float[] x = new float[n];
            for (int i = 0; i < n; i++) {
                x[i] = isQuantized(port)
                        ? (random.nextInt(256)
                                        - 128
                                        - (port.type().isSigned() ? port.zeroPoint() : port.zeroPoint() - 128))
                                * port.scale()
                        : (float) random.nextGaussian();
            }
            return TensorData.ofFloats(shape, x);
        }
        int[] whole = random.ints(n, 0, 2).toArray();
        if (port.type() == DataType.INT32) {
            return TensorData.ofInts(shape, whole);
        }
        byte[] bytes = new byte[n];
        for (int i = 0; i < n; i++) {
            bytes[i] = (byte) whole[i];
        }
        return TensorData.ofBytes(port.type(), shape, bytes);
    }
}
