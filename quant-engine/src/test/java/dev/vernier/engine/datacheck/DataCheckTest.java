package dev.vernier.engine.datacheck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.engine.data.InMemoryDataset;
import dev.vernier.engine.datacheck.DataFinding.Code;
import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.TensorSpec;
import dev.vernier.engine.graph.op.Clamp;
import dev.vernier.engine.graph.op.Gather;
import dev.vernier.engine.graph.op.Gemm;
import dev.vernier.engine.spec.LayerConfig;
import dev.vernier.engine.spec.Precision;
import dev.vernier.engine.spec.Preset;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.engine.spec.QuantSpec;
import dev.vernier.engine.spec.RangeRule;
import dev.vernier.engine.spec.TargetRuntime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Each rule on data that break it and on data that do not. */
class DataCheckTest {
    /** y = x·wᵀ + b of two inputs and two classes; the rows of w have length 1, the biases are 0.5: made for inputs of size about 1. */
    private static Graph dense() {
        return Graph.builder("dense")
                .input(new TensorSpec("x", DataType.FLOAT32, Shape.of(Shape.UNKNOWN, 2)))
                .constant("w", TensorData.ofFloats(Shape.of(2, 2), 0.6f, 0.8f, 0.8f, -0.6f))
                .constant("b", TensorData.ofFloats(Shape.of(2), 0.5f, -0.5f))
                .node(new Node("fc", new Gemm(false, true, 1, 1, Clamp.NONE), List.of("x", "w", "b"), List.of("y")))
                .spec(new TensorSpec("y", DataType.FLOAT32, Shape.of(Shape.UNKNOWN, 2)))
                .output("y")
                .build();
    }

    private static List<Code> codes(Graph model, Optional<QuantPlan> own, float[] values, int... labels) {
        TensorData x = TensorData.ofFloats(Shape.of(values.length / 2, 2), values);
        InMemoryDataset data = InMemoryDataset.of("d", List.of("x"), List.of(x), labels, List.of());
        return DataCheck.of(model, own, DataSummary.of(data, 0, 2)).stream()
                .map(DataFinding::code)
                .toList();
    }

    @Test
    void valuesOfTheSizeTheBiasesSuitPass() {
        assertThat(codes(dense(), Optional.empty(), new float[] {0.5f, -1, 1.5f, 0.25f}, 0, 1))
                .isEmpty();
    }

    @Test
    void bytesBesideSmallBiasesAreTooLarge() {
        assertThat(codes(dense(), Optional.empty(), new float[] {255, 0, 12, 200}, 0, 1))
                .containsExactly(Code.RAW_RANGE);
        List<DataFinding> findings = DataCheck.of(
                dense(), Optional.empty(), DataSummary.of(ofValues(255, 0, 12, 200), InputSummary.NO_CHANNELS, 2));
        assertThat(findings.get(0).isWarning()).isTrue();
        assertThat(findings.get(0).sentence())
                .contains("whole numbers from 0 to 255")
                .contains("scale");
    }

    private static InMemoryDataset ofValues(float... values) {
        return InMemoryDataset.of(
                "d",
                List.of("x"),
                List.of(TensorData.ofFloats(Shape.of(values.length / 2, 2), values)),
                new int[0],
                List.of());
    }

    @Test
    void valuesFarBelowTheBiasesAreTooSmall() {
        assertThat(codes(dense(), Optional.empty(), new float[] {0.01f, 0, 0.002f, 0.02f}, 0, 1))
                .containsExactly(Code.SMALL_RANGE);
    }

    @Test
    void theOwnGridOfAQuantizedFileSaysWhatItTakes() {
        QuantSpec given = QuantSpec.activations(Precision.INT8).withRule(RangeRule.Given.of(8, 0.02f, 0));
        QuantPlan own = QuantPlan.of(
                Preset.INT8,
                TargetRuntime.TFLITE,
                Map.of("x", new LayerConfig(QuantSpec.weights(Precision.INT8), given)));

        assertThat(codes(dense(), Optional.of(own), new float[] {255, 0, 12, 200}, 0, 1))
                .containsExactly(Code.BEYOND_INPUT_GRID);
        assertThat(codes(dense(), Optional.of(own), new float[] {2, -2, 1, 0.5f}, 0, 1))
                .isEmpty();
        assertThat(codes(dense(), Optional.of(own), new float[] {0.02f, 0.01f, 0, 0.03f}, 0, 1))
                .containsExactly(Code.UNUSED_INPUT_GRID);
    }

