package dev.vernier.app;

import dev.vernier.app.cli.StandardOutput;
import dev.vernier.app.cli.Terminal;
import dev.vernier.app.cli.VernierCommand;
import dev.vernier.app.preferences.MemorySetting;
import dev.vernier.app.window.FxWindowLauncher;
import dev.vernier.app.window.WindowClasses;
import dev.vernier.app.workbench.OpenRequest;
import dev.vernier.app.workbench.WindowLauncher;
import picocli.CommandLine;

/** Where the program starts. Holds no JavaFX type, so that commands without a window never load the toolkit. */
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        Terminal terminal = Terminal.ofProcess();
        WindowLauncher window = Main::openWindow;
        // Most starts have no arguments. To read a command line is a tenth of a second, since no archive takes the
        // classes that do.
        if (args.length == 0 && terminal.display()) {
            try {
                MemorySetting.keepTo(MemorySetting.ofUser().bytes());
                openWindow(OpenRequest.bundledSample());
                System.exit(0);
            } catch (RuntimeException e) {
                // the command line knows how to tell it, and what to do without a display
                window = request -> {
                    throw e;
                };
            } catch (LinkageError | OutOfMemoryError e) {
                window = request -> {
                    throw e;
                };
            }
        }
        CommandLine line = VernierCommand.commandLine(window, terminal);
        int status = StandardOutput.checked(line.execute(args), line);
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
