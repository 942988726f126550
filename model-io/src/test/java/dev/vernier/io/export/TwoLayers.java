package dev.vernier.io.export;

import dev.vernier.engine.calibrate.CalibrationResult;
import dev.vernier.engine.calibrate.CalibrationRun;
import dev.vernier.engine.data.InMemoryDataset;
import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.TensorSpec;
import dev.vernier.engine.graph.op.Clamp;
import dev.vernier.engine.graph.op.Gemm;
import dev.vernier.engine.graph.shape.ShapeInference;
import dev.vernier.engine.progress.Cancellation;
import dev.vernier.engine.progress.Progress;
import dev.vernier.engine.quantize.ModelQuantizer;
import dev.vernier.engine.quantize.QuantizedModel;
import dev.vernier.engine.spec.LayerConfig;
import dev.vernier.engine.spec.Preset;
import dev.vernier.engine.spec.QuantPlan;
import java.util.List;

/**
 * A network whose grids are round numbers: {@code x} in -1 … 1.55 has scale 0.01 and zero point -28, the weights of {@code fc1} have scales
 * 0.01 and 0.002.
 */
final class TwoLayers {
    static final Graph GRAPH = ShapeInference.annotate(Graph.builder("two layers")
            .input(new TensorSpec("x", DataType.FLOAT32, Shape.of(Shape.UNKNOWN, 2)))
            .constant("w1", TensorData.ofFloats(Shape.of(2, 2), 1.27f, -0.635f, 0.254f, 0.127f))
            .constant("b1", TensorData.ofFloats(Shape.of(2), 0.5f, -0.25f))
            .constant("w2", TensorData.ofFloats(Shape.of(1, 2), 1f, -1f))
            .node(new Node("fc1", new Gemm(false, true, 1, 1, Clamp.RELU), List.of("x", "w1", "b1"), List.of("h")))
            .node(new Node("fc2", new Gemm(false, true, 1, 1, Clamp.NONE), List.of("h", "w2"), List.of("y")))
            .output("y")
            .build());

    static final CalibrationResult CALIBRATION = CalibrationRun.run(
            GRAPH,
            InMemoryDataset.of(
                    "corners",
                    List.of("x"),
                    List.of(TensorData.ofFloats(Shape.of(3, 2), -1f, 1.55f, 0f, 0f, 1.55f, -1f)),
                    new int[0],
                    List.of()),
            3,
            "corners",
            Progress.NONE,
            Cancellation.NEVER);

    private TwoLayers() {}

    static ConfigSource at(QuantPlan plan) {
        QuantizedModel model = ModelQuantizer.quantize(GRAPH, CALIBRATION, plan);
        return new ConfigSource(model, CALIBRATION);
    }

    static ConfigSource at(Preset preset) {
        return at(QuantPlan.of(preset));
    }

    /** {@code int8} but for the second layer. */
    static ConfigSource mixed(Preset second) {
        LayerConfig config = second.config();
        return at(QuantPlan.of(Preset.INT8).withLayer("fc2", config));
    }
}
