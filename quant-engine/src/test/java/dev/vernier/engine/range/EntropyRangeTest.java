package dev.vernier.engine.range;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.engine.calibrate.TensorStatistics;
import dev.vernier.engine.spec.ClipRange;
import dev.vernier.engine.spec.Precision;
import dev.vernier.engine.spec.QuantSpec;
import dev.vernier.engine.spec.RangeRule;
import java.util.Map;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EntropyRangeTest {
    private static final int BINS = 64;

    /** As in range_reference.py. */
    private static final Map<String, IntToLongFunction> COUNTS = Map.of(
            "geometric", i -> (long) (100000 * Math.pow(0.85, i)),
            "gaussian", i -> (long) (100000 * Math.exp(-Math.pow(i / 16.0, 2) / 2)),
            "outlier", i -> i == BINS - 1 ? 20 : (long) (100000 * Math.exp(-Math.pow(i / 8.0, 2) / 2)),
            "scattered", i -> (i * 37 + 11) % 23 * 50L);

    /** The winners that plain NumPy finds, bin by bin: range_reference.py. */
    @ParameterizedTest
    @CsvSource({
        "geometric, 4, 23",
        "geometric, 8, 31",
        "geometric, 16, 37",
        "gaussian, 4, 41",
        "gaussian, 8, 49",
        "gaussian, 16, 57",
        "outlier, 4, 21",
        "outlier, 8, 25",
        "outlier, 16, 29",
        "scattered, 4, 64",
        "scattered, 8, 63",
        "scattered, 16, 64"
    })
    void agreesWithNumPy(String kind, int groups, int kept) {
        long[] counts = new long[BINS];
        for (int i = 0; i < BINS; i++) {
            counts[i] = COUNTS.get(kind).applyAsLong(i);
        }
        assertThat(EntropyRange.binsToKeep(counts, groups)).isEqualTo(kept);
    }

    @Test
    void cutsOffTheFarTailOnly() {
        TensorStatistics s = TensorStatistics.of(SeededValues.OUTLIERS.values(200_000));
        ClipRange range =
                RangeResolver.resolve(s, QuantSpec.activations(Precision.INT8).withRule(RangeRule.ENTROPY));
        assertThat(range.high()).isBetween(2f, 10f);
    }

    @Test
    void sixteenBitsKeepTheExtremes() {
        TensorStatistics s = TensorStatistics.of(SeededValues.GAUSSIAN.values(10_000));
        QuantSpec spec = QuantSpec.activations(Precision.INT16);
        assertThat(RangeResolver.resolve(s, spec.withRule(RangeRule.ENTROPY)))
                .isEqualTo(RangeResolver.resolve(s, spec));
    }
}
