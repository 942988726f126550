package dev.vernier.engine.range;

import dev.vernier.engine.calibrate.TensorStatistics;
import dev.vernier.engine.spec.ClipRange;
import dev.vernier.engine.spec.QuantSpec;
import dev.vernier.engine.spec.RangeRule;

/**
 * The range with the least mean squared error of clipping and rounding together: a search over fractions of the data's extremes, each
 * candidate judged by the very grid it leads to.
 *
 * <p>A symmetric grid has one clip value to find. An affine one has two ends, moved in turn, each as far as it helps, until neither
 * does. The full range is among the candidates, so that clipping never makes it worse.
 *
 * <p>Source: the search of PyTorch's {@code HistogramObserver} and of PPQ's {@code mse} calibrator, both over a histogram of 2048 bins. With
 * {@link RangeRule.Sqnr} what is lost by clipping counts more, as in AIMET's {@code SqnrEncodingAnalyzer}.
 */
final class LeastSquaredErrorRange implements RangeAlgorithm {
    /** Fractions tried of each end at first, and how much finer the search gets around the best. */
    private static final int COARSE = 32;

    private static final int FINER = 16;
    private static final int MAX_ROUNDS = 4;

    @Override
    public ClipRange range(TensorStatistics statistics, QuantSpec spec) {
        Search search = new Search(statistics, spec);
        search.both();
        if (!spec.symmetric() && statistics.min() < 0 && statistics.max() > 0) {
            search.endsInTurn();
        }
        return search.best;
    }

    private static final class Search {
        private final GridError error;
        private final QuantSpec spec;
        private final double clippingWeight;
        private final float min;
        private final float max;
        private double lowFraction = 1;
        private double highFraction = 1;
        private ClipRange best;
        private double leastError = Double.POSITIVE_INFINITY;

        Search(TensorStatistics statistics, QuantSpec spec) {
            this.error = new GridError(statistics);
            this.spec = spec;
            this.clippingWeight =
                    spec.rule() instanceof RangeRule.Sqnr ? ((RangeRule.Sqnr) spec.rule()).clippingWeight() : 1;
            this.min = statistics.min();
            this.max = statistics.max();
            consider(1, 1);
        }

        private boolean consider(double low, double high) {
            ClipRange candidate = RangeResolver.toGrid(new ClipRange((float) (min * low), (float) (max * high)), spec);
            double mse = error.mse(candidate, spec, clippingWeight);
            if (mse < leastError) {
                leastError = mse;
                best = candidate;
                lowFraction = low;
                highFraction = high;
                return true;
            }
            return false;
        }

        /** Both ends by the same fraction. */
        void both() {
            for (int i = 1; i < COARSE; i++) {
                consider((double) i / COARSE, (double) i / COARSE);
            }
            double around = highFraction;
            for (int i = 1 - FINER; i < FINER; i++) {
                double f = around + (double) i / (COARSE * FINER);
                if (f > 0 && f <= 1) {
                    consider(f, f);
                }
            }
        }

        void endsInTurn() {
            boolean improved = true;
            for (int round = 0; improved && round < MAX_ROUNDS; round++) {
                improved = false;
                for (int i = 0; i <= COARSE; i++) {
                    improved |= consider(lowFraction, (double) i / COARSE);
                }
                for (int i = 0; i <= COARSE; i++) {
                    improved |= consider((double) i / COARSE, highFraction);
                }
            }
            double low = lowFraction;
            double high = highFraction;
            for (int i = 1 - FINER; i < FINER; i++) {
                consider(lowFraction, Math.max(0, Math.min(1, high + (double) i / (COARSE * FINER))));
            }
            for (int i = 1 - FINER; i < FINER; i++) {
                consider(Math.max(0, Math.min(1, low + (double) i / (COARSE * FINER))), highFraction);
            }
        }
    }
}
