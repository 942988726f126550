package dev.vernier.app.workbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vernier.engine.calibrate.CalibrationResult;
import dev.vernier.engine.evaluate.EvaluationOptions;
import dev.vernier.engine.evaluate.EvaluationResult;
import dev.vernier.engine.evaluate.EvaluationSession;
import dev.vernier.engine.evaluate.Metric;
import dev.vernier.engine.exec.GraphRunner;
import dev.vernier.engine.graph.Layer;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.progress.Cancellation;
import dev.vernier.engine.progress.Progress;
import dev.vernier.engine.quantize.ModelQuantizer;
import dev.vernier.engine.quantize.QuantizedLayer;
import dev.vernier.engine.quantize.QuantizedModel;
import dev.vernier.engine.spec.Preset;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.engine.spec.TargetRuntime;
import dev.vernier.io.export.ExportFormat;
import dev.vernier.io.export.ModelExport;
import dev.vernier.io.runtime.ExportedFileProof;
import dev.vernier.io.runtime.ProofReport;
import dev.vernier.io.tflite.PortType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A plan has one number: what an evaluation shows is what a proof simulates, and the runtime agrees. */
class OneSimulationTest {
    private static final Path REFERENCE =
            Path.of(System.getProperty("vernier.shared", "../../shared")).resolve("reference");

    @TempDir
    private Path folder;

    /** A model with its data and what the data showed. */
    private record Opened(OpenedProject project, CalibrationResult calibration, int samples) {
        static Opened of(OpenRequest request, int samples) {
            OpenedProject project = ProjectOpener.open(request);
            return new Opened(project, project.calibrate(Progress.NONE, Cancellation.NEVER), samples);
        }

        static Opened sample(String id) {
            return of(new OpenRequest(Optional.of(id), Optional.empty(), Optional.empty(), 128, Optional.empty()), 300);
        }

        static Opened resnet20() {
            assumeTrue(Files.isDirectory(REFERENCE), "no reference models at " + REFERENCE);
            Path data = REFERENCE.resolve("data/cifar10");
            return of(
                    new OpenRequest(
                            Optional.of(REFERENCE
                                    .resolve("models/onnx/resnet20.onnx")
                                    .toString()),
                            Optional.of(data.resolve("test_imagenet_norm.dataset.json")),
                            Optional.of(data.resolve("calibration_imagenet_norm.dataset.json")),
                            128,
                            Optional.empty()),
                    128);
        }

        QuantizedModel quantized(QuantPlan plan) {
            return ModelQuantizer.quantize(project.graph(), calibration, plan);
        }

        EvaluationResult evaluated(QuantizedModel model) {
            try (EvaluationSession session =
                    new EvaluationSession(project.graph(), project.data(), EvaluationOptions.ofSamples(samples))) {
                return session.evaluate(model, r -> {}, Cancellation.NEVER);
            }
        }

        ProofReport proved(QuantizedModel model, Path file) {
            ExportFormat format =
                    model.plan().target() == TargetRuntime.TFLITE ? ExportFormat.TFLITE : ExportFormat.ONNX;
            ModelExport.write(format, model, PortType.FLOAT32, file);
            return new ExportedFileProof(model, file, project.data(), samples, 2)
                    .run(Progress.NONE, Cancellation.NEVER);
        }
    }

    private ProofReport assertOneNumber(Opened opened, QuantPlan plan) {
        QuantizedModel model = opened.quantized(plan);
        String ending = plan.target() == TargetRuntime.TFLITE ? ".tflite" : ".onnx";
        ProofReport proof = opened.proved(model, folder.resolve("exported" + ending));
        assertThat(proof.simulatedTop1())
                .hasValue(opened.evaluated(model)
                        .metric(Metric.TOP1)
                        .orElseThrow()
                        .value());
        return proof;
    }

    @ParameterizedTest
    @CsvSource({
        "digits-dw, INT8",
        "digits-dw, INT4",
        "digits-outlier, INT8",
        "digits-outlier, INT16X8",
        "digits-outlier, W4",
        "digits-mlp, INT8",
        "digits-mlp, INT4",
        "digits-mlp, DYNAMIC"
    })
    void ofSamplesInOnnxRuntime(String sample, Preset preset) {
        ProofReport proof = assertOneNumber(Opened.sample(sample), QuantPlan.of(preset));

        assertThat(proof.agreementTop1()).isGreaterThanOrEqualTo(0.996);
    }

    @ParameterizedTest
    @CsvSource({"digits-dw, INT8", "digits-outlier, INT16X8", "digits-mlp, INT8"})
    void ofSamplesInTensorFlowLite(String sample, Preset preset) {
        ProofReport proof =
                assertOneNumber(Opened.sample(sample), QuantPlan.of(preset).withTarget(TargetRuntime.TFLITE));

        assertThat(proof.agreementTop1()).isGreaterThanOrEqualTo(0.99);
    }

    /** 8 and 4 bits mixed, as the search mixes them: integer kernels throughout, so that hardly an output differs by a bit. */
    @Test
    void ofAMixedPlanInOnnxRuntime() {
        Opened opened = Opened.resnet20();
        List<Layer> layers = Layer.listOf(opened.project().graph());
        QuantPlan plan = QuantPlan.of(Preset.INT8);
        for (int i = 0; i < layers.size(); i += 2) {
            plan = plan.withLayer(layers.get(i).name(), Preset.INT4.config());
        }
        ProofReport proof = assertOneNumber(opened, plan);

        assertThat(proof.agreementTop1()).isEqualTo(1);
        assertThat(proof.withinOneStep()).isGreaterThanOrEqualTo(0.995);
    }

    /** What somebody wants to look at does not change what is computed. */
    @Test
    void ofWhateverIsLookedAt() {
        Opened opened = Opened.sample("digits-outlier");
        for (Preset preset : List.of(Preset.INT8, Preset.INT4, Preset.INT16X8, Preset.FP16)) {
            QuantizedModel model = opened.quantized(QuantPlan.of(preset));
            String output = model.graph().outputs().get(0);
            Set<String> all = new LinkedHashSet<>(model.layers().values().stream()
                    .map(QuantizedLayer::outputValue)
                    .toList());
            all.add(output);
            Map<String, TensorData> inputs = Map.of(
                    model.graph().inputs().get(0).name(),
                    opened.project().data().batch(0, 32).get(0));
            try (GraphRunner alone = new GraphRunner(model.graph(), List.of(output));
                    GraphRunner beside = new GraphRunner(model.graph(), new ArrayList<>(all))) {
                assertThat(alone.run(inputs).get(output).toFloats())
                        .as(preset.label())
                        .containsExactly(beside.run(inputs).get(output).toFloats());
            }
        }
    }
}
