package dev.vernier.engine.spec;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * What the user asks for a whole model: a preset, and the layers that differ from it. Immutable; an edit makes a new plan.
 *
 * <p>Two plans that ask for the same are equal: a layer that is set to what the preset says is not kept as a difference.
 */
public final class QuantPlan {
    private final Preset preset;
    private final TargetRuntime target;
    private final Map<String, LayerConfig> overrides;

    private QuantPlan(Preset preset, TargetRuntime target, Map<String, LayerConfig> overrides) {
        this.preset = Objects.requireNonNull(preset);
        this.target = Objects.requireNonNull(target);
        TreeMap<String, LayerConfig> kept = new TreeMap<>(overrides);
        kept.values().removeIf(preset.config()::equals);
        this.overrides = Collections.unmodifiableMap(kept);
    }

    public static QuantPlan of(Preset preset) {
        return new QuantPlan(preset, TargetRuntime.ONNXRUNTIME, Map.of());
    }

    public static QuantPlan of(Preset preset, TargetRuntime target, Map<String, LayerConfig> overrides) {
        return new QuantPlan(preset, target, overrides);
    }

    public Preset preset() {
        return preset;
    }

    public TargetRuntime target() {
        return target;
    }

    /** The layers that differ from the preset, by name in alphabetical order. */
    public Map<String, LayerConfig> overrides() {
        return overrides;
    }

    /** What is asked for the layer (or graph input) called {@code layer}. */
    public LayerConfig configFor(String layer) {
        return overrides.getOrDefault(layer, preset.config());
    }

    public boolean isOverridden(String layer) {
        return overrides.containsKey(layer);
    }

    public QuantPlan withLayer(String layer, LayerConfig config) {
        Map<String, LayerConfig> copy = new TreeMap<>(overrides);
        copy.put(layer, config);
        return new QuantPlan(preset, target, copy);
    }

    /** The same edit on several layers at once. */
    public QuantPlan withLayers(Set<String> layers, UnaryOperator<LayerConfig> edit) {
        Map<String, LayerConfig> copy = new TreeMap<>(overrides);
        layers.forEach(l -> copy.put(l, edit.apply(configFor(l))));
        return new QuantPlan(preset, target, copy);
    }

    /** The layer as the preset has it. */
    public QuantPlan withoutLayer(String layer) {
        return withLayer(layer, preset.config());
    }

    /** Another preset for all layers; earlier differences are dropped. */
    public QuantPlan withPreset(Preset p) {
        return new QuantPlan(p, target, Map.of());
    }

    public QuantPlan withTarget(TargetRuntime t) {
        return new QuantPlan(preset, t, overrides);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof QuantPlan
                && preset == ((QuantPlan) other).preset
                && target == ((QuantPlan) other).target
                && overrides.equals(((QuantPlan) other).overrides);
    }

    @Override
    public int hashCode() {
        return Objects.hash(preset, target, overrides);
    }

    @Override
    public String toString() {
        return preset.label() + " for " + target.label() + (overrides.isEmpty() ? "" : " except " + overrides.keySet());
    }
}
