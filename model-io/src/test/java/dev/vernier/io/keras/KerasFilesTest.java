package dev.vernier.io.keras;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vernier.engine.exec.Interpreter;
import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Layer;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.TensorSpec;
import dev.vernier.io.ImportFinding;
import dev.vernier.io.ImportedModel;
import dev.vernier.io.ModelReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files in the form each version of Keras writes, and what NumPy says their networks answer (make_keras_files.py). */
class KerasFilesTest {
    static Path file(String name) {
        try {
            return Path.of(KerasFilesTest.class.getResource(name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "keras1_images.h5",
                "keras1_words.h5",
                "keras2_masked.h5",
                "keras2_twins.h5",
                "keras2_words.h5",
                "keras3_as_h5.h5",
                "keras3_images.keras",
                "keras3_transformer.keras"
            })
    void answersAsComputedApart(String name) throws IOException {
        ImportedModel model = ModelReader.open(file(name));
        assertThat(model.report().errors()).isEmpty();
        Graph graph = model.graph();
        JsonNode expected = expected(name);
        Map<String, TensorData> inputs = new HashMap<>();
        for (int i = 0; i < graph.inputs().size(); i++) {
            TensorSpec in = graph.inputs().get(i);
            inputs.put(in.name(), tensor(expected.get("inputs").get(i), in.type()));
        }
        Map<String, TensorData> answers = Interpreter.run(graph, inputs, graph.outputs());
        assertThat(graph.outputs()).hasSize(expected.get("outputs").size());
        for (int i = 0; i < graph.outputs().size(); i++) {
            TensorData want = tensor(expected.get("outputs").get(i), DataType.FLOAT32);
            TensorData got = answers.get(graph.outputs().get(i));
            assertThat(got.shape()).isEqualTo(want.shape());
            assertThat(got.toFloats()).usingComparatorWithPrecision(1e-5f).containsExactly(want.toFloats());
        }
    }

    private static JsonNode expected(String name) throws IOException {
        String json = name.substring(0, name.lastIndexOf('.')) + ".expected.json";
        try (InputStream in = KerasFilesTest.class.getResourceAsStream(json)) {
            return new ObjectMapper().readTree(in);
        }
    }

    private static TensorData tensor(JsonNode json, DataType type) {
        long[] dims = new long[json.get("shape").size()];
        for (int i = 0; i < dims.length; i++) {
            dims[i] = json.get("shape").get(i).longValue();
        }
        float[] values = new float[json.get("values").size()];
        int[] whole = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = json.get("values").get(i).floatValue();
            whole[i] = (int) values[i];
        }
        return type == DataType.INT32
                ? TensorData.ofInts(Shape.of(dims), whole)
                : TensorData.ofFloats(Shape.of(dims), values);
    }

    private static List<String> layers(String name) {
        return Layer.listOf(ModelReader.open(file(name)).graph()).stream()
                .map(Layer::name)
                .toList();
    }

    @Test
    void layersHaveTheirNamesInKeras() {
        assertThat(layers("keras1_images.h5"))
                .containsExactly(
                        "convolution2d_1_input",
                        "convolution2d_1",
                        "batchnormalization_1",
                        "maxpooling2d_1",
                        "flatten_1",
                        "dense_1",
                        "dense_1/softmax");
        assertThat(layers("keras3_images.keras"))
                .contains("rescaling", "stem", "mix", "norm", "separable", "head", "dense");
    }

    @Test
    void aSecondUseOfALayerGetsANumberAndTheReportSaysSo() {
        ImportedModel twins = ModelReader.open(file("keras2_twins.h5"));
        assertThat(Layer.listOf(twins.graph()))
                .extracting(Layer::name)
                .contains("dense", "dense_2", "block/dense", "block/dense_2", "frozen", "block/frozen");
        assertThat(twins.report().ofCode(ImportFinding.Code.LAYER_RENAMED))
                .extracting(ImportFinding::layer)
                .contains("dense_2", "block/dense", "block/dense_2");
        Layer first = Layer.listOf(twins.graph()).stream()
                .filter(l -> l.name().equals("dense"))
                .findFirst()
                .orElseThrow();
        Layer second = Layer.listOf(twins.graph()).stream()
                .filter(l -> l.name().equals("dense_2"))
                .findFirst()
                .orElseThrow();
        assertThat(second.weights()).isEqualTo(first.weights());
    }

    @Test
    void saysWhatWroteTheFileAndHowItIsStored() {
        assertThat(ModelReader.open(file("keras1_words.h5")).producer()).isEqualTo("Keras 1.2.2 (tensorflow)");
        ImportedModel halves = ModelReader.open(file("keras3_as_h5.h5"));
        assertThat(halves.producer()).isEqualTo("Keras 3.5.0 (tensorflow)");
        assertThat(halves.format()).isEqualTo("Keras");
        assertThat(halves.report().ofCode(ImportFinding.Code.STORED_IN_OTHER_TYPE))
                .extracting(ImportFinding::sentence)
                .containsExactly("2 tensors are stored in float16; the network is computed in float32.");
    }
}
