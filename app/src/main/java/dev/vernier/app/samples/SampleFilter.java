package dev.vernier.app.samples;

/** Which samples are shown. */
enum SampleFilter {
    ALL("All", "Every sample, those whose prediction changed first"),
    CHANGED("Changed", "Samples that the quantized model predicts otherwise than the float model"),
    WRONG("Wrong", "Samples that the quantized model gets wrong");

    private final String title;
    private final String description;

    SampleFilter(String title, String description) {
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
