package dev.vernier.app.network;

/** Which way a drawn network runs. */
enum NetworkDirection {
    DOWN("Down", "From top to bottom"),
    RIGHT("Right", "From left to right, for a low drawer"),
    COLUMNS("Columns", "From top to bottom in columns beside each other, for a deep network");

    private final String title;
    private final String description;

    NetworkDirection(String title, String description) {
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
