package dev.vernier.app.format;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * Numbers as the window writes them: a point for decimals, a true minus sign, a space before the unit, thousands in steps of 1,000.
 */
public final class NumberText {
    /** Stands where a number does not exist or was not measured. */
    public static final String NONE = "—";

    private static final String MINUS = "\u2212";
    private static final String[] PREFIXES = {"", "K", "M", "G", "T"};

    private NumberText() {}

    /** {@code 0.9737} as {@code 97.4 %}; what is nearly all, and not all, with a second decimal: {@code 99.97 %}. */
    public static String percent(double share) {
        if (share < 1 && share >= 0.9995) {
            return fixed(Math.floor(share * 10_000) / 100, 2) + " %";
        }
        return Double.isNaN(share) ? NONE : fixed(share * 100, 1) + " %";
    }

    /** A small share: {@code 0.0041} as {@code 0.41 %}, {@code 0} as {@code 0 %}, below a hundredth of a percent as {@code < 0.01 %}. */
    public static String smallPercent(double share) {
        if (Double.isNaN(share)) {
            return NONE;
        }
        if (share == 0) {
            return "0 %";
        }
        double percent = share * 100;
        return percent < 0.01 ? "< 0.01 %" : fixed(percent, percent < 10 ? 2 : 1) + " %";
    }

    /** A difference of shares in percentage points, always signed: {@code -0.005} as {@code −0.5 pt}. */
    public static String points(double difference) {
        return signed(difference * 100, 1) + " pt";
    }

    /** {@code 36.84} as {@code 36.8 dB}; equal tensors have {@code ∞ dB}. */
    public static String decibels(double db) {
        return Double.isNaN(db)
                ? NONE
                : Double.isInfinite(db) ? (db > 0 ? "∞ dB" : MINUS + "∞ dB") : fixed(db, 1) + " dB";
    }

    /** {@code 46820} as {@code 46.8 KB}; 1 KB is 1,000 bytes. */
    public static String bytes(long bytes) {
        return scaled(bytes, "B");
    }

    /** {@code 41234} as {@code 41.2 K}, small counts as they are. */
    public static String count(long count) {
        return scaled(count, "").trim();
    }

    /** Every digit, in groups of three: {@code 1 078 280}. */
    public static String exactCount(long count) {
        return String.format(Locale.ROOT, "%,d", count).replace(',', '\u2009').replace("-", MINUS);
    }

    private static String scaled(long amount, String unit) {
        double value = amount;
        int p = 0;
        while (Math.abs(value) >= 999.5 && p < PREFIXES.length - 1) {
            value /= 1000;
            p++;
        }
        String number = p == 0 ? Long.toString(amount) : fixed(value, Math.abs(value) < 99.95 ? 1 : 0);
        return number + " " + PREFIXES[p] + unit;
    }

    /** How many times smaller: {@code ÷ 3.6}. */
    public static String ratio(double ratio) {
        return "÷ " + (ratio >= 99.95 ? fixed(ratio, 0) : fixed(ratio, 1));
    }

    /** {@code digits} significant digits, no exponent between 1e-5 and 1e7, trailing zeros kept so that columns align. */
    public static String significant(double x, int digits) {
        if (Double.isNaN(x)) {
            return NONE;
        }
        if (Double.isInfinite(x)) {
            return x > 0 ? "∞" : MINUS + "∞";
        }
        if (x == 0) {
            return "0";
        }
        double magnitude = Math.abs(x);
        if (magnitude < 1e-5 || magnitude >= 1e7) {
            return String.format(Locale.ROOT, "%." + (digits - 1) + "e", x).replace("-", MINUS);
        }
        BigDecimal rounded = new BigDecimal(x).round(new MathContext(digits, RoundingMode.HALF_EVEN));
        int decimals = Math.max(
                0, digits - 1 - (int) Math.floor(Math.log10(rounded.abs().doubleValue())));
        return rounded.setScale(decimals, RoundingMode.HALF_EVEN)
                .toPlainString()
                .replace("-", MINUS);
    }

    /** A fixed number of decimals. */
    public static String fixed(double x, int decimals) {
        String text = String.format(Locale.ROOT, "%." + decimals + "f", x);
        // what rounds to zero has no sign
        return text.matches("-0(\\.0*)?") ? text.substring(1) : text.replace("-", MINUS);
    }

    /** A fixed number of decimals, with its sign even if positive. */
    public static String signed(double x, int decimals) {
        String text = fixed(x, decimals);
        return x > 0 && !text.matches("0(\\.0*)?") ? "+" + text : text;
    }

    /** {@code 84 ms}, {@code 1.4 s}, {@code 2 min 5 s}. */
    public static String duration(long nanos) {
        long ms = nanos / 1_000_000;
        if (ms < 1000) {
            return ms + " ms";
        }
        if (ms < 60_000) {
            return fixed(ms / 1000.0, 1) + " s";
        }
        return ms / 60_000 + " min " + ms % 60_000 / 1000 + " s";
    }

    /** An estimate: {@code 840 ms}, {@code 1.4 s}, {@code 15 s}, {@code 2 min}. */
    public static String roughDuration(long nanos) {
        long seconds = Math.round(nanos / 1e9);
        return seconds < 10 ? duration(nanos) : seconds < 90 ? seconds + " s" : Math.round(seconds / 60.0) + " min";
    }

    /** A number as people type it, with a hyphen or a true minus; empty if it is none. */
    public static OptionalDouble parse(String text) {
        try {
            double x = Double.parseDouble(text.strip().replace(MINUS, "-").replace("\u2009", ""));
            return Double.isFinite(x) ? OptionalDouble.of(x) : OptionalDouble.empty();
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }
}
