package dev.vernier.io.tflite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.vernier.engine.calibrate.CalibrationResult;
import dev.vernier.engine.calibrate.CalibrationRun;
import dev.vernier.engine.data.Dataset;
import dev.vernier.engine.evaluate.EvaluationOptions;
import dev.vernier.engine.evaluate.EvaluationResult;
import dev.vernier.engine.evaluate.EvaluationSession;
import dev.vernier.engine.graph.Layer;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.progress.Cancellation;
import dev.vernier.engine.progress.Progress;
import dev.vernier.engine.quantize.ModelQuantizer;
import dev.vernier.engine.quantize.QuantizedModel;
import dev.vernier.engine.spec.Preset;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.io.ImportedModel;
import dev.vernier.io.ModelReader;
import dev.vernier.io.SharedReference;
import dev.vernier.io.dataset.DatasetFitter;
import dev.vernier.io.dataset.DatasetReader;
import dev.vernier.io.runtime.TfliteRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Trained networks on real data: what TensorFlow Lite scores with the same files, and its answers one by one. */
class TfliteReferenceModelsTest {
    private static final int BATCH = 100;

    private static ImportedModel open(String name) {
        return ModelReader.open(SharedReference.file("models/tflite/" + name));
    }

    private static Dataset data(String path, ImportedModel model) {
        return DatasetFitter.fit(DatasetReader.open(SharedReference.file("data/" + path)), model.graph());
    }

    private static EvaluationResult evaluate(ImportedModel model, Dataset data) {
        CalibrationResult calibration =
                CalibrationRun.run(model.graph(), data, 32, "the data", Progress.NONE, Cancellation.NEVER);
        QuantPlan plan = model.plan().orElseGet(() -> QuantPlan.of(Preset.FP32));
        QuantizedModel quantized = ModelQuantizer.quantize(model.graph(), calibration, plan);
        try (EvaluationSession session =
                new EvaluationSession(model.graph(), data, EvaluationOptions.ofSamples(data.size()))) {
            return session.evaluate(quantized, r -> {}, Cancellation.NEVER);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "resnet8_float.tflite,     cifar10/test_raw255.dataset.json, 0.7620, 0.00001",
        "resnet8_int8.tflite,      cifar10/test_raw255.dataset.json, 0.7600, 0.003",
        "kws_dscnn_int8.tflite,    kws/kws01.dataset.json,           0.902,  0.004",
        "kws_dscnn_dynamic.tflite, kws/kws01.dataset.json,           0.9025, 0.004"
    })
    void scoresAsInTheRuntime(String name, String data, double top1, double tolerance) {
        ImportedModel model = open(name);
        EvaluationResult result = evaluate(model, data(data, model));

        assertThat(result.top1().orElseThrow()).isCloseTo(top1, within(tolerance));
    }

    @ParameterizedTest
    @CsvSource({
        "resnet8_float.tflite,     cifar10/test_raw255.dataset.json, 1.0",
        "resnet8_int8.tflite,      cifar10/test_raw255.dataset.json, 0.999",
        "kws_dscnn_int8.tflite,    kws/kws01.dataset.json,           0.999",
        "kws_dscnn_dynamic.tflite, kws/kws01.dataset.json,           0.995"
    })
    void predictsAsTheRuntimeDoes(String name, String path, double agreement) throws IOException {
        ImportedModel model = open(name);
        Dataset data = data(path, model);
        BesideRuntime vernier = new BesideRuntime(model);
        byte[] file = Files.readAllBytes(SharedReference.file("models/tflite/" + name));
        int same = 0;
        int size = Math.min(1000, data.size());
        try (TfliteRuntime runtime = TfliteRuntime.load(name, file, 2)) {
            for (int from = 0; from < size; from += BATCH) {
                List<TensorData> inputs = data.batch(from, BATCH);
                float[] a = vernier.simulated(inputs).get(0).toFloats();
                float[] b = BesideRuntime.real(runtime, inputs).get(0).toFloats();
                int classes = a.length / BATCH;
                for (int i = 0; i < BATCH; i++) {
                    same += argMax(a, i * classes, classes) == argMax(b, i * classes, classes) ? 1 : 0;
                }
            }
        }
        assertThat(same / (double) size).isGreaterThanOrEqualTo(agreement);
    }

    @Test
    void fusedLayersAreCalledByWhatComesOut() {
        List<String> layers = Layer.listOf(open("resnet8_int8.tflite").graph()).stream()
                .map(Layer::name)
                .toList();
        // in the file: model/activation/Relu;model/batch_normalization/FusedBatchNormV3;model/conv2d/BiasAdd/…
        assertThat(layers).contains("model/activation/Relu").doesNotHaveDuplicates();
        assertThat(layers).noneMatch(l -> l.contains(";"));
    }

    private static int argMax(float[] values, int from, int n) {
        int best = 0;
        for (int i = 1; i < n; i++) {
            best = values[from + i] > values[from + best] ? i : best;
        }
        return best;
    }

    /**
     * Differences on random inputs, in steps of a quantized output, else absolute. Sums are in single precision here, so that one value in
     * ten thousand may be a code off, which a deep network makes more of; the averages of unsigned codes round otherwise.
     */
    @ParameterizedTest
    @CsvSource({
        "hello_world_float.tflite, 1e-5",
        "hello_world_int8.tflite, 0.1",
        "resnet8_float.tflite, 1e-5",
        "resnet8_int8.tflite, 8",
        "kws_dscnn_int8.tflite, 1.1",
        "kws_dscnn_dynamic.tflite, 0.02",
        "mobilenet_v1_0.25_128_quant.tflite, 10"
    })
    void answersAsTheRuntimeDoes(String name, double largest) throws IOException {
        BesideRuntime vernier = new BesideRuntime(open(name));
        byte[] file = Files.readAllBytes(SharedReference.file("models/tflite/" + name));
        Random random = new Random(3);
        double worst = 0;
        try (TfliteRuntime runtime = TfliteRuntime.load(name, file, 2)) {
            float step = runtime.outputs().get(0).scale();
            for (int n = 0; n < 20; n++) {
                List<TensorData> inputs =
                        List.of(BesideRuntime.random(runtime.inputs().get(0), random));
                float[] a = vernier.simulated(inputs).get(0).toFloats();
                float[] b = BesideRuntime.real(runtime, inputs).get(0).toFloats();
                for (int i = 0; i < a.length; i++) {
                    worst = Math.max(worst, Math.abs(a[i] - b[i]) / (step == 0 ? 1 : step));
                }
            }
            assertThat(worst).isLessThanOrEqualTo(largest);
        }
    }
}
