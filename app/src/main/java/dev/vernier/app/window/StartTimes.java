package dev.vernier.app.window;

/**
 * Says on standard error how long after a start the window could be seen and its first evaluation was complete, where the system property
 * {@code vernier.started} tells when that was: in milliseconds since 1970, as {@code date +%s%3N} prints them.
 */
final class StartTimes {
    private static final Long STARTED = Long.getLong("vernier.started");

    private StartTimes() {}

    /** @param what happened just now */
    static void tell(String what) {
        if (STARTED != null) {
            System.err.println(what + " after " + (System.currentTimeMillis() - STARTED) + " ms");
        }
    }
}
