package dev.vernier.app.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The root of the command line: {@code vernier}, its version and its help. */
@Command(
        name = "vernier",
        description = "A workbench for quantizing neural networks by hand.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionFromManifest.class)
public final class VernierCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    /** A fresh command line, with every subcommand. */
    public static CommandLine commandLine() {
        return new CommandLine(new VernierCommand());
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Nothing to do: name a command, or see vernier --help.");
    }
}
