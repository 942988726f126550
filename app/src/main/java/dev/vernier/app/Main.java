package dev.vernier.app;

import dev.vernier.app.cli.Terminal;
import dev.vernier.app.cli.VernierCommand;
import dev.vernier.app.workbench.OpenRequest;
import dev.vernier.engine.VernierException;

/** Where the program starts. Holds no JavaFX type, so that commands without a window never load the toolkit. */
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        System.exit(VernierCommand.commandLine(Main::openWindow, Terminal.ofProcess())
                .execute(args));
    }

    private static void openWindow(OpenRequest request) {
        throw new VernierException(
                "The window is not available in this version; use vernier compare or vernier evaluate");
    }
}
