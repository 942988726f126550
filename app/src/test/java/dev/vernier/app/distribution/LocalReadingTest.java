package dev.vernier.app.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.vernier.app.grid.FloatGrid;
import dev.vernier.app.grid.NumberGrid;
import dev.vernier.app.layers.TensorSide;
import dev.vernier.engine.calibrate.CalibrationResult;
import dev.vernier.engine.calibrate.TensorStatistics;
import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.TensorSpec;
import dev.vernier.engine.graph.op.Clamp;
import dev.vernier.engine.graph.op.MatMul;
import dev.vernier.engine.quantize.ModelQuantizer;
import dev.vernier.engine.quantize.QuantizedLayer;
import dev.vernier.engine.spec.ClipRange;
import dev.vernier.engine.spec.Granularity;
import dev.vernier.engine.spec.Precision;
import dev.vernier.engine.spec.Preset;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.engine.spec.QuantSpec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is said of formats whose numbers no integer grid has. */
class LocalReadingTest {
    private static final float[] VALUES = {1, -3, 0.5f, -0.5f};

    private static QuantizedLayer quantized(QuantSpec weights) {
        Graph g = Graph.builder("one")
                .input(new TensorSpec("x", DataType.FLOAT32, Shape.of(1, 4)))
                .constant("w", TensorData.ofFloats(Shape.of(4, 1), VALUES))
                .node(new Node("fc", new MatMul(Clamp.NONE), List.of("x", "w"), List.of("y")))
                .spec(new TensorSpec("y", DataType.FLOAT32, Shape.of(1, 1)))
                .output("y")
                .build();
        TensorStatistics any = TensorStatistics.of(VALUES);
        CalibrationResult calibration = new CalibrationResult(Map.of("x", any, "y", any), 1, "made up");
        QuantPlan plan = QuantPlan.of(Preset.FP32);
        return ModelQuantizer.quantize(
                        g,
                        calibration,
                        plan.withLayer("fc", plan.configFor("fc").withWeights(weights)))
                .layer("fc");
    }

    @Test
    void ternaryWeightsHaveThreeNumbersAndAScaleThatIsAMean() {
        QuantSpec ternary = QuantSpec.weights(Precision.TERNARY);
        LocalReading r = LocalReading.of(quantized(ternary), ternary);
        assertThat(r.largestScale()).isEqualTo(2); // of 1 and 3
        assertThat(r.codes()).isEqualTo(3);
        assertThat(r.clippedHigh()).isZero();
        // noise 1 + 1 + 0.25 + 0.25, signal 10.5
        assertThat(r.sqnrDb()).isCloseTo(10 * Math.log10(10.5 / 2.5), within(1e-6));
    }

    @Test
    void blocksHaveAsManyScales() {
        QuantSpec blocks = QuantSpec.weights(Precision.INT8).withGranularity(new Granularity.PerBlock(2));
        LocalReading r = LocalReading.of(quantized(blocks), blocks);
        assertThat(r.scales()).isEqualTo(2);
        assertThat(r.smallestScale()).isCloseTo(0.5 / 127, within(1e-8));
        assertThat(r.largestScale()).isCloseTo(3.0 / 127, within(1e-8));
        assertThat(r.clippedLow()).isZero();
        assertThat(r.codesUsed()).isNaN();
    }

    @Test
    void eightBitFloatsHaveARangeToSet() {
        QuantSpec e4m3 = QuantSpec.weights(Precision.FP8_E4M3).withGranularity(Granularity.TENSOR);
        TensorDistribution tensor = new TensorDistribution(TensorSide.WEIGHTS, TensorStatistics.of(VALUES), List.of());
        LocalReading r = LocalReading.of(tensor, e4m3, List.of(new ClipRange(-3, 3)));
        assertThat(r.largestScale()).isCloseTo(3.0 / 448, within(1e-8));
        assertThat(r.codes()).isEqualTo(253);
        assertThat(r.zeroPoint()).isZero();

        NumberGrid grid =
                ShownGrid.of(e4m3, new ClipRange(-3, 3), tensor.statistics()).orElseThrow();
        assertThat(grid).isEqualTo(new FloatGrid(Precision.FP8_E4M3, 3f / 448));
        assertThat(ShownGrid.of(QuantSpec.ofFloat(Precision.FP16), new ClipRange(-3, 3), tensor.statistics()))
                .isEmpty();
    }

    /** Rules that presume equal steps are not offered; the others all find a range. */
    @Test
    void rulesAreComparedForEightBitFloatsToo() {
        TensorDistribution tensor =
                new TensorDistribution(TensorSide.ACTIVATIONS, TensorStatistics.of(VALUES), List.of());
        RuleComparison c = RuleComparison.of(tensor, QuantSpec.activations(Precision.FP8_E5M2), () -> false);
        assertThat(c.rules())
                .hasSize(RuleComparison.RULES.size() - 2)
                .allSatisfy(r -> assertThat(r.sqnrDb()).isGreaterThan(10));
    }
}
