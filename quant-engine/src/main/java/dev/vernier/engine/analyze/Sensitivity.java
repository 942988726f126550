package dev.vernier.engine.analyze;

import dev.vernier.engine.evaluate.EvaluationResult;
import dev.vernier.engine.evaluate.EvaluationSession;
import dev.vernier.engine.progress.Cancellation;
import dev.vernier.engine.progress.Progress;
import dev.vernier.engine.quantize.ModelQuantizer;
import dev.vernier.engine.spec.QuantPlan;
import java.util.ArrayList;
import java.util.List;

/**
 * What each layer does to the output: each layer alone as a plan has it and everything else float, and the plan with that layer left float.
 * Immutable.
 *
 * @param part which of a layer's tensors
 * @param whole the plan as it is
 * @param layers in running order
 */
public record Sensitivity(SensitivityPart part, EvaluationResult whole, List<OfLayer> layers) {
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
     * Evaluates two plans a layer and the whole one.
     *
     * @param progress counts evaluations
     * @throws java.util.concurrent.CancellationException if asked to stop
     */
    public static Sensitivity measure(
            ModelQuantizer quantizer,
            EvaluationSession session,
            QuantPlan plan,
            SensitivityPart part,
            Progress progress,
            Cancellation cancellation) {
        LayerAblation ablation = new LayerAblation(quantizer, session, plan, part);
        List<String> names = ablation.layers();
        List<EvaluationResult> alone = new ArrayList<>(names.size());
        List<OfLayer> layers = new ArrayList<>(names.size());
        int total = 2 * names.size() + 1;
        for (String name : names) {
            progress.report(alone.size(), total);
            alone.add(ablation.alone(name, cancellation));
        }
        progress.report(names.size(), total);
        EvaluationResult whole = ablation.whole(cancellation);
        for (String name : names) {
            progress.report(names.size() + 1 + layers.size(), total);
            layers.add(new OfLayer(name, alone.get(layers.size()), ablation.allBut(name, cancellation)));
        }
        progress.report(total, total);
        return new Sensitivity(part, whole, layers);
    }
}
