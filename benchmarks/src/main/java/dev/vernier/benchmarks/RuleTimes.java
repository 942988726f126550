package dev.vernier.benchmarks;

import dev.vernier.engine.calibrate.TensorStatistics;
import dev.vernier.engine.range.RangeResolver;
import dev.vernier.engine.spec.Preset;
import dev.vernier.engine.spec.QuantSpec;
import dev.vernier.engine.spec.RangeRule;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Prints how long each range rule takes on one histogram: a million Gaussian values, int8. Medians. */
final class RuleTimes {
    private static final List<RangeRule> RULES = List.of(
            RangeRule.MIN_MAX,
            RangeRule.MOVING_AVERAGE,
            new RangeRule.Percentile(99.99),
            RangeRule.ENTROPY,
            RangeRule.LEAST_SQUARED_ERROR,
            RangeRule.SQNR,
            new RangeRule.Octav(),
            new RangeRule.MeanDeviations(3));

    private static final int ROUNDS = 200;
    private static final int VALUES = 1 << 20;

    private RuleTimes() {}

    static void print(PrintStream out) {
        Random random = new Random(1);
        float[] values = new float[VALUES];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        TensorStatistics statistics = TensorStatistics.of(values);
        QuantSpec affine = Preset.INT8.config().activations();
        out.printf(Locale.ROOT, "%-24s %12s %12s%n", "one histogram", "affine, ms", "symmetric");
        double all = 0;
        for (RangeRule rule : RULES) {
            double ms = median(statistics, affine.withRule(rule));
            all += ms;
            double symmetric = median(statistics, affine.withSymmetric(true).withRule(rule));
            out.printf(Locale.ROOT, "%-24s %12.3f %12.3f%n", rule.label(), ms, symmetric);
        }
        out.printf(Locale.ROOT, "%-24s %12.3f%n", "all of them", all);
    }

    private static double median(TensorStatistics statistics, QuantSpec spec) {
        long[] nanos = new long[ROUNDS];
        for (int i = -ROUNDS; i < ROUNDS; i++) {
            long start = System.nanoTime();
            RangeResolver.resolve(statistics, spec);
            nanos[Math.max(0, i)] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        return nanos[ROUNDS / 2] / 1e6;
    }
}
