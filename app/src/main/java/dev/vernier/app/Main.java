package dev.vernier.app;

import dev.vernier.app.cli.Terminal;
import dev.vernier.app.cli.VernierCommand;
import dev.vernier.app.window.FxWindowLauncher;
import dev.vernier.app.window.WindowClasses;
import dev.vernier.app.workbench.OpenRequest;

/** Where the program starts. Holds no JavaFX type, so that commands without a window never load the toolkit. */
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        int status = VernierCommand.commandLine(Main::openWindow, Terminal.ofProcess())
                .execute(args);
        // The launcher's run that archives the classes it loads opens no window, and yet is to hold a window's.
        if (Boolean.getBoolean("vernier.archiving")) {
            WindowClasses.load();
        }
        System.exit(status);
    }

    private static void openWindow(OpenRequest request) {
        new FxWindowLauncher().open(request);
    }
}
