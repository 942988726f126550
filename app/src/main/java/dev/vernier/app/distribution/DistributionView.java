package dev.vernier.app.distribution;

import dev.vernier.app.layers.TensorSide;

/** Which histograms are shown. */
public enum DistributionView {
    WEIGHTS("Weights", TensorSide.WEIGHTS),
    ACTIVATIONS("Activations", TensorSide.ACTIVATIONS),
    /** Activations in front, with the handles; weights as an outline behind. */
    BOTH("Both", TensorSide.ACTIVATIONS),
    /** Float output against quantized output instead of a histogram. */
    ERROR("Error", TensorSide.ACTIVATIONS);

    private final String title;
    private final TensorSide front;

    DistributionView(String title, TensorSide front) {
        this.title = title;
        this.front = front;
    }

    public String title() {
        return title;
    }

    /** Whether a layer without weights has nothing to show here. */
    boolean needsWeights() {
        return this == WEIGHTS || this == BOTH;
    }

    /** The tensor that the handles belong to. */
    public TensorSide front() {
        return front;
    }
}
