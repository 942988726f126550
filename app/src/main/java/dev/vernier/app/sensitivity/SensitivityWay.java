package dev.vernier.app.sensitivity;

/** How one layer is told apart from the others. */
enum SensitivityWay {
    ALONE("Alone", "Only this layer quantized, everything else float: what it costs by itself"),
    ALL_BUT("All but it", "The plan with only this layer left float: what comes back");

    private final String title;
    private final String description;

    SensitivityWay(String title, String description) {
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
