package dev.vernier.engine.evaluate;

import dev.vernier.engine.data.Dataset;
import dev.vernier.engine.exec.GraphRunner;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.TensorSpec;
import dev.vernier.engine.quantize.QuantizedModel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one sample becomes in the float and in the quantized model: the scores, and a layer's output. Immutable.
 *
 * @param floatScores of the float model's scored output, row-major
 * @param quantizedScores likewise
 * @param floatOutput of the layer; with a batch axis of 1 where the model has one
 * @param quantizedOutput of the layer, as real values
 */
public record SampleActivations(
        float[] floatScores, float[] quantizedScores, TensorData floatOutput, TensorData quantizedOutput) {

    /**
     * Runs both models on one sample.
     *
     * @param layer name of the layer to look at
     * @throws dev.vernier.engine.VernierException if the sample cannot be read, or a layer cannot run
     */
    public static SampleActivations of(QuantizedModel model, Dataset data, int sample, String layer) {
        Map<String, TensorData> inputs = new HashMap<>();
        List<TensorData> read = data.batch(sample, 1);
        List<TensorSpec> specs = model.source().inputs();
        for (int i = 0; i < specs.size(); i++) {
            inputs.put(specs.get(i).name(), read.get(i));
        }
        String floatValue = model.layer(layer).layer().output().name();
        String quantizedValue = model.layer(layer).outputValue();
        Map<String, TensorData> floats = run(model.source(), floatValue, inputs);
        Map<String, TensorData> quantized = run(model.graph(), quantizedValue, inputs);
        return new SampleActivations(
                floats.get(ModelOutputs.scoredOutput(model.source())).toFloats(),
                quantized.get(ModelOutputs.scoredOutput(model.graph())).toFloats(),
                floats.get(floatValue),
                quantized.get(quantizedValue));
    }

    /** The scored output and {@code value}, which may be an input. */
    private static Map<String, TensorData> run(Graph graph, String value, Map<String, TensorData> inputs) {
        Set<String> wanted = new LinkedHashSet<>(List.of(ModelOutputs.scoredOutput(graph), value));
        try (GraphRunner runner = new GraphRunner(graph, new ArrayList<>(wanted))) {
            return runner.run(inputs);
        }
    }
}
