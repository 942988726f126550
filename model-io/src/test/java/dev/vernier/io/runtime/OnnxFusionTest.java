package dev.vernier.io.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl;
import ai.onnxruntime.OrtSession;
import dev.vernier.engine.calibrate.CalibrationResult;
import dev.vernier.engine.calibrate.CalibrationRun;
import dev.vernier.engine.data.Dataset;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.progress.Cancellation;
import dev.vernier.engine.progress.Progress;
import dev.vernier.engine.quantize.ModelQuantizer;
import dev.vernier.engine.spec.Preset;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.io.ModelReader;
import dev.vernier.io.SharedReference;
import dev.vernier.io.dataset.DatasetFitter;
import dev.vernier.io.dataset.DatasetReader;
import dev.vernier.io.onnx.OnnxWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What ONNX Runtime makes of an exported int8 file: its integer kernels, with hardly a quantize step left between layers. */
class OnnxFusionTest {
    private static final int SAMPLES = 32;

    @TempDir
    Path folder;

    private Map<String, Long> optimized(byte[] model) throws Exception {
        Path file = folder.resolve("optimized.onnx");
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.EXTENDED_OPT);
            options.setOptimizedModelFilePath(file.toString());
            OnnxRuntimeLibrary.environment().createSession(model, options).close();
        }
        return OnnxMl.ModelProto.parseFrom(Files.readAllBytes(file)).getGraph().getNodeList().stream()
                .collect(Collectors.groupingBy(OnnxMl.NodeProto::getOpType, Collectors.counting()));
    }

    @ParameterizedTest
    @CsvSource({
        "models/onnx/resnet20.onnx, data/cifar10/calibration_imagenet_norm.dataset.json, Conv, QLinearConv",
        "models/onnx/mnist_mlp.onnx, data/mnist/test_normalized.dataset.json, Gemm, QGemm",
        "models/keras/resnet8.h5, data/cifar10/test_raw255.dataset.json, Conv, QLinearConv"
    })
    void everyWeightedLayerRunsOnCodes(String path, String data, String operator, String fused) throws Exception {
        Graph graph = ModelReader.open(SharedReference.file(path)).graph();
        Dataset samples = DatasetFitter.fit(DatasetReader.open(SharedReference.file(data)), graph);
        CalibrationResult ranges =
                CalibrationRun.run(graph, samples, SAMPLES, "samples", Progress.NONE, Cancellation.NEVER);
        long layers = graph.nodes().stream()
                .filter(n -> n.op().type().equals(operator))
                .count();
        Map<String, Long> operators =
                optimized(OnnxWriter.toBytes(ModelQuantizer.quantize(graph, ranges, QuantPlan.of(Preset.INT8))));
        assertThat(operators).containsEntry(fused, layers).doesNotContainKey(operator);
        // One step at either end of the network, and three pairs around what has no kernel: two pads of resnet20 and
        // its mean.
        assertThat(operators.getOrDefault("QuantizeLinear", 0L)).isLessThanOrEqualTo(4);
        assertThat(operators.getOrDefault("DequantizeLinear", 0L)).isLessThanOrEqualTo(4);
    }
}
