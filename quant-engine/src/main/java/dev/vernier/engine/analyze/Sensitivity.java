package dev.vernier.engine.analyze;

import dev.vernier.engine.evaluate.EvaluationResult;
import dev.vernier.engine.evaluate.EvaluationSession;
import dev.vernier.engine.progress.Cancellation;
import dev.vernier.engine.progress.Progress;
import dev.vernier.engine.quantize.ModelQuantizer;
import dev.vernier.engine.quantize.QuantizedModel;
import dev.vernier.engine.spec.QuantPlan;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

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
     * Evaluates two plans a layer and the whole one, all at once on one batch of samples after another.
     *
     * @param session of the same graph as {@code quantizer}
     * @param plan what is taken apart
     * @param parts what is looked at; at least one
     * @param growing hears what is known so far, of growing numbers of samples
     * @param progress counts samples
     * @return by part
     * @throws java.util.concurrent.CancellationException if asked to stop
     */
    public static Map<SensitivityPart, Sensitivity> measure(
            ModelQuantizer quantizer,
            EvaluationSession session,
            QuantPlan plan,
            Set<SensitivityPart> parts,
            Consumer<Map<SensitivityPart, Sensitivity>> growing,
            Progress progress,
            Cancellation cancellation) {
        List<LayerAblation> ablations = parts.stream()
                .map(p -> new LayerAblation(quantizer.layers(), plan, p))
                .toList();
        List<QuantizedModel> models = new ArrayList<>();
        ablations.forEach(a -> a.alone().forEach(p -> models.add(quantizer.quantize(p))));
        ablations.forEach(a -> a.allBut().forEach(p -> models.add(quantizer.quantize(p))));
        models.add(quantizer.quantize(plan));
        List<EvaluationResult> results = session.evaluateAll(
                models,
                known -> {
                    progress.report(known.get(0).samples(), known.get(0).totalSamples());
                    growing.accept(byPart(ablations, known));
                },
                cancellation);
        return byPart(ablations, results);
    }

    /** @param results of each ablation's layers alone, then of all but them, then of the whole plan */
    private static Map<SensitivityPart, Sensitivity> byPart(
            List<LayerAblation> ablations, List<EvaluationResult> results) {
        Map<SensitivityPart, Sensitivity> parts = new EnumMap<>(SensitivityPart.class);
        int toAllBut = ablations.stream().mapToInt(a -> a.layers().size()).sum();
        int next = 0;
        for (LayerAblation ablation : ablations) {
            List<OfLayer> layers = new ArrayList<>(ablation.layers().size());
            for (String name : ablation.layers()) {
                layers.add(new OfLayer(name, results.get(next), results.get(toAllBut + next)));
                next++;
            }
            parts.put(ablation.part(), new Sensitivity(ablation.part(), results.get(results.size() - 1), layers));
        }
        return parts;
    }
}
