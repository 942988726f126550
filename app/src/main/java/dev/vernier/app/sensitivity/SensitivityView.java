package dev.vernier.app.sensitivity;

/** What the drawer's sensitivity tab shows. */
enum SensitivityView {
    LAYERS("Layers", "What each layer costs in the present plan"),
    SEARCH("Search", "Find a precision for each layer: the smallest model within a drop, or the best within a size");

    private final String title;
    private final String description;

    SensitivityView(String title, String description) {
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
