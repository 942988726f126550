package dev.vernier.io.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.engine.calibrate.CalibrationResult;
import dev.vernier.engine.calibrate.CalibrationRun;
import dev.vernier.engine.data.Dataset;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Layer;
import dev.vernier.engine.progress.Cancellation;
import dev.vernier.engine.progress.Progress;
import dev.vernier.engine.quantize.ModelQuantizer;
import dev.vernier.engine.quantize.QuantizedModel;
import dev.vernier.engine.spec.Preset;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.io.ModelReader;
import dev.vernier.io.SharedReference;
import dev.vernier.io.dataset.DatasetFitter;
import dev.vernier.io.dataset.DatasetReader;
import dev.vernier.io.runtime.OnnxRuntime;
import dev.vernier.io.runtime.ProofReport;
import dev.vernier.io.runtime.RuntimeProof;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * ResNet-20 exported as ONNX beside its simulation, in ONNX Runtime. The system property {@code vernier.proof.samples} says on how many
 * images (512; all are 2,000).
 */
class OnnxProofIT {
    private static final int SAMPLES = Integer.getInteger("vernier.proof.samples", 512);
    private static final int CALIBRATION = 512;

    private static Graph graph;
    private static Dataset data;
    private static CalibrationResult calibration;

    private static void open() {
        if (graph == null) {
            graph = ModelReader.open(SharedReference.file("models/onnx/resnet20.onnx"))
                    .graph();
            data = data("data/cifar10/test_imagenet_norm.dataset.json");
            calibration = CalibrationRun.run(
                    graph,
                    data("data/cifar10/calibration_imagenet_norm.dataset.json"),
                    CALIBRATION,
                    "calibration_512",
                    Progress.NONE,
                    Cancellation.NEVER);
        }
    }

    private static Dataset data(String path) {
        return DatasetFitter.fit(DatasetReader.open(SharedReference.file(path)), graph);
    }

    private static ProofReport prove(QuantPlan plan) {
        QuantizedModel model = ModelQuantizer.quantize(graph, calibration, plan);
        byte[] file = OnnxWriter.toBytes(model);
        assertThat(OnnxWriter.fileBytes(model)).isEqualTo(file.length);
        RuntimeProof proof = new RuntimeProof(model, data, SAMPLES, RuntimeProof.batchSizeFor(model));
        try (OnnxRuntime exported = OnnxRuntime.load(plan.toString(), file, 2)) {
            ProofReport report = proof.run(exported, Optional.empty(), file.length, Progress.NONE, Cancellation.NEVER);
            return report;
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Preset.class,
            names = {"FP32", "FP16", "DYNAMIC", "INT8", "INT16X8", "W8", "W4", "INT4", "TERNARY", "BINARY"})
    void everyPresetAgreesWithItsSimulation(Preset preset) {
        open();
        ProofReport report = prove(QuantPlan.of(preset));
        assertThat(report.agreementTop1()).isGreaterThanOrEqualTo(0.995);
        if (preset == Preset.INT8) {
            assertThat(report.withinOneStep()).isGreaterThanOrEqualTo(0.99);
            assertThat(report.fileBytes()).isLessThan(330_000);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void aMixedPlanAgreesWithItsSimulation(int first) {
        open();
        ProofReport report = prove(thirds(first));
        assertThat(report.agreementTop1()).isGreaterThanOrEqualTo(0.995);
    }

    /** A third of the layers each in float, at int8 and at int16x8, in turn, beginning with {@code first} of the three. */
    private static QuantPlan thirds(int first) {
        QuantPlan plan = QuantPlan.of(Preset.INT8);
        List<Layer> layers =
                Layer.listOf(graph).stream().filter(l -> !l.isInput()).toList();
        List<Preset> turns = List.of(Preset.FP32, Preset.INT8, Preset.INT16X8);
        for (int i = 0; i < layers.size(); i++) {
            plan = plan.withLayer(
                    layers.get(i).name(), turns.get((i + first) % 3).config());
        }
        return plan;
    }
}
