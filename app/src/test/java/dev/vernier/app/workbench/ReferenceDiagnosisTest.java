package dev.vernier.app.workbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vernier.engine.analyze.Improvement;
import dev.vernier.engine.diagnose.Cure;
import dev.vernier.engine.diagnose.Diagnosis;
import dev.vernier.engine.diagnose.Finding;
import dev.vernier.engine.diagnose.Finding.Kind;
import dev.vernier.engine.diagnose.Finding.Severity;
import dev.vernier.engine.equalize.WeightChannels;
import dev.vernier.engine.evaluate.EvaluationResult;
import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.spec.Preset;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.io.onnx.OnnxWriter;
import dev.vernier.io.runtime.ProofReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real networks diagnosed, their cures applied, exported and run in ONNX Runtime. Skipped where they are absent. */
class ReferenceDiagnosisTest {
    private static final Path REFERENCE =
            Path.of(System.getProperty("vernier.shared", "../../shared")).resolve("reference");
    private static final QuantPlan INT8 = QuantPlan.of(Preset.INT8);

    /** How much smaller one operand of each concat is made. */
    private static final float FAINT = 1 / 64f;

    @BeforeEach
    void onlyWithReferenceFiles() {
        assumeTrue(Files.isDirectory(REFERENCE), "no reference files at " + REFERENCE);
    }

    private static Patient patient(String model, String data, Optional<String> calibration, int samples) {
        return Patient.of(
                REFERENCE.resolve("models/onnx").resolve(model).toString(),
                REFERENCE.resolve("data").resolve(data),
                calibration.map(c -> REFERENCE.resolve("data").resolve(c)),
                samples);
    }

    /** A little is lost though no layer adds much noise: something must be offered all the same. */
    @Test
    void aSmallLossHasAReasonToo() {
        try (Patient p = patient(
                "mnist_cnn.onnx", "mnist/test_unit.dataset.json", Optional.of("mnist/train_unit.dataset.json"), 2000)) {
            QuantPlan int4 = QuantPlan.of(Preset.INT4);
            EvaluationResult before = p.evaluate(int4);
            Diagnosis d = p.diagnose(before);
            assertThat(d.healthy()).isFalse();
            Finding f = d.findings().get(0);
            assertThat(f.kind()).isEqualTo(Kind.COARSE);
            assertThat(f.severity()).isEqualTo(Severity.WARNING);
            assertThat(d.headline()).contains(f.layer());
            assertThat(f.cures().get(0).words()).isEqualTo(Improvement.ADAROUND.title());
        }
    }

    /** SqueezeNet with one operand of three concats made small, and the weights that read it large: it computes the same. */
    private static Graph withFaintOperands(Graph graph) {
        Graph.Builder b = graph.toBuilder();
        for (int fire : new int[] {2, 5, 8}) {
            Node faint = graph.node("fire" + fire + "/expand1x1_1").orElseThrow();
            Node join = graph.node("fire" + fire + "/concat_1").orElseThrow();
            WeightChannels made = WeightChannels.of(graph, faint).orElseThrow();
            float[] by = filled(made.outputs(), 1 / FAINT);
            scale(b, graph, faint, filled(made.inputs(), 1), by);
            b.constant(
                    faint.input(2),
                    TensorData.ofFloats(
                            graph.constant(faint.input(2)).orElseThrow().shape(),
                            scaled(graph.constant(faint.input(2)).orElseThrow().toFloats(), FAINT)));
            int first = join.inputs().indexOf(faint.output()) == 0 ? 0 : made.outputs();
            Node reader = layerBehind(graph, join.output());
            WeightChannels read = WeightChannels.of(graph, reader).orElseThrow();
            float[] of = filled(read.inputs(), 1);
            Arrays.fill(of, first, first + made.outputs(), 1 / FAINT);
            scale(b, graph, reader, of, filled(read.outputs(), 1));
        }
        return b.build();
    }

    private static Node layerBehind(Graph graph, String value) {
        Node reader = graph.consumersOf(value).get(0);
        return WeightChannels.of(graph, reader).isPresent() ? reader : layerBehind(graph, reader.output());
    }

    private static void scale(Graph.Builder b, Graph graph, Node layer, float[] ofInput, float[] ofOutput) {
        TensorData weights = graph.constant(layer.input(1)).orElseThrow();
        assertThat(weights.type()).isEqualTo(DataType.FLOAT32);
        b.constant(
                layer.input(1),
                TensorData.ofFloats(
                        weights.shape(),
                        WeightChannels.of(graph, layer).orElseThrow().scaled(weights.toFloats(), ofInput, ofOutput)));
    }

    private static float[] filled(int n, float value) {
        float[] values = new float[n];
        Arrays.fill(values, value);
        return values;
    }

    private static float[] scaled(float[] values, float by) {
        for (int i = 0; i < values.length; i++) {
            values[i] *= by;
        }
        return values;
    }

    @Test
    void everyCureOfAConcatOfUnlikeScalesHelpsHereAndInTheRuntime(@TempDir Path folder) {
        try (Patient whole = patient("squeezenet_fp16.onnx", "imagenet_squeezenet.dataset.json", Optional.empty(), 7);
                Patient p = whole.with(withFaintOperands(whole.graph()))) {
            double unharmed = Patient.decibels(whole.evaluate(INT8), "conv10_1");
            EvaluationResult before = p.evaluate(INT8);
            List<Finding> found = p.diagnose(before).findings().stream()
                    .filter(f -> f.kind() == Kind.UNLIKE_JOINED)
                    .toList();
            assertThat(Patient.decibels(before, "conv10_1")).isLessThan(unharmed - 10);
            assertThat(found)
                    .extracting(Finding::layer)
                    .containsExactlyInAnyOrder("fire2/concat_1", "fire5/concat_1", "fire8/concat_1");
            assertThat(found).allMatch(f -> f.severity() != Severity.NOTE);
            QuantPlan equalized = p.apply(found.get(0).cures().get(0), INT8);
            QuantPlan finer = INT8;
            for (Finding f : found) {
                assertThat(f.cures()).hasSize(2).first().isInstanceOf(Cure.Equalize.class);
                finer = p.apply(f.cures().get(1), finer);
            }
            for (QuantPlan plan : List.of(equalized, finer)) {
                EvaluationResult after = p.evaluate(plan);
                assertThat(Patient.decibels(after, "conv10_1"))
                        .as(plan.toString())
                        .isGreaterThan(unharmed - 3);
                Path file = folder.resolve("cured.onnx");
                OnnxWriter.write(after.model(), file);
                ProofReport proof = p.prove(after.model(), file);
                assertThat(proof.agreementTop1()).as(plan.toString()).isEqualTo(1);
                assertThat(proof.withinOneStep()).as(plan.toString()).isGreaterThan(0.98);
            }
        }
    }
}
