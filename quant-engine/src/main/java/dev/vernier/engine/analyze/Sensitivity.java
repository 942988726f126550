package dev.vernier.engine.analyze;

import dev.vernier.engine.evaluate.EvaluationResult;
import dev.vernier.engine.evaluate.EvaluationSession;
import dev.vernier.engine.graph.Layer;
import dev.vernier.engine.progress.Cancellation;
import dev.vernier.engine.progress.Progress;
import dev.vernier.engine.quantize.ModelQuantizer;
import dev.vernier.engine.spec.LayerConfig;
import dev.vernier.engine.spec.QuantPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What each layer does to the output: each layer with weights alone as a plan has it and everything else float, and the plan with that layer left
 * float. Immutable.
 *
 * @param layers in running order
 */
public record Sensitivity(List<OfLayer> layers) {
    public Sensitivity {
        layers = List.copyOf(layers);
    }

    /**
     * @param layer its name
     * @param alone only this layer quantized
     * @param allBut every layer quantized but this one
     */
    public record OfLayer(String layer, EvaluationResult alone, EvaluationResult allBut) {}

    /**
     * Evaluates two plans a layer. The session keeps what does not change, so a plan costs what follows its layer.
     *
     * @param progress counts evaluations
     * @throws java.util.concurrent.CancellationException if asked to stop
     */
    public static Sensitivity measure(
            ModelQuantizer quantizer,
            EvaluationSession session,
            QuantPlan plan,
            Progress progress,
            Cancellation cancellation) {
        List<String> names = quantizer.layers().stream()
                .filter(l -> l.hasWeights() && !plan.configFor(l.name()).equals(LayerConfig.FLOAT))
                .map(Layer::name)
                .toList();
        Set<String> all = quantizer.layers().stream().map(Layer::name).collect(Collectors.toSet());
        QuantPlan nothing = plan.withLayers(all, c -> LayerConfig.FLOAT);
        List<EvaluationResult> alone = new ArrayList<>(names.size());
        List<OfLayer> layers = new ArrayList<>(names.size());
        int total = Math.max(1, 2 * names.size());
        for (String name : names) {
            progress.report(alone.size(), total);
            QuantPlan one = nothing.withLayer(name, plan.configFor(name));
            alone.add(session.evaluate(quantizer.quantize(one), r -> {}, cancellation));
        }
        for (String name : names) {
            progress.report(names.size() + layers.size(), total);
            QuantPlan others = plan.withLayer(name, LayerConfig.FLOAT);
            EvaluationResult allBut = session.evaluate(quantizer.quantize(others), r -> {}, cancellation);
            layers.add(new OfLayer(name, alone.get(layers.size()), allBut));
        }
        progress.report(total, total);
        return new Sensitivity(layers);
    }
}
