package dev.vernier.engine.quantize;

import dev.vernier.engine.VernierException;
import dev.vernier.engine.calibrate.CalibrationResult;
import dev.vernier.engine.calibrate.VariantCalibration;
import dev.vernier.engine.equalize.CrossLayerEqualization;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Layer;
import dev.vernier.engine.spec.Cures;
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
    private static final String EQUALIZED = "cross-layer equalization";

    private final CalibratedGraph plain;
    private final Set<String> layerNames = new HashSet<>();
    private CalibratedGraph equalized;

    public ModelQuantizer(Graph graph, CalibrationResult calibration) {
        this.plain = new CalibratedGraph(graph, calibration);
        plain.layers().forEach(l -> layerNames.add(l.name()));
    }

    /** A float graph to be quantized, with what its activations showed and what was computed for plans before. */
    private record CalibratedGraph(
            Graph graph,
            CalibrationResult calibration,
            List<Layer> layers,
            QuantizedWeightCache weightCache,
            ActivationErrorCache errorCache) {
        CalibratedGraph(Graph graph, CalibrationResult calibration) {
            this(
                    graph,
                    calibration,
                    Layer.listOf(graph),
                    new QuantizedWeightCache(graph),
                    new ActivationErrorCache(calibration));
        }
    }

    /** Lowers one plan. For a series of plans on one graph, keep an instance. */
    public static QuantizedModel quantize(Graph graph, CalibrationResult calibration, QuantPlan plan) {
        return new ModelQuantizer(graph, calibration).quantize(plan);
    }

    public Graph graph() {
        return plain.graph();
    }

    public CalibrationResult calibration() {
        return plain.calibration();
    }

    /** All layers of the float graph: inputs first, then in running order. */
    public List<Layer> layers() {
        return plain.layers();
    }

    /**
     * The explicit graph and the numbers that {@code plan} means.
     *
     * @throws VernierException if the plan names a layer that the graph does not have, or asks for what has no meaning
     */
    public QuantizedModel quantize(QuantPlan plan) {
        check(plan);
        CalibratedGraph base = equalization(plan.cures().equalization());
        return lowering(base, plan);
    }

    /** Pass 1: the float graph with its channels as the plan wants them, calibrated. */
    private CalibratedGraph equalization(Cures.Equalization how) {
        if (how == Cures.Equalization.NONE) {
            return plain;
        }
        synchronized (this) {
            if (equalized == null) {
                VariantCalibration.Variant v = plain.calibration()
                        .variants()
                        .of(EQUALIZED, () -> CrossLayerEqualization.apply(plain.graph(), plain.calibration()));
                equalized = new CalibratedGraph(v.graph(), v.calibration());
            }
            return equalized;
        }
    }

    /** Pass 2: every layer onto its grids, with learned roundings and corrected biases. */
    private QuantizedModel lowering(CalibratedGraph base, QuantPlan plan) {
        ActivationRanges ranges =
                new ActivationRanges(base.graph(), base.layers(), base.calibration(), base.errorCache(), plan);
        GraphLowering lowering = new GraphLowering(base.graph(), ranges, base.weightCache(), plan);
        List<QuantizedLayer> lowered = new ArrayList<>(base.layers().size());
        for (Layer layer : base.layers()) {
            lowered.add(lowering.lower(layer, plan.configFor(layer.name())));
        }
        Graph explicit = lowering.finish();
        if (plan.target() != TargetRuntime.RESEARCH) {
            Map<String, Long> bytes = FileSize.byLayer(base.graph(), explicit, lowering.spans(), plan.target());
            lowered.replaceAll(l -> l.withSizeBytes(bytes.get(l.layer().name())));
        }
        return new QuantizedModel(plain.graph(), base.graph(), base.calibration(), explicit, plan, lowered);
    }

    private void check(QuantPlan plan) {
        for (var entry : plan.overrides().entrySet()) {
            String layer = entry.getKey();
            if (!layerNames.contains(layer)) {
                throw new VernierException("The plan names layer \"" + layer + "\", which model "
                        + plain.graph().name()
                        + " does not have; use a plan made for this model, or remove that layer from the plan");
            }
            LayerConfig config = entry.getValue();
            if (!config.activations().precision().isFloat()
                    && !config.activations().precision().isInteger()) {
                throw new VernierException("The plan asks for "
                        + config.activations().precision().label() + " activations at layer \"" + layer
                        + "\"; only weights can be binary or ternary");
            }
            if (config.activations().isDynamic()
                    && config.activations().precision().isScaledFloat()) {
                throw new VernierException("The plan asks for ranges taken at run time in "
                        + config.activations().precision().label() + " at layer \"" + layer
                        + "\"; choose a calibrated range");
            }
            if (config.weights().isDynamic()) {
                throw new VernierException("The plan asks for weight ranges taken at run time at layer \"" + layer
                        + "\"; only activations can have those");
            }
        }
    }
}
