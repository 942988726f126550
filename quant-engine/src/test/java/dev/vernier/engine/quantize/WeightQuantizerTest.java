package dev.vernier.engine.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.vernier.engine.VernierException;
import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.QuantParams;
import dev.vernier.engine.graph.QuantType;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.spec.ClipRange;
import dev.vernier.engine.spec.Granularity;
import dev.vernier.engine.spec.Precision;
import dev.vernier.engine.spec.QuantSpec;
import dev.vernier.engine.spec.RangeRule;
import dev.vernier.engine.spec.Rounding;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WeightQuantizerTest {
    private static final QuantSpec INT8 = QuantSpec.weights(Precision.INT8);
    private static final TensorData WEIGHTS = TensorData.ofFloats(Shape.of(2, 2), 1.27f, -0.634f, 12.7f, 0.04f);

    @Test
    void perChannel() {
        QuantizedWeights q = WeightQuantizer.quantize(WEIGHTS, 0, INT8);

        assertThat(q.params().type()).isEqualTo(QuantType.INT8_NARROW);
        assertThat(q.params().axis()).isZero();
        assertThat(q.params().scale(0)).isCloseTo(0.01f, within(1e-8f));
        assertThat(q.params().scale(1)).isCloseTo(0.1f, within(1e-7f));
        assertThat(q.codes())
                .isEqualTo(TensorData.ofBytes(
                        DataType.INT8, Shape.of(2, 2), (byte) 127, (byte) -63, (byte) 127, (byte) 0));
        assertThat(q.ranges()).containsExactly(new ClipRange(-1.27f, 1.27f), new ClipRange(-12.7f, 12.7f));
        // Only -0.634 → -0.63 and 0.04 → 0 are off.
        assertThat(q.error().mse()).isCloseTo((0.004 * 0.004 + 0.04 * 0.04) / 4, within(1e-8));
        assertThat(q.error().maxAbs()).isCloseTo(0.04, within(1e-7));
        assertThat(q.error().clippedShare()).isZero();
        double signal = 1.27 * 1.27 + 0.634 * 0.634 + 12.7 * 12.7 + 0.04 * 0.04;
        assertThat(q.error().sqnrDb()).isCloseTo(10 * Math.log10(signal / 0.001616), within(1e-3));
    }

    @Test
    void perTensor() {
        QuantizedWeights q = WeightQuantizer.quantize(WEIGHTS, 0, INT8.withGranularity(Granularity.TENSOR));

        assertThat(q.params().isPerChannel()).isFalse();
        assertThat(q.codes().toInts()).containsExactly(13, -6, 127, 0);
        assertThat(q.ranges()).containsExactly(new ClipRange(-12.7f, 12.7f));
    }

    @Test
    void negativeAxisCountsFromTheEnd() {
        QuantizedWeights q = WeightQuantizer.quantize(WEIGHTS, -1, INT8);

        assertThat(q.params().axis()).isEqualTo(1);
        assertThat(q.ranges()).containsExactly(new ClipRange(-12.7f, 12.7f), new ClipRange(-0.634f, 0.634f));
    }

    @Test
    void rangesByHand() {
        QuantizedWeights one = WeightQuantizer.quantize(WEIGHTS, 0, INT8.withRule(RangeRule.Manual.of(-1, 6.35f)));
        assertThat(one.ranges()).containsExactly(new ClipRange(-6.35f, 6.35f), new ClipRange(-6.35f, 6.35f));
        assertThat(one.codes().toInts()).containsExactly(25, -13, 127, 1);
        assertThat(one.error().clippedShare()).isEqualTo(0.25);

        QuantSpec each = INT8.withRule(new RangeRule.Manual(List.of(new ClipRange(-1, 1), new ClipRange(-2, 2))));
        assertThat(WeightQuantizer.quantize(WEIGHTS, 0, each).ranges())
                .containsExactly(new ClipRange(-1, 1), new ClipRange(-2, 2));

        QuantSpec three = INT8.withRule(
                new RangeRule.Manual(List.of(new ClipRange(-1, 1), new ClipRange(-1, 1), new ClipRange(-1, 1))));
        assertThatThrownBy(() -> WeightQuantizer.quantize(WEIGHTS, 0, three))
                .isInstanceOf(VernierException.class)
                .hasMessageContaining("3 clipping ranges")
                .hasMessageContaining("2 channels");
    }

    @Test
    void refusesWhatDoesNotSuitWeights() {
        assertThatThrownBy(() -> WeightQuantizer.quantize(WEIGHTS, 0, INT8.withRule(new RangeRule.AtRunTime())))
                .isInstanceOf(VernierException.class);
        assertThatThrownBy(() -> WeightQuantizer.quantize(WEIGHTS, 0, QuantSpec.ofFloat(Precision.FP16)))
                .isInstanceOf(VernierException.class);
    }

    @Test
    void binary() {
        TensorData w = TensorData.ofFloats(Shape.of(2, 3), 1, -2, 3, 0, -0.5f, -0.25f);
        QuantizedWeights q = WeightQuantizer.quantize(w, 0, QuantSpec.weights(Precision.BINARY));

        assertThat(q.codes().toInts()).containsExactly(1, -1, 1, 1, -1, -1);
        assertThat(q.params().scales()).containsExactly(2f, 0.25f);
        assertThat(q.dequantized().toFloats()).containsExactly(2, -2, 2, 0.25f, -0.25f, -0.25f);
    }

    @Test
    void ternary() {
        // Mean magnitude 1.25, threshold 0.875: 1 and 3 are kept, their mean is 2.
        TensorData w = TensorData.ofFloats(Shape.of(1, 4), 1, -3, 0.5f, -0.5f);
        QuantizedWeights q = WeightQuantizer.quantize(w, 0, QuantSpec.weights(Precision.TERNARY));

        assertThat(q.codes().toInts()).containsExactly(1, -1, 0, 0);
        assertThat(q.params().scales()).containsExactly(2f);
    }

    @Test
    void allZeroAndNonFiniteWeightsGiveAValidGrid() {
        TensorData w = TensorData.ofFloats(Shape.of(3, 2), 0, 0, Float.NaN, 1.27f, Float.NEGATIVE_INFINITY, 0);
        for (Precision p : new Precision[] {Precision.INT8, Precision.INT4, Precision.TERNARY, Precision.BINARY}) {
            QuantizedWeights q = WeightQuantizer.quantize(w, 0, QuantSpec.weights(p));
            assertThat(q.error().mse()).isFinite();
        }
        assertThat(WeightQuantizer.quantize(w, 0, INT8).codes().toInts()).containsExactly(0, 0, 0, 127, -127, 0);
    }

    /** A layer whose weights all but vanished beside its bias: the scale is raised until the bias fits. */
    @Test
    void biasThatWouldSaturateRaisesTheWeightScale() {
        TensorData w = TensorData.ofFloats(Shape.of(2, 1), 1e-12f, 1.27f);
        TensorData bias = TensorData.ofFloats(Shape.of(2), 0.5f, 0.5f);
        float inputScale = 0.02f;

        QuantParams plain = WeightQuantizer.quantize(w, 0, INT8).params();
        assertThat(BiasQuantizer.quantize(bias, inputScale, plain, Rounding.HALF_TO_EVEN)
                        .saturated())
                .isEqualTo(1);

        float[] smallest = BiasQuantizer.smallestWeightScale(bias, inputScale);
        QuantParams raised = WeightQuantizer.quantize(w, 0, INT8, smallest).params();
        QuantizedBias fits = BiasQuantizer.quantize(bias, inputScale, raised, Rounding.HALF_TO_EVEN);
        assertThat(fits.saturated()).isZero();
        assertThat(raised.scale(1)).isEqualTo(plain.scale(1));
        assertThat(AffineQuantization.dequantize(fits.codes(), fits.params()).toFloats()[0])
                .isCloseTo(0.5f, within(1e-6f));
    }

    @Test
    void biasIsOnTheGridOfTheAccumulator() {
        QuantParams weights = QuantParams.perChannel(QuantType.INT8_NARROW, new float[] {0.5f, 0.25f}, new int[2], 0);
        QuantizedBias q = BiasQuantizer.quantize(
                TensorData.ofFloats(Shape.of(2), 1f, -1f), 0.125f, weights, Rounding.HALF_TO_EVEN);

        assertThat(q.codes()).isEqualTo(TensorData.ofInts(Shape.of(2), 16, -32));
        assertThat(q.params().scales()).containsExactly(0.0625f, 0.03125f);
    }

    /** Each bit is worth 6.02 dB, and rounding noise is Δ²/12: uniform weights over the whole range. */
    @Test
    void noiseOfUniformWeights() {
        Random random = new Random(3);
        float[] w = new float[100_000];
        for (int i = 0; i < w.length; i++) {
            w[i] = random.nextFloat() * 2 - 1;
        }
        TensorData uniform = TensorData.ofFloats(Shape.of(1, w.length), w);
        for (Precision p : new Precision[] {Precision.INT4, Precision.INT6, Precision.INT8, Precision.INT16}) {
            QuantizedWeights q = WeightQuantizer.quantize(uniform, 0, QuantSpec.weights(p));
            double step = q.params().scale(0);
            assertThat(q.error().mse()).isCloseTo(step * step / 12, within(step * step / 12 * 0.02));
            assertThat(q.error().sqnrDb())
                    .isCloseTo(20 * Math.log10(q.params().type().levels() - 1), within(0.1));
        }
    }
}
