package dev.vernier.engine.spec;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * What the user asks for a whole model: a preset, the layers that differ from it, and cures. Immutable; an edit makes a new plan.
 *
 * <p>Two plans that ask for the same are equal: a layer that is set to what the preset says is not kept as a difference.
 */
public final class QuantPlan {
    private final Preset preset;
    private final TargetRuntime target;
    private final Map<String, LayerConfig> overrides;
    private final Cures cures;

    private QuantPlan(Preset preset, TargetRuntime target, Map<String, LayerConfig> overrides, Cures cures) {
        this.cures = Objects.requireNonNull(cures);
        this.preset = Objects.requireNonNull(preset);
        this.target = Objects.requireNonNull(target);
        TreeMap<String, LayerConfig> kept = new TreeMap<>(overrides);
        kept.values().removeIf(preset.config()::equals);
        this.overrides = Collections.unmodifiableMap(kept);
    }

    public static QuantPlan of(Preset preset) {
        return new QuantPlan(preset, TargetRuntime.ONNXRUNTIME, Map.of(), Cures.NONE);
    }

    public static QuantPlan of(Preset preset, TargetRuntime target, Map<String, LayerConfig> overrides) {
        return new QuantPlan(preset, target, overrides, Cures.NONE);
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
        return new QuantPlan(preset, target, copy, cures);
    }

    /** The same edit on several layers at once. */
    public QuantPlan withLayers(Set<String> layers, UnaryOperator<LayerConfig> edit) {
        Map<String, LayerConfig> copy = new TreeMap<>(overrides);
        layers.forEach(l -> copy.put(l, edit.apply(configFor(l))));
        return new QuantPlan(preset, target, copy, cures);
    }

    /** The layer as the preset has it. */
    public QuantPlan withoutLayer(String layer) {
        return withLayer(layer, preset.config());
    }

    /** Another preset for all layers; earlier differences are dropped, cures stay. */
    public QuantPlan withPreset(Preset p) {
        return new QuantPlan(p, target, Map.of(), cures);
    }

    public QuantPlan withTarget(TargetRuntime t) {
        return new QuantPlan(preset, t, overrides, cures);
    }

    /** What is done to the model before and while it is quantized. */
    public Cures cures() {
        return cures;
    }

    public QuantPlan withCures(Cures c) {
        return new QuantPlan(preset, target, overrides, c);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof QuantPlan
                && preset == ((QuantPlan) other).preset
                && target == ((QuantPlan) other).target
                && overrides.equals(((QuantPlan) other).overrides)
                && cures.equals(((QuantPlan) other).cures);
    }

    @Override
    public int hashCode() {
        return Objects.hash(preset, target, overrides, cures);
    }

    @Override
    public String toString() {
        return preset.label() + " for " + target.label() + (overrides.isEmpty() ? "" : " except " + overrides.keySet());
    }
}
