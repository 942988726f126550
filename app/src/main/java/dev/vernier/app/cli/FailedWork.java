package dev.vernier.app.cli;

import dev.vernier.engine.VernierException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Work that failed: one line on standard error, status 1; with {@code --stacktrace} the place in the program, too. */
final class FailedWork implements IExecutionExceptionHandler {
    @Override
    public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
        ErrorLine.print(command, message(e));
        if (asksForStackTrace(parsed)) {
            e.printStackTrace(command.getErr());
            command.getErr().flush();
        }
        return CommandLine.ExitCode.SOFTWARE;
    }

    private static String message(Exception e) {
        if (e instanceof VernierException) {
            return e.getMessage();
        }
        return "This should not have happened (" + e.getClass().getSimpleName() + ": " + e.getMessage()
                + "); --stacktrace tells more for a report";
    }

    private static boolean asksForStackTrace(ParseResult parsed) {
        for (ParseResult at = parsed; at != null; at = at.subcommand()) {
            if (at.hasMatchedOption("--stacktrace")) {
                return true;
            }
        }
        return false;
    }
}
