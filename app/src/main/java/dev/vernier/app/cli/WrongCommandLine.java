package dev.vernier.app.cli;

import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** A command line that cannot be followed: one line on standard error, status 2. */
final class WrongCommandLine implements IParameterExceptionHandler {
    @Override
    public int handleParseException(ParameterException e, String[] arguments) {
        CommandLine command = e.getCommandLine();
        ErrorLine.print(command, message(e, command));
        return CommandLine.ExitCode.USAGE;
    }

    private static String message(ParameterException e, CommandLine command) {
        if (e instanceof UnmatchedArgumentException) {
            String unmatched = ((UnmatchedArgumentException) e).getUnmatched().get(0);
            if (unmatched.startsWith("-")) {
                return "There is no option " + unmatched + "; see "
                        + command.getCommandSpec().qualifiedName() + " --help";
            }
            return command.getParent() == null
                    ? "There is no command '" + unmatched + "'; the commands are " + commands(command)
                    : "'" + unmatched + "' is one argument too many; see "
                            + command.getCommandSpec().qualifiedName() + " --help";
        }
        String message = e.getMessage()
                .replaceAll("' is not an? (int|long)$", "' is no whole number; give one as 100")
                .replaceAll("' is not an? (float|double)$", "' is no number; give one as 0.5");
        return message.contains(";")
                ? message
                : message + "; see " + command.getCommandSpec().qualifiedName() + " --help";
    }

    private static String commands(CommandLine root) {
        return root.getSubcommands().entrySet().stream()
                .filter(c -> !c.getValue().getCommandSpec().usageMessage().hidden())
                .map(Map.Entry::getKey)
                .collect(Collectors.joining(", "));
    }
}
