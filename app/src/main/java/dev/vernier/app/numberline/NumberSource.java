package dev.vernier.app.numberline;

/** Where scale and zero point come from. */
enum NumberSource {
    WEIGHTS("Weights", "The selected layer's weights: their range, and some of them as dots"),
    ACTIVATIONS("Activations", "The selected layer's output: the range calibration saw, and quantiles of it as dots"),
    OWN("Own", "Scale and zero point as typed");

    private final String title;
    private final String description;

    NumberSource(String title, String description) {
        this.title = title;
        this.description = description;
    }

    String title() {
        return title;
    }

    String description() {
        return description;
    }
}
