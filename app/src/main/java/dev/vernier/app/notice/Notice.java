package dev.vernier.app.notice;

import dev.vernier.engine.VernierException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Optional;

/**
 * Something a person must know: what happened, where, and what to do.
 *
 * @param title what was being done: {@code Model not opened}
 * @param message one sentence, as the engine worded it
 * @param details to copy for a report; may be the message again
 * @param action what can be done about it at once, if anything
 */
public record Notice(Kind kind, String title, String message, String details, Optional<Action> action) {
    /** How bad it is. */
    public enum Kind {
        ERROR,
        WARNING,
        INFORMATION
    }

    /**
     * What a button of the notice does.
     *
     * @param words on the button
     */
    public record Action(String words, Runnable run) {}

    /** Without an action. */
    public Notice(Kind kind, String title, String message, String details) {
        this(kind, title, message, details, Optional.empty());
    }

    /** With a button that does something about it, and takes the notice away. */
    public Notice withAction(String words, Runnable run) {
        return new Notice(kind, title, message, details, Optional.of(new Action(words, run)));
    }

    public static Notice information(String title, String message) {
        return new Notice(Kind.INFORMATION, title, message, message);
    }

    public static Notice warning(String title, String message) {
        return new Notice(Kind.WARNING, title, message, title + "\n" + message);
    }

    /** An error with the sentence that the engine gives, or for one that nobody foresaw, a sentence that says so. */
    public static Notice of(String title, Throwable error) {
        StringWriter trace = new StringWriter();
        error.printStackTrace(new PrintWriter(trace));
        String message = error instanceof VernierException
                ? error.getMessage()
                : "An unexpected " + error.getClass().getSimpleName()
                        + (error.getMessage() == null ? "" : " (" + error.getMessage() + ")")
                        + "; copy the details and report it. Nothing of your work is lost";
        return new Notice(Kind.ERROR, title, message, title + "\n" + message + "\n\n" + trace);
    }
}