    @Test
    void aConstantChannelAndNumbersThatAreNoneAreTold() {
        assertThat(codes(dense(), Optional.empty(), new float[] {1, 0.5f, 1, -0.5f}, 0, 1))
                .containsExactly(Code.CONSTANT_CHANNEL);
        assertThat(codes(dense(), Optional.empty(), new float[] {1, Float.NaN, -1, 0.5f}, 0, 1))
                .contains(Code.NOT_FINITE);
    }

    @Test
    void labelsMustBeClassesOfTheModel() {
        float[] fine = {0.5f, -1, 1.5f, 0.25f};
        assertThat(codes(dense(), Optional.empty(), fine, 1, 2)).containsExactly(Code.LABELS_FROM_ONE);
        assertThat(codes(dense(), Optional.empty(), fine, 0, 7)).containsExactly(Code.LABEL_BEYOND_CLASSES);
        assertThat(codes(dense(), Optional.empty(), fine, 1, 1)).containsExactly(Code.ONE_CLASS);
    }

    @Test
    void sortedSamplesCalibrateOnFewClasses() {
        float[] values = new float[24];
        int[] labels = new int[12];
        for (int i = 0; i < 12; i++) {
            values[2 * i] = i % 3;
            values[2 * i + 1] = 1 - i % 2;
            labels[i] = i / 4;
        }
        LabelSummary sorted = DataSummary.of(
                        InMemoryDataset.of(
                                "d",
                                List.of("x"),
                                List.of(TensorData.ofFloats(Shape.of(12, 2), values)),
                                labels,
                                List.of()),
                        0,
                        4)
                .labels();
        assertThat(sorted).isEqualTo(new LabelSummary(12, 0, 2, 3, 1, 4));
        assertThat(LabelRules.check(sorted, java.util.OptionalInt.of(3)))
                .extracting(DataFinding::code)
                .containsExactly(Code.CALIBRATION_CLASSES);
    }

    @Test
    void tokenIdsMustBeRowsOfTheTable() {
        Graph model = Graph.builder("tokens")
                .input(new TensorSpec("ids", DataType.INT64, Shape.of(Shape.UNKNOWN, 2)))
                .constant("table", TensorData.ofFloats(Shape.of(3, 1), 1, 2, 3))
                .node(new Node("embed", new Gather(0), List.of("table", "ids"), List.of("y")))
                .output("y")
                .build();
        assertThat(tokens(model, 0, 2)).isEmpty();
        assertThat(tokens(model, 0, 3)).containsExactly(Code.TOKEN_BEYOND_VOCABULARY);
    }

    private static List<Code> tokens(Graph model, long... ids) {
        InMemoryDataset data = InMemoryDataset.of(
                "d", List.of("ids"), List.of(TensorData.ofLongs(Shape.of(1, 2), ids)), new int[0], List.of());
        return DataCheck.of(model, Optional.empty(), DataSummary.of(data, InputSummary.NO_CHANNELS, 1)).stream()
                .map(DataFinding::code)
                .toList();
    }

    @Test
    void accuracyNearChanceIsTold() {
        assertThat(DataCheck.ofAccuracy(0.11, 2000, 10)).isPresent();
        assertThat(DataCheck.ofAccuracy(0.81, 2000, 10)).isEmpty();
        assertThat(DataCheck.ofAccuracy(0.52, 1000, 2)).isPresent();
        assertThat(DataCheck.ofAccuracy(0.60, 1000, 2)).isEmpty();
        assertThat(DataCheck.ofAccuracy(0.0, 20, 10))
                .as("20 samples say nothing")
                .isEmpty();
    }

    @Test
    void calibrationPreprocessedOtherwiseIsTold() {
        DataSummary unit = DataSummary.of(ofValues(0, 1, 0.5f, 0.25f), InputSummary.NO_CHANNELS, 2);
        DataSummary bytes = DataSummary.of(ofValues(0, 255, 128, 64), InputSummary.NO_CHANNELS, 2);
        assertThat(DataCheck.ofCalibration(unit, bytes))
                .extracting(DataFinding::code)
                .containsExactly(Code.CALIBRATION_DIFFERS);
        assertThat(DataCheck.ofCalibration(unit, unit)).isEmpty();
    }
}
