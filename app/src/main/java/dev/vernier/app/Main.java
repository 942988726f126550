package dev.vernier.app;

import dev.vernier.app.cli.VernierCommand;

/** Where the program starts. Holds no JavaFX type, so that commands without a window never load the toolkit. */
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        System.exit(VernierCommand.commandLine().execute(args));
    }
}
