package dev.vernier.engine.analyze;

import dev.vernier.engine.data.Dataset;
import dev.vernier.engine.progress.Cancellation;
import dev.vernier.engine.quantize.ModelQuantizer;
import dev.vernier.engine.spec.Cures;
import dev.vernier.engine.spec.QuantPlan;
import java.util.Set;

/** Gives plans cures, learned on the calibration samples where they have to be learned. */
public final class PlanImprover {
    /** Hears how far each cure is. Called from the job's thread; must return at once. */
    @FunctionalInterface
    public interface Listener {
        /** Hears nothing. */
        Listener NONE = (improvement, done, total) -> {};

        void report(Improvement improvement, long done, long total);
    }

    private final ModelQuantizer quantizer;
    private final CalibrationSamples samples;

    /**
     * @param data what {@code quantizer}'s model was calibrated on
     * @param samples how many samples of it, from the first on
     * @param seed where chance has a part it begins here
     */
    public PlanImprover(ModelQuantizer quantizer, Dataset data, int samples, long seed) {
        this.quantizer = quantizer;
        this.samples = new CalibrationSamples(data, Math.min(samples, data.size()), seed);
    }

    /**
     * {@code plan} with the cures asked for in place of those it had: first equalization, then rounding, then biases, each learned with the
     * earlier ones in effect.
     *
     * @throws java.util.concurrent.CancellationException if asked to stop
     * @throws dev.vernier.engine.VernierException if a layer cannot run
     */
    public QuantPlan improve(QuantPlan plan, Set<Improvement> which, Listener listener, Cancellation cancellation) {
        QuantPlan improved = plan;
        if (which.contains(Improvement.CLE)) {
            listener.report(Improvement.CLE, 0, 1);
            improved = improved.withCures(improved.cures().withEqualization(Cures.Equalization.CROSS_LAYER));
            quantizer.quantize(improved);
            listener.report(Improvement.CLE, 1, 1);
        }
        if (which.contains(Improvement.ADAROUND)) {
            improved = new RoundingLearner(quantizer, samples)
                    .learn(improved, (d, t) -> listener.report(Improvement.ADAROUND, d, t), cancellation);
        }
        if (which.contains(Improvement.BIAS_CORRECTION)) {
            improved = new BiasCorrector(quantizer, samples)
                    .correct(improved, (d, t) -> listener.report(Improvement.BIAS_CORRECTION, d, t), cancellation);
        }
        return improved;
    }
}
