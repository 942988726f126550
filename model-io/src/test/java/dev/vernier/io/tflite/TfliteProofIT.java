package dev.vernier.io.tflite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.engine.calibrate.CalibrationResult;
import dev.vernier.engine.calibrate.CalibrationRun;
import dev.vernier.engine.data.Dataset;
import dev.vernier.engine.exec.Interpreter;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Layer;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.progress.Cancellation;
import dev.vernier.engine.progress.Progress;
import dev.vernier.engine.quantize.ModelQuantizer;
import dev.vernier.engine.quantize.QuantizedModel;
import dev.vernier.engine.spec.Preset;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.engine.spec.TargetRuntime;
import dev.vernier.io.ImportedModel;
import dev.vernier.io.ModelReader;
import dev.vernier.io.SharedReference;
import dev.vernier.io.dataset.DatasetFitter;
import dev.vernier.io.dataset.DatasetReader;
import dev.vernier.io.runtime.ProofReport;
import dev.vernier.io.runtime.RuntimeProof;
import dev.vernier.io.runtime.TfliteModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * ResNet-8 from Keras, and networks from ONNX, exported to TensorFlow Lite and run there beside their simulation. The system property
 * {@code vernier.proof.samples} says on how many images (128; all are 2,000).
 */
class TfliteProofIT {
    private static final int SAMPLES = Integer.getInteger("vernier.proof.samples", 128);
    private static final int CALIBRATION = 128;

    @TempDir
    private Path folder;

    /** A trained network with its data and what the data showed. */
    private record Network(Graph graph, Dataset data, CalibrationResult calibration) {
        static Network open(String model, String data, String calibration) {
            Graph graph = ModelReader.open(SharedReference.file(model)).graph();
            CalibrationResult seen = CalibrationRun.run(
                    graph, fitted(calibration, graph), CALIBRATION, "calibration", Progress.NONE, Cancellation.NEVER);
            return new Network(graph, fitted(data, graph), seen);
        }

        private static Dataset fitted(String path, Graph graph) {
            return DatasetFitter.fit(DatasetReader.open(SharedReference.file(path)), graph);
        }

        QuantizedModel quantized(QuantPlan plan) {
            return ModelQuantizer.quantize(graph, calibration, plan.withTarget(TargetRuntime.TFLITE));
        }

        ProofReport prove(QuantPlan plan, PortType ports) {
            QuantizedModel model = quantized(plan);
            byte[] file = TfliteWriter.toBytes(model, ports);
            RuntimeProof proof = new RuntimeProof(model, data, SAMPLES, RuntimeProof.batchSizeFor(model));
            try (TfliteModel exported = TfliteModel.load("exported", file, model.graph(), 2)) {
                return proof.run(exported, Optional.empty(), file.length, Progress.NONE, Cancellation.NEVER);
            }
        }
    }

    private static Network resnet8;

    private static Network resnet8() {
        if (resnet8 == null) {
            resnet8 = Network.open(
                    "models/keras/resnet8.h5",
                    "data/cifar10/test_raw255.dataset.json",
                    "data/cifar10/calibration_raw255.dataset.json");
        }
        return resnet8;
    }

    @ParameterizedTest
    @EnumSource(
            value = Preset.class,
            names = {"FP32", "FP16", "DYNAMIC", "INT8", "INT16X8", "W8", "W4", "TERNARY", "BINARY"})
    void everyPresetAgreesWithItsSimulation(Preset preset) {
        ProofReport report = resnet8().prove(QuantPlan.of(preset), PortType.FLOAT32);
        assertThat(report.agreementTop1()).isGreaterThanOrEqualTo(0.98);
        if (preset == Preset.FP32) {
            assertThat(report.maxAbsDifference()).isLessThan(1e-4);
        }
        if (preset == Preset.INT8) {
            assertThat(report.withinOneStep()).isGreaterThanOrEqualTo(0.98);
            assertThat((double) report.fileBytes()).isBetween(0.95 * 98_496, 1.05 * 98_496);
        }
    }

