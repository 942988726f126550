package dev.vernier.app.project;

import dev.vernier.engine.calibrate.TensorStatistics;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Layer;
import dev.vernier.engine.quantize.QuantizedLayer;
import dev.vernier.engine.quantize.QuantizedModel;
import java.util.Map;
import java.util.Optional;

/**
 * The float network whose tensors are shown: the one that the present plan quantizes, which is the model's own or, where the plan equalizes,
 * the same function with its channels rescaled. Ranges and grids are meant for its numbers.
 */
public final class ShownNetwork {
    private final Project project;
    private final Optional<QuantizedModel> quantized;

    private ShownNetwork(Project project, Optional<QuantizedModel> quantized) {
        this.project = project;
        this.quantized = quantized;
    }

    /** @param quantized null before the first plan was quantized; not used if it is of another model */
    public static ShownNetwork of(Project project, QuantizedModel quantized) {
        return new ShownNetwork(project, Optional.ofNullable(quantized).filter(q -> q.source() == project.graph()));
    }

    public Graph graph() {
        return quantized.map(QuantizedModel::reference).orElse(project.graph());
    }

    /** The layer as this network has it. */
    public Layer layer(Layer layer) {
        return quantized
                .map(q -> q.layers().get(layer.name()))
                .map(QuantizedLayer::layer)
                .orElse(layer);
    }

    /** Of every activation that calibration saw, by name; empty without data. */
    public Map<String, TensorStatistics> activationStatistics() {
        return quantized.map(q -> q.calibration().statistics()).orElse(project.activationStatistics());
    }
}
