package dev.vernier.app;

import dev.vernier.app.cli.Terminal;
import dev.vernier.app.cli.VernierCommand;
import dev.vernier.app.window.FxWindowLauncher;
import dev.vernier.app.workbench.OpenRequest;

/** Where the program starts. Holds no JavaFX type, so that commands without a window never load the toolkit. */
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        System.exit(VernierCommand.commandLine(Main::openWindow, Terminal.ofProcess())
                .execute(args));
    }

    private static void openWindow(OpenRequest request) {
        new FxWindowLauncher().open(request);
    }
}
