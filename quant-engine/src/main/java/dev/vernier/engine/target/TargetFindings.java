package dev.vernier.engine.target;

import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Layer;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.engine.spec.TargetRuntime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Checks plans against the rules of their target, before anything is run or exported. */
public final class TargetFindings {
    private static final Map<TargetRuntime, List<TargetRule>> RULES = new EnumMap<>(TargetRuntime.class);

    static {
        RULES.put(TargetRuntime.ONNXRUNTIME, OnnxRuntimeRules.ALL);
        RULES.put(TargetRuntime.TFLITE, TfliteRules.ALL);
        RULES.put(TargetRuntime.RESEARCH, List.of());
    }

    private TargetFindings() {}

    /** What {@code plan}'s target does otherwise, layer by layer in running order; empty if it runs the plan as asked. */
    public static List<TargetFinding> of(Graph graph, QuantPlan plan) {
        return of(graph, Layer.listOf(graph), plan);
    }

    /** @param layers of {@code graph} */
    public static List<TargetFinding> of(Graph graph, List<Layer> layers, QuantPlan plan) {
        List<TargetFinding> findings = new ArrayList<>();
        for (Layer layer : layers) {
            TargetRule.Asked asked = new TargetRule.Asked(graph, layer, plan.configFor(layer.name()));
            EveryTargetRules.ALL.forEach(r -> r.check(asked).ifPresent(findings::add));
            RULES.get(plan.target()).forEach(r -> r.check(asked).ifPresent(findings::add));
        }
        return List.copyOf(findings);
    }

    /** Findings that say the same, with the layers they are about, in order. */
    public static Map<String, List<TargetFinding>> bySentence(List<TargetFinding> findings) {
        Map<String, List<TargetFinding>> grouped = new LinkedHashMap<>();
        findings.forEach(f ->
                grouped.computeIfAbsent(f.sentence(), s -> new ArrayList<>()).add(f));
        return grouped;
    }
}
