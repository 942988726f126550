package dev.vernier.engine.analyze;

import dev.vernier.engine.VernierException;
import dev.vernier.engine.calibrate.CalibrationResult;
import dev.vernier.engine.data.Dataset;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Layer;
import dev.vernier.engine.progress.Cancellation;
import dev.vernier.engine.quantize.ModelQuantizer;
import dev.vernier.engine.spec.Cures;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.engine.spec.RangeRule;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

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
     * @param quantizer of a model whose calibration samples are at hand; cures are learned on them
     * @param seed where chance has a part it begins here
     * @throws VernierException if they are not
     */
    public PlanImprover(ModelQuantizer quantizer, long seed) {
        this.quantizer = quantizer;
        CalibrationResult calibration = quantizer.calibration();
        Dataset data = calibration
                .variants()
                .data()
                .orElseThrow(() -> new VernierException(
                        "Cures of model " + quantizer.graph().name()
                                + " are learned on its calibration samples; calibrate the model again"));
        this.samples = new CalibrationSamples(data, Math.min(calibration.samples(), data.size()), seed);
    }

    /** The same for every layer that can have the cures. */
    public QuantPlan improve(QuantPlan plan, Set<Improvement> which, Listener listener, Cancellation cancellation) {
        Set<String> all = quantizer.layers().stream().map(Layer::name).collect(Collectors.toSet());
        return improve(plan, which, all, listener, cancellation);
    }

    /**
     * {@code plan} with the cures asked for in place of those it had: first equalization, then clipping, then rounding, then biases, each learned
     * with the earlier ones in effect. Equalization is the whole network's; of the other cures, layers that are not named keep what they have.
     *
     * @param layers names of those to cure
     * @throws java.util.concurrent.CancellationException if asked to stop
     * @throws dev.vernier.engine.VernierException if a layer cannot run
     */
    public QuantPlan improve(
            QuantPlan plan, Set<Improvement> which, Set<String> layers, Listener listener, Cancellation cancellation) {
        QuantPlan improved = plan;
        if (which.contains(Improvement.CLE)) {
            listener.report(Improvement.CLE, 0, 1);
            improved = improved.withCures(improved.cures().withEqualization(Cures.Equalization.CROSS_LAYER));
            quantizer.quantize(improved);
            listener.report(Improvement.CLE, 1, 1);
        }
        if (which.contains(Improvement.WEIGHT_CLIPPING)) {
            improved = withClippedWeights(improved, layers);
        }
        if (which.contains(Improvement.ADAROUND)) {
            improved = new RoundingLearner(quantizer, samples)
                    .learn(improved, layers, (d, t) -> listener.report(Improvement.ADAROUND, d, t), cancellation);
        }
        if (which.contains(Improvement.BIAS_CORRECTION)) {
            improved = new BiasCorrector(quantizer, samples)
                    .correct(
                            improved,
                            layers,
                            (d, t) -> listener.report(Improvement.BIAS_CORRECTION, d, t),
                            cancellation);
        }
        return improved;
    }

    /** Names of those of {@code layers} that {@code improvement} can do something for in {@code plan}. */
    public static Set<String> curable(Improvement improvement, QuantPlan plan, Graph graph, List<Layer> layers) {
        Predicate<Layer> can;
        switch (improvement) {
            case ADAROUND:
                can = l -> RoundingLearner.isLearnable(graph, l, plan);
                break;
            case BIAS_CORRECTION:
                can = l -> BiasCorrector.isCorrectable(l, plan);
                break;
            default:
                can = l -> l.hasWeights()
                        && plan.configFor(l.name()).weights().precision().isInteger();
        }
        return layers.stream().filter(can).map(Layer::name).collect(Collectors.toSet());
    }

    private QuantPlan withClippedWeights(QuantPlan plan, Set<String> layers) {
        Set<String> named = curable(Improvement.WEIGHT_CLIPPING, plan, quantizer.graph(), quantizer.layers());
        named.retainAll(layers);
        return plan.withLayers(named, c -> c.withWeights(c.weights().withRule(RangeRule.LEAST_SQUARED_ERROR)));
    }
}
