package dev.vernier.app.cli;

import picocli.CommandLine;

/** What is said on standard error: one line, beginning with the program's name. */
final class ErrorLine {
    private ErrorLine() {}

    static void print(CommandLine command, String message) {
        // a name may hold anything, also what a terminal would obey
        String line =
                String.valueOf(message).strip().replaceAll("\\s*\\R\\s*", " ").replaceAll("\\p{Cntrl}", "?");
        command.getErr().println("vernier: " + line);
        command.getErr().flush();
    }
}
