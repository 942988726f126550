package dev.vernier.engine.quantize;

import dev.vernier.engine.VernierException;
import dev.vernier.engine.calibrate.CalibrationResult;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Layer;
import dev.vernier.engine.spec.LayerConfig;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.engine.spec.TargetRuntime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Lowers plans to the explicit graph that runs and is exported. One quantizer serves one float graph and calibration; it remembers
 * quantized weights and chosen ranges, so that a plan that differs in one layer costs one layer's work.
 *
 * <p>Safe to be used from several threads.
 */
public final class ModelQuantizer {
    private final Graph graph;
    private final CalibrationResult calibration;
    private final List<Layer> layers;
    private final Set<String> layerNames = new HashSet<>();
    private final QuantizedWeightCache weightCache;

    public ModelQuantizer(Graph graph, CalibrationResult calibration) {
        this.graph = graph;
        this.calibration = calibration;
        this.layers = Layer.listOf(graph);
        layers.forEach(l -> layerNames.add(l.name()));
        this.weightCache = new QuantizedWeightCache(graph);
    }

    /** Lowers one plan. For a series of plans on one graph, keep an instance. */
    public static QuantizedModel quantize(Graph graph, CalibrationResult calibration, QuantPlan plan) {
        return new ModelQuantizer(graph, calibration).quantize(plan);
    }

    public Graph graph() {
        return graph;
    }

    public CalibrationResult calibration() {
        return calibration;
    }

    /** All layers of the float graph: inputs first, then in running order. */
    public List<Layer> layers() {
        return layers;
    }

    /**
     * The explicit graph and the numbers that {@code plan} means.
     *
     * @throws VernierException if the plan names a layer that the graph does not have, or asks for what has no meaning
     */
    public QuantizedModel quantize(QuantPlan plan) {
        check(plan);
        ActivationRanges ranges = new ActivationRanges(graph, layers, calibration, plan);
        GraphLowering lowering = new GraphLowering(graph, ranges, weightCache, plan.target());
        List<QuantizedLayer> lowered = new ArrayList<>(layers.size());
        for (Layer layer : layers) {
            lowered.add(lowering.lower(layer, plan.configFor(layer.name())));
        }
        Graph explicit = lowering.finish();
        if (plan.target() != TargetRuntime.RESEARCH) {
            Map<String, Long> bytes = FileSize.byLayer(graph, explicit, lowering.spans(), plan.target());
            lowered.replaceAll(l -> l.withSizeBytes(bytes.get(l.layer().name())));
        }
        return new QuantizedModel(graph, explicit, plan, lowered);
    }

    private void check(QuantPlan plan) {
        for (var entry : plan.overrides().entrySet()) {
            String layer = entry.getKey();
            if (!layerNames.contains(layer)) {
                throw new VernierException("The plan names layer \"" + layer + "\", which model " + graph.name()
                        + " does not have; use a plan made for this model, or remove that layer from the plan");
            }
            LayerConfig config = entry.getValue();
            if (!config.activations().precision().isFloat()
                    && !config.activations().precision().isInteger()) {
                throw new VernierException("The plan asks for "
                        + config.activations().precision().label() + " activations at layer \"" + layer
                        + "\"; only weights can be binary or ternary");
            }
            if (config.weights().isDynamic()) {
                throw new VernierException("The plan asks for weight ranges taken at run time at layer \"" + layer
                        + "\"; only activations can have those");
            }
        }
    }
}