    @ParameterizedTest
    @EnumSource(PortType.class)
    void whateverTheFileTakesAndAnswersItComputesTheSame(PortType ports) {
        ProofReport report = resnet8().prove(QuantPlan.of(Preset.INT8), ports);
        assertThat(report.agreementTop1()).isGreaterThanOrEqualTo(0.98);
        assertThat(report.maxAbsDifference()).isLessThan(0.25);
    }

    /** A third of the layers each in float, at int8 and at int16x8, in turn. Over 2,000 images 0.992 agree; 128 are few. */
    @Test
    void aMixedPlanAgreesWithItsSimulation() {
        QuantPlan plan = QuantPlan.of(Preset.INT8);
        List<Preset> turns = List.of(Preset.FP32, Preset.INT8, Preset.INT16X8);
        List<Layer> layers = Layer.listOf(resnet8().graph()).stream()
                .filter(l -> !l.isInput())
                .toList();
        for (int i = 0; i < layers.size(); i++) {
            plan = plan.withLayer(layers.get(i).name(), turns.get(i % 3).config());
        }
        ProofReport report = resnet8().prove(plan, PortType.FLOAT32);
        assertThat(report.agreementTop1()).isGreaterThanOrEqualTo(0.96);
    }

    @Test
    void anExportedFileOpensAgainWithTheSameScalesAndComputesTheSame() throws IOException {
        QuantizedModel model = resnet8().quantized(QuantPlan.of(Preset.INT8));
        Path file = folder.resolve("again.tflite");
        TfliteWriter.write(model, PortType.FLOAT32, file);
        assertThat(Files.size(file)).isEqualTo(TfliteWriter.fileBytes(model));
        ImportedModel again = ModelReader.open(file);
        assertThat(again.report().errors()).isEmpty();
        CalibrationResult seen = CalibrationRun.run(
                again.graph(), resnet8().data(), 2, "two samples", Progress.NONE, Cancellation.NEVER);
        QuantizedModel reopened =
                ModelQuantizer.quantize(again.graph(), seen, again.plan().orElseThrow());
        model.layers().forEach((name, layer) -> {
            assertThat(reopened.layer(name).outputParams()).as(name).isEqualTo(layer.outputParams());
            assertThat(reopened.layer(name).weightParams().map(p -> List.of(p.scales().length, p.scale(0))))
                    .as(name)
                    .isEqualTo(layer.weightParams().map(p -> List.of(p.scales().length, p.scale(0))));
        });
        Map<String, TensorData> input = Map.of(
                model.graph().inputs().get(0).name(),
                resnet8().data().batch(0, 64).get(0));
        TensorData here = Interpreter.run(model.graph(), input, model.graph().outputs())
                .get(model.graph().outputs().get(0));
        TensorData there = Interpreter.run(
                        reopened.graph(), input, reopened.graph().outputs())
                .get(reopened.graph().outputs().get(0));
        assertThat(there.toFloats()).isEqualTo(here.toFloats());
    }

    @Test
    void anOnnxNetworkIsTurnedToChannelsLastWithoutTranspositions() {
        Network network = Network.open(
                "models/onnx/resnet20.onnx",
                "data/cifar10/test_imagenet_norm.dataset.json",
                "data/cifar10/calibration_imagenet_norm.dataset.json");
        ProofReport report = network.prove(QuantPlan.of(Preset.INT8), PortType.FLOAT32);
        assertThat(report.agreementTop1()).isGreaterThanOrEqualTo(0.98);
        assertThat(operators(network.quantized(QuantPlan.of(Preset.INT8)))).doesNotContain("TRANSPOSE");
    }

    @Test
    void imagesFlattenedForADenseLayerAreNotTurnedBack() {
        Network network = Network.open(
                "models/onnx/mnist_cnn.onnx",
                "data/mnist/test_unit.dataset.json",
                "data/mnist/train_unit.dataset.json");
        ProofReport report = network.prove(QuantPlan.of(Preset.INT8), PortType.FLOAT32);
        assertThat(report.agreementTop1()).isGreaterThanOrEqualTo(0.99);
        assertThat(operators(network.quantized(QuantPlan.of(Preset.INT8)))).doesNotContain("TRANSPOSE");
    }

    private static List<String> operators(QuantizedModel model) {
        return WrittenFile.operators(TfliteWriter.toBytes(model, PortType.FLOAT32));
    }
}
