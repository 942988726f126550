package dev.vernier.app.sensitivity;

/** How one layer is told apart from the others. */
enum SensitivityWay {
    ALONE("Alone", "alone", "Only this layer quantized, everything else float: what it costs by itself"),
    ALL_BUT("All but it", "left float", "The plan with only this layer left float: what comes back");

    private final String title;
    private final String words;
    private final String description;

    SensitivityWay(String title, String words, String description) {
        this.title = title;
        this.words = words;
        this.description = description;
    }

    String title() {
        return title;
    }

    /** What happens to the layer, after its name. */
    String words() {
        return words;
    }

    String description() {
        return description;
    }
}
