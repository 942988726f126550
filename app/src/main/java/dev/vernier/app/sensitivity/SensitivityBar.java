package dev.vernier.app.sensitivity;

/**
 * One layer's bar. Immutable.
 *
 * @param cost on the axis of {@link SensitivityScale}: larger is worse
 * @param low least cost with 95 % confidence; NaN where there is no interval
 * @param high most cost likewise
 * @param value as the metric has it
 * @param text the number at the bar's end
 */
record SensitivityBar(String layer, double cost, double low, double high, double value, String text) {
    /** Whether the cost may be chance: its interval holds no cost at all. */
    boolean mayBeChance() {
        return low <= 0 && high >= 0;
    }
}
