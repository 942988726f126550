package dev.vernier.engine;

/**
 * An error a person can act on: one sentence that says what went wrong, where (file, layer, byte or row) and what to do.
 *
 * <p>The message is shown as it is, on the terminal and in the window; it never holds a stack trace.
 */
public class VernierException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public VernierException(String message) {
        super(message);
    }

    public VernierException(String message, Throwable cause) {
        super(message, cause);
    }
}
