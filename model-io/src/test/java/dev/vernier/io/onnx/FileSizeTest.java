package dev.vernier.io.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.vernier.engine.calibrate.CalibrationResult;
import dev.vernier.engine.calibrate.TensorStatistics;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Layer;
import dev.vernier.engine.quantize.FileSize;
import dev.vernier.engine.quantize.ModelQuantizer;
import dev.vernier.engine.quantize.QuantizedModel;
import dev.vernier.engine.spec.LayerConfig;
import dev.vernier.engine.spec.Preset;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.engine.spec.TargetRuntime;
import dev.vernier.io.ModelReader;
import dev.vernier.io.SharedReference;
import dev.vernier.io.tflite.TfliteWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The size that is told of a plan is the size of its file. */
class FileSizeTest {
    private static final Percentage CLOSE = Percentage.withPercentage(2);

    private static final Set<Preset> REFUSED_BY_TFLITE =
            Set.of(Preset.BF16, Preset.W4G32, Preset.FP8_E4M3, Preset.FP8_E5M2);

    /** Ranges that differ from tensor to tensor, as calibration would find. */
    static CalibrationResult anyRanges(Graph graph) {
        Map<String, TensorStatistics> statistics = new LinkedHashMap<>();
        int i = 0;
        for (Layer l : Layer.listOf(graph)) {
            float top = 1 + 0.01f * i++;
            statistics.put(l.output().name(), TensorStatistics.of(new float[] {-0.5f * (i % 3), top}));
        }
        return new CalibrationResult(statistics, 2, "made up");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "models/onnx/resnet20.onnx",
                "models/onnx/resnet20_bn.onnx",
                "models/onnx/mnist_cnn.onnx",
                "models/onnx/mnist_mlp.onnx",
                "models/onnx/squeezenet_fp16.onnx",
                "models/keras/resnet8.h5",
                "models/tflite/resnet8_float.tflite"
            })
    void everyPresetsFileHasTheSizeThatIsShown(String model) {
        Graph graph = ModelReader.open(SharedReference.file(model)).graph();
        ModelQuantizer quantizer = new ModelQuantizer(graph, anyRanges(graph));
        assertThat(FileSize.ofFloat(graph, TargetRuntime.ONNXRUNTIME))
                .as("float")
                .isCloseTo(OnnxWriter.toBytes(graph).length, CLOSE);
        for (Preset preset : Preset.values()) {
            QuantizedModel q = quantizer.quantize(QuantPlan.of(preset));
            assertThat(q.sizeBytes()).as(preset.label()).isCloseTo(OnnxWriter.fileBytes(q), CLOSE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"models/onnx/resnet20.onnx", "models/keras/resnet8.h5"})
    void aMixedPlanToo(String model) {
        Graph graph = ModelReader.open(SharedReference.file(model)).graph();
        QuantPlan plan = QuantPlan.of(Preset.INT8);
        List<LayerConfig> thirds =
                List.of(Preset.INT8.config(), Preset.INT16X8.config(), LayerConfig.FLOAT, Preset.FP16.config());
        int i = 0;
        for (Layer l : Layer.listOf(graph)) {
            plan = plan.withLayer(l.name(), thirds.get(i++ % thirds.size()));
        }
        QuantizedModel q = ModelQuantizer.quantize(graph, anyRanges(graph), plan);
        assertThat(q.sizeBytes()).isCloseTo(OnnxWriter.fileBytes(q), CLOSE);
        assertThat(q.layers().values().stream().mapToLong(l -> l.sizeBytes()).sum())
                .isCloseTo(q.sizeBytes(), within(0L));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "models/onnx/resnet20.onnx",
                "models/onnx/mnist_cnn.onnx",
                "models/keras/resnet8.h5",
                "models/tflite/resnet8_float.tflite"
            })
    void theFilesOfTensorFlowLiteToo(String model) {
        Graph graph = ModelReader.open(SharedReference.file(model)).graph();
        ModelQuantizer quantizer = new ModelQuantizer(graph, anyRanges(graph));
        assertThat(FileSize.ofFloat(graph, TargetRuntime.TFLITE))
                .as("float")
                .isCloseTo(TfliteWriter.toBytes(graph).length, CLOSE);
        for (Preset preset : Preset.values()) {
            if (REFUSED_BY_TFLITE.contains(preset)) {
                continue;
            }
            QuantizedModel q = quantizer.quantize(QuantPlan.of(preset).withTarget(TargetRuntime.TFLITE));
            assertThat(q.sizeBytes()).as(preset.label()).isCloseTo(TfliteWriter.fileBytes(q), CLOSE);
        }
    }
}
