package dev.vernier.engine.quantize;

import dev.vernier.engine.calibrate.CalibrationResult;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.spec.QuantPlan;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A plan made concrete: the explicit graph with its quantize and dequantize steps (the very graph that runs and is exported), and the
 * numbers of each layer. Immutable.
 */
public final class QuantizedModel {
    private final Graph source;
    private final Graph reference;
    private final CalibrationResult calibration;
    private final Graph graph;
    private final QuantPlan plan;
    private final Map<String, QuantizedLayer> layers;

    QuantizedModel(
            Graph source,
            Graph reference,
            CalibrationResult calibration,
            Graph graph,
            QuantPlan plan,
            List<QuantizedLayer> layers) {
        this.source = source;
        this.reference = reference;
        this.calibration = calibration;
        this.graph = graph;
        this.plan = plan;
        Map<String, QuantizedLayer> byName = new LinkedHashMap<>();
        layers.forEach(l -> byName.put(l.layer().name(), l));
        this.layers = Collections.unmodifiableMap(byName);
    }

    /** The float graph. */
    public Graph source() {
        return source;
    }

    /**
     * The float graph that was quantized: {@link #source()}, or the same function with channels rescaled. What a layer's result is compared
     * with.
     */
    public Graph reference() {
        return reference;
    }

    /** What the activations of {@link #reference()} showed. */
    public CalibrationResult calibration() {
        return calibration;
    }

    /** The lowered graph. */
    public Graph graph() {
        return graph;
    }

    public QuantPlan plan() {
        return plan;
    }

    /** By layer name, in running order; graph inputs first. */
    public Map<String, QuantizedLayer> layers() {
        return layers;
    }

    public QuantizedLayer layer(String name) {
        QuantizedLayer l = layers.get(name);
        if (l == null) {
            throw new IllegalArgumentException("no layer " + name);
        }
        return l;
    }

    /** All layers' bytes together: what the file of the plan's target takes, within 2 percent. */
    public long sizeBytes() {
        return layers.values().stream().mapToLong(QuantizedLayer::sizeBytes).sum();
    }

    /** Bytes of the float model in the same file format. */
    public long floatSizeBytes() {
        return FileSize.ofFloat(source, plan.target());
    }
}
