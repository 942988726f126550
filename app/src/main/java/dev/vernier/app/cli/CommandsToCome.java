package dev.vernier.app.cli;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** Commands that have a name and a meaning but cannot do their work yet. They are not listed; whoever calls one is told. */
abstract class CommandsToCome implements Runnable {
    @Spec
    private CommandSpec spec;

    @Unmatched
    private List<String> arguments;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "The command " + spec.name()
                        + " is not available in this version; see vernier --help for those that are");
    }

    @Command(name = "search", hidden = true)
    static final class Search extends CommandsToCome {}
}
