package dev.vernier.engine.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.spec.ClipRange;
import dev.vernier.engine.spec.Granularity;
import dev.vernier.engine.spec.Precision;
import dev.vernier.engine.spec.QuantSpec;
import dev.vernier.engine.spec.RangeRule;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RowWeightsTest {
    private static final QuantSpec BLOCKS_OF_2 =
            QuantSpec.weights(Precision.INT8).withGranularity(new Granularity.PerBlock(2));

    @Test
    void aScaleForEachBlockAndTheLastOneShorter() {
        TensorData w = TensorData.ofFloats(Shape.of(2, 3), 1.27f, -0.3f, 12.7f, 0, 0, -2.54f);
        RowWeights q = RowWeights.of(w, 0, BLOCKS_OF_2);

        assertThat(q.codes().shape()).isEqualTo(Shape.of(2, 3));
        assertThat(q.codes().toInts()).containsExactly(127, -30, 127, 0, 0, -127);
        assertThat(q.scales().shape()).isEqualTo(Shape.of(2, 2));
        assertThat(q.scales().toFloats()[0]).isCloseTo(0.01f, within(1e-8f));
        assertThat(q.scales().toFloats()[1]).isCloseTo(0.1f, within(1e-7f));
        assertThat(q.scales().toFloats()[3]).isCloseTo(0.02f, within(1e-8f));
        assertThat(q.zeroPoints()).isEmpty();
        assertThat(q.ranges()).hasSize(4).contains(new ClipRange(-12.7f, 12.7f));
        assertThat(q.error().clippedShare()).isZero();
    }

    /** Output channels along the last axis: the codes lie by channel all the same. */
    @Test
    void rowsAreChannels() {
        TensorData w = TensorData.ofFloats(Shape.of(3, 2), 1.27f, 0, -0.3f, 0, 12.7f, -2.54f);
        assertThat(RowWeights.of(w, -1, BLOCKS_OF_2).codes().toInts()).containsExactly(127, -30, 127, 0, 0, -127);
    }

    @Test
    void affineBlocksHaveZeroPoints() {
        TensorData w = TensorData.ofFloats(Shape.of(1, 4), 0, 2.55f, -2.55f, 0);
        RowWeights q = RowWeights.of(w, 0, BLOCKS_OF_2.withSymmetric(false).withNarrowRange(false));
        assertThat(q.zeroPoints().orElseThrow().toInts()).containsExactly(-128, 127);
        assertThat(q.codes().toInts()).containsExactly(-128, 127, -128, 127);
    }

    @Test
    void float8PerChannel() {
        TensorData w = TensorData.ofFloats(Shape.of(2, 2), 448, 1.06f, -0.5f, 0.0625f);
        RowWeights q = RowWeights.of(w, 0, QuantSpec.weights(Precision.FP8_E4M3));

        assertThat(q.codes().type()).isEqualTo(DataType.FLOAT8E4M3FN);
        assertThat(q.scales().toFloats()).containsExactly(1, 0.5f / 448);
        // -448 and 0.0625 · 896 = 56 = 1.75 · 2^5: exponent 12, mantissa 6
        assertThat(q.codes().bytes().get(0)).isEqualTo((byte) 0x7E);
        assertThat(q.codes().bytes().get(1)).isEqualTo((byte) 0x38);
        assertThat(q.codes().bytes().get(2)).isEqualTo((byte) 0xFE);
        assertThat(q.codes().bytes().get(3)).isEqualTo((byte) (12 << 3 | 6));
        assertThat(q.error().maxAbs()).isCloseTo(0.06, within(1e-6));
    }

    @Test
    void signsPerBlock() {
        TensorData w = TensorData.ofFloats(Shape.of(1, 4), 1, -3, 0.5f, -0.25f);
        QuantSpec binary = QuantSpec.weights(Precision.BINARY).withGranularity(new Granularity.PerBlock(2));
        RowWeights q = RowWeights.of(w, 0, binary);
        assertThat(q.codes().toInts()).containsExactly(1, -1, 1, -1);
        assertThat(q.scales().toFloats()).containsExactly(2, 0.375f);
    }

    /** A scale for fewer values is never worse, whatever the rule; and one block a channel is per channel. */
    @Test
    void smallerBlocksHaveSmallerErrors() {
        Random random = new Random(5);
        float[] values = new float[8 * 75];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextGaussian() * Math.exp(random.nextGaussian()));
        }
        TensorData w = TensorData.ofFloats(Shape.of(8, 3, 5, 5), values);
        QuantSpec int4 = QuantSpec.weights(Precision.INT4);
        QuantizedWeights channels = WeightQuantizer.quantize(w, 0, int4);
        RowWeights whole = RowWeights.of(w, 0, int4.withGranularity(new Granularity.PerBlock(75)));
        assertThat(whole.codes().toInts()).isEqualTo(channels.codes().toInts());
        assertThat(whole.error()).isEqualTo(channels.error());
        for (RangeRule rule : new RangeRule[] {RangeRule.MIN_MAX, RangeRule.LEAST_SQUARED_ERROR}) {
            double before = Double.NEGATIVE_INFINITY;
            for (int size : new int[] {75, 64, 32, 16, 4}) {
                double sqnr = RowWeights.of(w, 0, int4.withRule(rule).withGranularity(new Granularity.PerBlock(size)))
                        .error()
                        .sqnrDb();
                assertThat(sqnr).as("blocks of %d by %s", size, rule).isGreaterThan(before - 0.1);
                before = sqnr;
            }
        }
    }
}
