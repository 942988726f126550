package dev.vernier.app.cli;

import dev.vernier.app.workbench.OpenRequest;
import dev.vernier.app.workbench.WindowLauncher;
import picocli.CommandLine;

/** Opens the window, or, where there is no display, says so in one line and compares the techniques in the terminal. */
final class WindowOrTable {
    private final VernierCommand vernier;
    private final CommandLine command;

    WindowOrTable(VernierCommand vernier, CommandLine command) {
        this.vernier = vernier;
        this.command = command;
    }

    void open(OpenRequest request) {
        if (vernier.terminal().display()) {
            try {
                vernier.window().open(request);
                return;
            } catch (WindowLauncher.NoDisplayException e) {
                // told below, as where there is none from the start
            }
        }
        ErrorLine.print(
                command,
                "No display to open a window on; comparing the techniques here instead (vernier --help lists what else"
                        + " runs in a terminal)");
        new ComparisonRun(command, vernier.terminal()).printTable(OpenRequest.bundledSample());
    }
}
