package dev.vernier.engine.analyze;

import dev.vernier.engine.graph.Layer;
import dev.vernier.engine.spec.LayerConfig;
import dev.vernier.engine.spec.QuantPlan;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A plan with one layer at a time taken in or left out, in running order: what parts from what another shares with it ever later, so that
 * most is computed once. Immutable.
 */
public final class LayerAblation {
    private final QuantPlan plan;
    private final SensitivityPart part;
    private final QuantPlan nothing;
    private final List<String> layers;

    /**
     * @param all every layer of the graph, in running order
     * @param plan what is taken apart
     */
    LayerAblation(List<Layer> all, QuantPlan plan, SensitivityPart part) {
        this.plan = plan;
        this.part = part;
        Set<String> names = all.stream().map(Layer::name).collect(Collectors.toSet());
        this.nothing = plan.withLayers(names, c -> LayerConfig.FLOAT);
        this.layers = layersOf(all, plan, part);
    }

    /** Names of those of {@code layers} of which {@code plan} quantizes {@code part}, in their order. */
    public static List<String> layersOf(List<Layer> layers, QuantPlan plan, SensitivityPart part) {
        return layers.stream()
                .filter(l -> part.isQuantized(l, plan))
                .map(Layer::name)
                .toList();
    }

    SensitivityPart part() {
        return part;
    }

    /** Names of the layers of which the plan quantizes something, in running order. */
    List<String> layers() {
        return layers;
    }

    /** For each layer the plan that quantizes nothing else. */
    List<QuantPlan> alone() {
        return layers.stream()
                .map(l -> nothing.withLayer(l, part.only(plan.configFor(l))))
                .toList();
    }

    /** For each layer the plan with that layer left float. */
    List<QuantPlan> allBut() {
        return layers.stream()
                .map(l -> plan.withLayer(l, part.without(plan.configFor(l))))
                .toList();
    }
}
