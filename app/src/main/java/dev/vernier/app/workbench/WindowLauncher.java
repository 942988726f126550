package dev.vernier.app.workbench;

/** Opens the window. The command line knows the window by this alone, so that commands without one never load the toolkit. */
@FunctionalInterface
public interface WindowLauncher {
    /**
     * Opens the window with what {@code request} names and returns when it is closed.
     *
     * @throws NoDisplayException if there is no display to open it on
     */
    void open(OpenRequest request);

    /** There is no display, or the toolkit cannot use it. */
    final class NoDisplayException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public NoDisplayException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
