package dev.vernier.app.compare;

/**
 * What was measured in a runtime. Immutable.
 *
 * @param millis for one sample; NaN where it could not be measured
 * @param reason why it could not be, else empty
 */
record RuntimeTime(double millis, String reason) {
    static RuntimeTime of(double millis) {
        return new RuntimeTime(millis, "");
    }

    static RuntimeTime none(String reason) {
        return new RuntimeTime(Double.NaN, reason);
    }
}
