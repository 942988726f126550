package dev.vernier.app.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine;

/** Whether what a command printed has arrived. Java's own streams keep silent where it has not. */
public final class StandardOutput {
    private StandardOutput() {}

    /**
     * The process's exit status: {@code status}, unless what was printed could not be written, which is told in one line and makes the work
     * one that failed. A reader that closes a pipe has seen enough; that is no failure.
     */
    public static int checked(int status, CommandLine command) {
        Optional<String> failure = failure();
        failure.ifPresent(reason -> ErrorLine.print(
                command, "Standard output cannot be written (" + reason + "); free some space or print elsewhere"));
        return failure.isPresent() && status == CommandLine.ExitCode.OK ? CommandLine.ExitCode.SOFTWARE : status;
    }

    private static Optional<String> failure() {
        if (!System.out.checkError()) {
            return Optional.empty();
        }
        // The stream keeps no reason; what is written next fails for the same one. The descriptor is the process's and
        // stays open.
        OutputStream out = new FileOutputStream(FileDescriptor.out);
        try {
            out.write('\n');
            return Optional.of("it took only a part");
        } catch (IOException e) {
            String reason = String.valueOf(e.getMessage());
            return reason.toLowerCase(Locale.ROOT).contains("pipe") ? Optional.empty() : Optional.of(reason);
        }
    }
}
