package dev.vernier.engine.quantize;

import dev.vernier.engine.calibrate.CalibrationResult;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.spec.QuantPlan;

/** Lowers a plan to the explicit graph that runs and is exported. */
public final class ModelQuantizer {
    private ModelQuantizer() {}

    public static QuantizedModel quantize(Graph graph, CalibrationResult calibration, QuantPlan plan) {
        throw new UnsupportedOperationException();
    }
}
