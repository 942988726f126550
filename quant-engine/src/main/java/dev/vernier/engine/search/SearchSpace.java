package dev.vernier.engine.search;

import dev.vernier.engine.VernierException;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Layer;
import dev.vernier.engine.quantize.ModelQuantizer;
import dev.vernier.engine.spec.LayerConfig;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.engine.spec.QuantSpec;
import dev.vernier.engine.target.TargetFinding;
import dev.vernier.engine.target.TargetFindings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The plans that are searched among: for each layer with weights one of several precisions, everything else as a plan has it. Immutable.
 *
 * <p>What the plan says about a layer at the chosen precision stays, such as a range set by hand. A layer without weights, and an input,
 * gets the widest activations of the layers it reads from (an input: of those that read it), unless the plan sets it apart from its preset.
 */
final class SearchSpace {
    private final Graph graph;
    private final QuantPlan base;
    private final List<Layer> all;
    private final List<Layer> searched;
    private final List<PrecisionChoice> choices;
    private final boolean[][] offered;
    private final Map<String, List<String>> neighbours;

    /**
     * @param choices in any order; each is tried in its {@linkplain PrecisionChoice#variants() variants}
     * @throws VernierException if no layer has weights, or there is no choice
     */
    SearchSpace(ModelQuantizer quantizer, QuantPlan base, List<PrecisionChoice> choices) {
        this.graph = quantizer.graph();
        this.base = base;
        this.all = quantizer.layers();
        this.searched = all.stream().filter(Layer::hasWeights).toList();
        if (searched.isEmpty()) {
            throw new VernierException(
                    "Model " + graph.name() + " has no layer with weights; there is nothing to search among");
        }
        this.choices = choices.stream()
                .distinct()
                .flatMap(c -> c.variants().stream())
                .sorted(Comparator.comparingInt(PrecisionChoice::width).reversed())
                .toList();
        if (this.choices.isEmpty()) {
            throw new IllegalArgumentException("no choices");
        }
        this.neighbours = neighbours(graph, all);
        this.offered = new boolean[searched.size()][this.choices.size()];
        for (int c = 0; c < this.choices.size(); c++) {
            Set<String> refused = refused(c);
            for (int l = 0; l < searched.size(); l++) {
                // the widest is what everything is measured from
                offered[l][c] = c == 0 || !refused.contains(searched.get(l).name());
            }
        }
    }

    /** Layers for which the target has no file with choice {@code c}. */
    private Set<String> refused(int c) {
        int[] alike = new int[searched.size()];
        Arrays.fill(alike, c);
        Set<String> refused = new HashSet<>();
        for (TargetFinding f : TargetFindings.of(graph, all, plan(Assignment.of(alike)))) {
            if (f.weight() == TargetFinding.Weight.REFUSED) {
                refused.add(f.layer());
            }
        }
        return refused;
    }

    /** Where a layer's activations come from; an input's readers. */
    private static Map<String, List<String>> neighbours(Graph graph, List<Layer> all) {
        Map<String, String> makers = new HashMap<>();
        all.forEach(l -> {
            l.node().ifPresent(n -> n.outputs().forEach(o -> makers.put(o, l.name())));
            makers.putIfAbsent(l.output().name(), l.name());
        });
        Map<String, List<String>> neighbours = new HashMap<>();
        for (Layer layer : all) {
            List<String> from = new ArrayList<>();
            layer.node()
                    .ifPresent(n -> n.inputs().stream()
                            .map(makers::get)
                            .filter(m -> m != null)
                            .forEach(from::add));
            neighbours.put(layer.name(), from);
        }
        for (Layer input : all) {
            if (input.isInput()) {
                neighbours.put(
                        input.name(),
                        all.stream()
                                .filter(l -> l.activationInputs()
                                        .contains(input.output().name()))
                                .map(Layer::name)
                                .toList());
            }
        }
        return neighbours;
    }

    Graph graph() {
        return graph;
    }

    int layers() {
        return searched.size();
    }

    Layer layer(int l) {
        return searched.get(l);
    }

    /** The widest first. */
    List<PrecisionChoice> choices() {
        return choices;
    }

    boolean isOffered(int layer, int choice) {
        return offered[layer][choice];
    }

    /** Every layer at {@code choice}, or at the next wider one that it is offered. */
    Assignment uniform(int choice) {
        int[] chosen = new int[searched.size()];
        for (int l = 0; l < chosen.length; l++) {
            int c = choice;
            while (!offered[l][c]) {
                c--;
            }
            chosen[l] = c;
        }
        return Assignment.of(chosen);
    }

    /** Every layer at the narrowest choice that it is offered; of variants at the one that is not clipped. */
    Assignment narrowest() {
        int narrow = choices.size() - 1;
        while (narrow > 0
                && choices.get(narrow - 1).width() == choices.get(narrow).width()) {
            narrow--;
        }
        return uniform(narrow);
    }

    QuantPlan plan(Assignment assignment) {
        Map<String, LayerConfig> configs = new TreeMap<>(base.overrides());
        Map<String, QuantSpec> activations = new HashMap<>();
        for (int l = 0; l < searched.size(); l++) {
            String name = searched.get(l).name();
            LayerConfig config = merged(
                    base.configFor(name), choices.get(assignment.choice(l)).config());
            configs.put(name, config);
            activations.put(name, config.activations());
        }
        for (Layer layer : all) {
            if (!layer.isInput() && !layer.hasWeights()) {
                follow(layer, configs, activations);
            }
        }
        for (Layer layer : all) {
            if (layer.isInput()) {
                follow(layer, configs, activations);
            }
        }
        return QuantPlan.of(base.preset(), base.target(), configs).withCures(base.cures());
    }

    private void follow(Layer layer, Map<String, LayerConfig> configs, Map<String, QuantSpec> activations) {
        LayerConfig own = base.configFor(layer.name());
        QuantSpec spec = own.activations();
        if (!base.isOverridden(layer.name())) {
            spec = neighbours.get(layer.name()).stream()
                    .map(activations::get)
                    .filter(s -> s != null)
                    .max(Comparator.comparingInt(PrecisionChoice::widthOf))
                    .map(widest -> merged(own.activations(), widest))
                    .orElse(spec);
            configs.put(layer.name(), own.withActivations(spec));
        }
        activations.put(layer.name(), spec);
    }

    private static LayerConfig merged(LayerConfig own, LayerConfig chosen) {
        // a choice that clips weights says so itself
        boolean ownWeights = sameGrid(own.weights(), chosen.weights())
                && chosen.weights()
                        .rule()
                        .equals(QuantSpec.weights(chosen.weights().precision()).rule());
        return new LayerConfig(
                ownWeights ? own.weights() : chosen.weights(), merged(own.activations(), chosen.activations()));
    }

    private static QuantSpec merged(QuantSpec own, QuantSpec chosen) {
        return sameGrid(own, chosen) ? own : chosen;
    }

    private static boolean sameGrid(QuantSpec own, QuantSpec chosen) {
        return own.precision() == chosen.precision() && own.isDynamic() == chosen.isDynamic();
    }
}
