package dev.vernier.engine.analyze;

import dev.vernier.engine.evaluate.EvaluationResult;
import dev.vernier.engine.evaluate.EvaluationSession;
import dev.vernier.engine.graph.Layer;
import dev.vernier.engine.progress.Cancellation;
import dev.vernier.engine.quantize.ModelQuantizer;
import dev.vernier.engine.spec.LayerConfig;
import dev.vernier.engine.spec.QuantPlan;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Evaluates a plan with one layer at a time taken in or left out. The session keeps what does not change, so an evaluation costs what follows
 * its layer; asked for in running order, the most is found again.
 */
public final class LayerAblation {
    private final ModelQuantizer quantizer;
    private final EvaluationSession session;
    private final QuantPlan plan;
    private final SensitivityPart part;
    private final QuantPlan nothing;
    private final List<String> layers;

    /**
     * @param session of the same graph as {@code quantizer}
     * @param plan what is taken apart
     */
    public LayerAblation(ModelQuantizer quantizer, EvaluationSession session, QuantPlan plan, SensitivityPart part) {
        this.quantizer = quantizer;
        this.session = session;
        this.plan = plan;
        this.part = part;
        Set<String> all = quantizer.layers().stream().map(Layer::name).collect(Collectors.toSet());
        this.nothing = plan.withLayers(all, c -> LayerConfig.FLOAT);
        this.layers = layersOf(quantizer.layers(), plan, part);
    }

    /** Names of those of {@code layers} of which {@code plan} quantizes {@code part}, in their order. */
    public static List<String> layersOf(List<Layer> layers, QuantPlan plan, SensitivityPart part) {
        return layers.stream()
                .filter(l -> part.isQuantized(l, plan))
                .map(Layer::name)
                .toList();
    }

    /** Names of the layers of which the plan quantizes something, in running order. */
    public List<String> layers() {
        return layers;
    }

    /**
     * The whole plan.
     *
     * @throws java.util.concurrent.CancellationException if asked to stop
     */
    public EvaluationResult whole(Cancellation cancellation) {
        return evaluate(plan, cancellation);
    }

    /**
     * Only {@code layer} quantized.
     *
     * @throws java.util.concurrent.CancellationException if asked to stop
     */
    public EvaluationResult alone(String layer, Cancellation cancellation) {
        return evaluate(nothing.withLayer(layer, part.only(plan.configFor(layer))), cancellation);
    }

    /**
     * The plan with {@code layer} left float.
     *
     * @throws java.util.concurrent.CancellationException if asked to stop
     */
    public EvaluationResult allBut(String layer, Cancellation cancellation) {
        return evaluate(plan.withLayer(layer, part.without(plan.configFor(layer))), cancellation);
    }

    private EvaluationResult evaluate(QuantPlan p, Cancellation cancellation) {
        cancellation.check();
        return session.evaluate(quantizer.quantize(p), r -> {}, cancellation);
    }
}
