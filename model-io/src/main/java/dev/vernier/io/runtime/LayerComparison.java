package dev.vernier.io.runtime;

import dev.vernier.engine.data.Dataset;
import dev.vernier.engine.exec.GraphRunner;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.TensorSpec;
import dev.vernier.engine.progress.Cancellation;
import dev.vernier.engine.progress.Progress;
import dev.vernier.engine.quantize.QuantizedLayer;
import dev.vernier.engine.quantize.QuantizedModel;
import dev.vernier.engine.spec.Precision;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Holds every layer's result in a runtime against the simulation's, over the first samples. */
final class LayerComparison {
    private final QuantizedModel model;
    private final List<QuantizedLayer> layers;

    /** @param layers those of {@code model} whose results the runtime answers with */
    LayerComparison(QuantizedModel model, List<QuantizedLayer> layers) {
        this.model = model;
        this.layers = layers;
    }

    /** What was counted of one layer so far. */
    private static final class Count {
        private long values;
        private double largest;
        private double largestDifference;
        private final List<float[]> differences = new ArrayList<>();

        void add(float[] simulated, float[] real) {
            float[] difference = new float[simulated.length];
            for (int i = 0; i < difference.length; i++) {
                difference[i] = Math.abs(simulated[i] - real[i]);
                largest = Math.max(largest, Math.abs(simulated[i]));
                largestDifference = Math.max(largestDifference, difference[i]);
            }
            values += difference.length;
            differences.add(difference);
        }

        double shareWithin(double limit) {
            long within = 0;
            for (float[] d : differences) {
                for (float v : d) {
                    within += v <= limit ? 1 : 0;
                }
            }
            return values == 0 ? 1 : (double) within / values;
        }
    }

    /**
     * @param runtime by the layer's value name in the lowered graph, its result as real values in the graph's layout
     * @return in running order
     */
    List<LayerProof> run(
            Function<List<TensorData>, Map<String, TensorData>> runtime,
            Dataset data,
            int samples,
            int batch,
            Progress progress,
            Cancellation cancellation) {
        Graph graph = model.graph();
        List<String> values =
                layers.stream().map(QuantizedLayer::outputValue).distinct().toList();
        Map<String, Count> counts = new LinkedHashMap<>();
        try (GraphRunner simulation = new GraphRunner(graph, values)) {
            for (int from = 0; from < samples; from += batch) {
                cancellation.check();
                int count = Math.min(batch, samples - from);
                List<TensorData> inputs = data.batch(from, count);
                Map<String, TensorData> simulated = simulation.run(named(graph, inputs));
                Map<String, TensorData> real = runtime.apply(inputs);
                for (String value : values) {
                    TensorData a = simulated.get(value);
                    TensorData b = real.get(value);
                    if (b != null && a.elementCount() == b.elementCount()) {
                        counts.computeIfAbsent(value, v -> new Count()).add(a.toFloats(), b.toFloats());
                    }
                }
                progress.report(from + count, samples);
            }
        }
        return layers.stream()
                .filter(l -> counts.containsKey(l.outputValue()))
                .map(l -> proof(l, counts.get(l.outputValue())))
                .toList();
    }

    static Map<String, TensorData> named(Graph graph, List<TensorData> inputs) {
        Map<String, TensorData> named = new LinkedHashMap<>();
        List<TensorSpec> specs = graph.inputs();
        for (int i = 0; i < specs.size(); i++) {
            named.put(specs.get(i).name(), inputs.get(i));
        }
        return named;
    }

    private static LayerProof proof(QuantizedLayer layer, Count count) {
        double step = layer.outputParams()
                .map(p -> (double) p.scale(0))
                .orElseGet(() -> floatStep(layer.asked().activations().precision(), count.largest));
        // Half a percent above one step: the difference of two codes is computed in float.
        return new LayerProof(layer.layer().name(), step, count.shareWithin(step * 1.005), count.largestDifference);
    }

    /** Spacing of half precision at the largest value; 1e-4 of it in float32. */
    private static double floatStep(Precision precision, double largest) {
        double exponent = Math.scalb(1.0, Math.getExponent((float) largest));
        return precision == Precision.FP16
                ? exponent * 0x1p-10
                : precision == Precision.BF16 ? exponent * 0x1p-7 : 1e-4 * largest;
    }
}
