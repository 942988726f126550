package dev.vernier.app.network;

/** What the colours of the boxes say. */
enum NetworkColoring {
    PRECISION("Precision", "Number formats of weights and activations"),
    ERROR("Error", "Local error of each layer, the worse of weights and activations (SQNR, higher is better)"),
    SIZE("Size", "Stored bytes of each layer");

    private final String title;
    private final String description;

    NetworkColoring(String title, String description) {
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
