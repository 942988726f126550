package dev.vernier.app.cli;

import dev.vernier.app.preferences.MemorySetting;
import dev.vernier.app.workbench.OpenRequest;
import dev.vernier.app.workbench.WindowLauncher;
import dev.vernier.engine.VernierException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The root of the command line: {@code vernier}, its version, its help, and without arguments the window. */
@Command(
        name = "vernier",
        header = "A workbench for quantizing neural networks by hand.",
        description = {
            "",
            "Without a command: the window, with a bundled sample. Without MODEL and data, commands use that sample,"
                    + " too."
        },
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = VersionFromManifest.class,
        subcommands = {
            GuiCommand.class,
            InspectCommand.class,
            EvaluateCommand.class,
            CompareCommand.class,
            ExportCommand.class,
            ProveCommand.class,
            SensitivityCommand.class,
            SearchCommand.class,
            ReportCommand.class
        },
        sortOptions = false,
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions:%n",
        footer = {
            "",
            "Exit status: 0 done, 1 the work failed, 2 the command line is wrong.",
            "vernier COMMAND --help tells a command's options."
        })
public final class VernierCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version.")
    private boolean version;

    @Option(names = "--stacktrace", description = "With an error, show where in the program it arose.")
    private boolean stacktrace;

    private final WindowLauncher window;
    private final Terminal terminal;

    private VernierCommand(WindowLauncher window, Terminal terminal) {
        this.window = window;
        this.terminal = terminal;
    }

    /**
     * A fresh command line, with every subcommand.
     *
     * @param window opens the window where a command asks for it
     */
    public static CommandLine commandLine(WindowLauncher window, Terminal terminal) {
        CommandLine line = new CommandLine(new VernierCommand(window, terminal));
        line.setParameterExceptionHandler(new WrongCommandLine());
        line.setExecutionExceptionHandler(new FailedWork());
        line.setExecutionStrategy(VernierCommand::runLast);
        line.setUsageHelpAutoWidth(true);
        line.setAbbreviatedOptionsAllowed(false);
        return line;
    }

    /** Runs what was asked for; a virtual machine at its limits is an error like others, told in a line. */
    private static int runLast(CommandLine.ParseResult parsed) {
        try {
            return new CommandLine.RunLast().execute(parsed);
        } catch (OutOfMemoryError e) {
            throw new VernierException("Memory ran out; use fewer --samples, or give more with --memory 4g", e);
        } catch (LinkageError e) {
            throw new VernierException(
                    "The native part of Vernier cannot be loaded (" + e.getMessage()
                            + "); build Vernier again on this machine",
                    e);
        }
    }

    Terminal terminal() {
        return terminal;
    }

    WindowLauncher window() {
        return window;
    }

    @Override
    public void run() {
        MemorySetting.keepTo(MemorySetting.ofUser().bytes());
        new WindowOrTable(this, spec.commandLine()).open(OpenRequest.bundledSample());
    }
}
