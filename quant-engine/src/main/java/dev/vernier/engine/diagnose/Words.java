package dev.vernier.engine.diagnose;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;

/** Numbers and names in the sentences of findings; a number and its unit stay on one line. */
final class Words {
    private static final int NAMED = 3;
    private static final int LONGEST_NAME = 48;

    private Words() {}

    /** {@code 34.6 dB}; {@code exact} without noise. */
    static String decibels(double db) {
        return Double.isInfinite(db)
                ? "exact"
                : String.format(Locale.ROOT, "%.1f\u00a0dB", Math.abs(db) < 0.05 ? 0 : db)
                        .replace("-", "\u2212");
    }

    /** {@code 12 %}, {@code 1.7 %}, {@code 0.41 %}. */
    static String percent(double share) {
        double percent = share * 100;
        if (percent > 0 && percent < 0.01) {
            return "<\u00a00.01\u00a0%";
        }
        return (percent >= 10 ? String.format(Locale.ROOT, "%.0f", percent) : digits(percent, 2)) + "\u00a0%";
    }

    /** {@code 168 ×}, {@code 4.2 ×}. */
    static String times(double ratio) {
        return (ratio >= 100 ? count(Math.rint(ratio)) : number(ratio)) + "\u00a0×";
    }

    static String count(double n) {
        return String.format(Locale.ROOT, "%,.0f", n).replace(',', '\u2009');
    }

    /** Three significant digits. */
    static String number(double x) {
        if (Double.isInfinite(x)) {
            return x > 0 ? "∞" : "\u2212∞";
        }
        double magnitude = Math.abs(x);
        if (magnitude >= 1e7 || (x != 0 && magnitude < 1e-5)) {
            return String.format(Locale.ROOT, "%.2e", x).replace("-", "\u2212");
        }
        return digits(x, magnitude >= 100 ? (int) Math.log10(magnitude) + 1 : 3);
    }

    private static String digits(double x, int significant) {
        return new BigDecimal(x)
                .round(new MathContext(significant))
                .stripTrailingZeros()
                .toPlainString()
                .replace("-", "\u2212");
    }

    /** {@code channel 7}, {@code channels 7, 9 and 12}, {@code channels 7, 9, 12 and 30 others}. */
    static String channels(List<Integer> channels) {
        return (channels.size() == 1 ? "channel " : "channels ")
                + named(channels.stream().map(String::valueOf).toList());
    }

    /**
     * A layer's name as sentences have it. A fused layer of TensorFlow Lite is named after all its parts, of which the first will do; of a
     * name that is still long the middle is left out.
     */
    static String layer(String name) {
        int end = name.indexOf(';');
        String first = end > 0 ? name.substring(0, end) : name;
        int excess = first.length() - LONGEST_NAME;
        return excess <= 0
                ? first
                : first.substring(0, LONGEST_NAME / 2 - 1) + "…" + first.substring(LONGEST_NAME / 2 + excess);
    }

    /** Layers' names: {@code a}, {@code a and b}, {@code a, b, c and 17 others}. */
    static String layers(List<String> names) {
        return named(names.stream().map(Words::layer).toList());
    }

    /** {@code a}, {@code a and b}, {@code a, b, c and 17 others}. */
    static String named(List<String> names) {
        int n = names.size();
        if (n > NAMED + 1) {
            return String.join(", ", names.subList(0, NAMED)) + " and " + (n - NAMED) + " others";
        }
        return n < 2 ? String.join("", names) : String.join(", ", names.subList(0, n - 1)) + " and " + names.get(n - 1);
    }

    /** With a capital letter. */
    static String sentence(String words) {
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }
}
