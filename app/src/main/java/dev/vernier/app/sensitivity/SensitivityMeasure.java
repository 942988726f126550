package dev.vernier.app.sensitivity;

import dev.vernier.engine.evaluate.Metric;

/** What a layer's effect on the output is measured in. */
enum SensitivityMeasure {
    /** The metric that matters most for this model and data. */
    HEADLINE("Accuracy", "How much of the metric that matters most is lost, with its 95 % interval"),
    SQNR("SQNR", "Signal to quantization noise of the model's output, in dB; tells layers apart that cost no sample"),
    KL("KL", "Divergence of the class probabilities from the float model's");

    private final String title;
    private final String description;

    SensitivityMeasure(String title, String description) {
        this.title = title;
        this.description = description;
    }

    String title() {
        return title;
    }

    String description() {
        return description;
    }

    /** @param main the metric that matters most */
    Metric metric(Metric main) {
        switch (this) {
            case SQNR:
                return Metric.OUTPUT_SQNR;
            case KL:
                return Metric.KL_DIVERGENCE;
            default:
                return main;
        }
    }
}
