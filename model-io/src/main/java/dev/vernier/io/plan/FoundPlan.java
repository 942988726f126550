package dev.vernier.io.plan;

import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Layer;
import dev.vernier.engine.spec.LayerConfig;
import dev.vernier.engine.spec.Precision;
import dev.vernier.engine.spec.Preset;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.engine.spec.TargetRuntime;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The plan that a quantized file is. */
public final class FoundPlan {
    private FoundPlan() {}

    /**
     * Every layer as the file has it, those that are not named in {@code configs} in float. The preset is the one most layers with weights
     * come closest to; all layers that differ from it are overridden.
     */
    public static QuantPlan of(Graph graph, Map<String, LayerConfig> configs, TargetRuntime target) {
        Map<String, LayerConfig> layers = new TreeMap<>();
        Map<Preset, Integer> votes = new EnumMap<>(Preset.class);
        for (Layer layer : Layer.listOf(graph)) {
            LayerConfig config = configs.getOrDefault(layer.name(), LayerConfig.FLOAT);
            layers.put(layer.name(), config);
            if (layer.hasWeights()) {
                votes.merge(preset(config), 1, Integer::sum);
            }
        }
        Preset most = votes.entrySet().stream()
                .max(Comparator.comparingInt(Map.Entry::getValue))
                .map(Map.Entry::getKey)
                .orElse(Preset.FP32);
        return QuantPlan.of(most, target, layers);
    }

    private static Preset preset(LayerConfig config) {
        Precision w = config.weights().precision();
        Precision a = config.activations().precision();
        if (config.activations().isDynamic()) {
            return Preset.DYNAMIC;
        }
        if (w == Precision.FP16) {
            return Preset.FP16;
        }
        return switch (a) {
            case INT16 -> Preset.INT16X8;
            case INT8 -> w == Precision.INT4 ? Preset.INT4 : Preset.INT8;
            default -> w == Precision.INT8 ? Preset.W8 : w == Precision.INT4 ? Preset.W4 : Preset.FP32;
        };
    }

    /** {@code 12 layers int8/int8, 1 layer fp32/fp32}: weights and activations of the layers that have weights. */
    public static String summary(Graph graph, QuantPlan plan) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (Layer layer : Layer.listOf(graph)) {
            if (layer.hasWeights()) {
                LayerConfig c = plan.configFor(layer.name());
                String activations = c.activations().isDynamic()
                        ? "dynamic " + c.activations().precision().label()
                        : c.activations().precision().label();
                counts.merge(c.weights().precision().label() + " × " + activations, 1, Integer::sum);
            }
        }
        return counts.isEmpty()
                ? "no layer has weights"
                : counts.entrySet().stream()
                        .map(e -> e.getValue() + (e.getValue() == 1 ? " layer " : " layers ") + e.getKey())
                        .collect(Collectors.joining(", "));
    }
}
