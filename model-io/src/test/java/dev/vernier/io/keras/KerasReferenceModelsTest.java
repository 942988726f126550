package dev.vernier.io.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.vernier.engine.data.Dataset;
import dev.vernier.engine.exec.Interpreter;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Layer;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.io.ImportFinding;
import dev.vernier.io.ImportedModel;
import dev.vernier.io.ModelReader;
import dev.vernier.io.SharedReference;
import dev.vernier.io.dataset.DatasetFitter;
import dev.vernier.io.dataset.DatasetReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Real networks that Keras 2 wrote, over whole test sets. Skipped where they are absent. */
class KerasReferenceModelsTest {
    private static ImportedModel open(String model) {
        return ModelReader.open(SharedReference.file("models/" + model));
    }

    /** The first output for the first {@code samples} samples, one row each. */
    private static List<float[]> rows(Graph graph, Dataset data, int samples) {
        List<float[]> rows = new ArrayList<>();
        Dataset fitted = DatasetFitter.fit(data, graph);
        String input = graph.inputs().get(0).name();
        String output = graph.outputs().get(0);
        for (int from = 0; from < samples; from += 500) {
            int count = Math.min(500, samples - from);
            TensorData batch = fitted.batch(from, count).get(0);
            float[] all = Interpreter.run(graph, Map.of(input, batch), List.of(output))
                    .get(output)
                    .toFloats();
            int classes = all.length / count;
            for (int i = 0; i < count; i++) {
                rows.add(java.util.Arrays.copyOfRange(all, i * classes, (i + 1) * classes));
            }
        }
        return rows;
    }

    private static double top1(List<float[]> rows, Dataset data) {
        int right = 0;
        for (int i = 0; i < rows.size(); i++) {
            float[] row = rows.get(i);
            int best = 0;
            for (int c = 1; c < row.length; c++) {
                best = row[c] > row[best] ? c : best;
            }
            right += data.label(i).getAsInt() == best ? 1 : 0;
        }
        return right / (double) rows.size();
    }

    private static double greatestDifference(List<float[]> a, List<float[]> b) {
        assertThat(a).hasSameSizeAs(b);
        double greatest = 0;
        for (int i = 0; i < a.size(); i++) {
            assertThat(a.get(i)).hasSameSizeAs(b.get(i));
            for (int c = 0; c < a.get(i).length; c++) {
                greatest = Math.max(greatest, Math.abs(a.get(i)[c] - b.get(i)[c]));
            }
        }
        return greatest;
    }

    @Test
    void mnistCnnScoresAsInKerasAndAnswersAsItsOnnxTwin() {
        ImportedModel keras = open("keras/mnist_cnn.h5");
        assertThat(keras.producer()).isEqualTo("Keras 2.4.0 (tensorflow)");
        assertThat(keras.report().runs()).isTrue();
        Dataset data = DatasetReader.open(SharedReference.file("data/mnist/test_unit.dataset.json"));
        List<float[]> rows = rows(keras.graph(), data, data.size());
        assertThat(top1(rows, data)).isCloseTo(0.9813, within(1e-9));
        List<float[]> onnx = rows(open("onnx/mnist_cnn.onnx").graph(), data, 1000);
        assertThat(greatestDifference(rows.subList(0, 1000), onnx)).isLessThan(1e-4);
    }

    @Test
    void resnet8ScoresAsInKerasAndAnswersAsItsTfliteConversion() {
        ImportedModel keras = open("keras/resnet8.h5");
        assertThat(keras.report().runs()).isTrue();
        assertThat(keras.report().ofCode(ImportFinding.Code.BATCH_NORM_FOLDED)).hasSize(7);
        assertThat(Layer.listOf(keras.graph()))
                .extracting(Layer::name)
                .contains("input_1", "conv2d", "conv2d_8", "add_2", "average_pooling2d", "dense", "dense/softmax");
        Dataset data = DatasetReader.open(SharedReference.file("data/cifar10/test_raw255.dataset.json"));
        List<float[]> rows = rows(keras.graph(), data, data.size());
        assertThat(top1(rows, data)).isCloseTo(0.7620, within(1e-9));
        List<float[]> tflite = rows(open("tflite/resnet8_float.tflite").graph(), data, data.size());
        assertThat(greatestDifference(rows, tflite)).isLessThan(1e-4);
    }
}
