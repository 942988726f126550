package dev.vernier.app.cli;

import dev.vernier.app.workbench.WindowLauncher;
import dev.vernier.engine.VernierException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code vernier gui}: the window. */
@Command(name = "gui", description = "Open the window.", sortOptions = false)
final class GuiCommand implements Runnable {
    @ParentCommand
    private VernierCommand vernier;

    @Mixin
    private ModelAndData what;

    @Option(names = "--plan", paramLabel = "FILE", description = "Open with this saved plan.")
    private Path plan;

    @Mixin
    private CommonOptions common;

    @Override
    public void run() {
        common.check();
        if (!vernier.terminal().display()) {
            throw new VernierException(
                    "There is no display to open a window on; use vernier compare or vernier evaluate, which run in a"
                            + " terminal");
        }
        try {
            vernier.window().open(what.request(common, Optional.ofNullable(plan)));
        } catch (WindowLauncher.NoDisplayException e) {
            throw new VernierException(
                    "The display cannot be used (" + e.getMessage()
                            + "); use vernier compare or vernier evaluate, which run in a terminal",
                    e);
        }
    }
}
