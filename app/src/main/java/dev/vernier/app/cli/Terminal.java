package dev.vernier.app.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * What is at the other end of the process. Immutable.
 *
 * @param outputIsTerminal whether standard output goes to a terminal
 * @param errorIsTerminal whether standard error does
 * @param colour whether the terminal is to be written to in colour
 * @param display whether there is a display that a window could open on
 */
public record Terminal(boolean outputIsTerminal, boolean errorIsTerminal, boolean colour, boolean display) {

    /** No terminal, no display: a pipe, a file, a test. */
    public static final Terminal NONE = new Terminal(false, false, false, false);

    /** What this process has. */
    public static Terminal ofProcess() {
        Map<String, String> environment = System.getenv();
        boolean out = isTerminal(1);
        boolean plain = !environment.getOrDefault("NO_COLOR", "").isEmpty() || "dumb".equals(environment.get("TERM"));
        return new Terminal(out, isTerminal(2), out && !plain, hasDisplay(environment));
    }

    /** Where the operating system tells what a file descriptor is, that; else whether there is a console. */
    private static boolean isTerminal(int descriptor) {
        Path link = Path.of("/proc/self/fd/" + descriptor);
        try {
            if (Files.isSymbolicLink(link)) {
                String device = Files.readSymbolicLink(link).toString();
                return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty") || device.equals("/dev/console");
            }
        } catch (IOException | UnsupportedOperationException e) {
            return System.console() != null;
        }
        return System.console() != null;
    }

    /** On Linux an X or Wayland server is named in the environment; elsewhere there is a display unless Java is told otherwise. */
    private static boolean hasDisplay(Map<String, String> environment) {
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        if (os.contains("win") || os.contains("mac")) {
            return true;
        }
        return !environment.getOrDefault("DISPLAY", "").isEmpty()
                || !environment.getOrDefault("WAYLAND_DISPLAY", "").isEmpty();
    }
}
