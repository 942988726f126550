package dev.vernier.app.plot;

import dev.vernier.app.format.NumberText;
import java.util.ArrayList;
import java.util.List;

/** Tick positions people like: steps of 1, 2 or 5 times a power of ten, labels with as many decimals as the step needs. */
public record NiceTicks(double step, List<Double> values) {
    public NiceTicks {
        values = List.copyOf(values);
    }

    /** About {@code wanted} ticks, at least 2, within {@code [from, to]}. */
    public static NiceTicks between(double from, double to, int wanted) {
        double raw = (to - from) / Math.max(1, wanted);
        if (!(raw > 0) || Double.isInfinite(raw)) {
            return new NiceTicks(1, List.of());
        }
        double power = Math.pow(10, Math.floor(Math.log10(raw)));
        double fraction = raw / power;
        double step = (fraction < 1.5 ? 1 : fraction < 3.5 ? 2 : fraction < 7.5 ? 5 : 10) * power;
        List<Double> values = new ArrayList<>();
        for (long k = (long) Math.ceil(from / step - 1e-9); k * step <= to + step * 1e-9; k++) {
            values.add(k * step);
        }
        return new NiceTicks(step, values);
    }

    /** Powers of ten up to {@code max}, for counts on a log10 scale. */
    public static NiceTicks powersOfTen(double max) {
        List<Double> values = new ArrayList<>();
        for (double p = 1; p <= max * 1.0001; p *= 10) {
            values.add(p);
        }
        return new NiceTicks(10, values);
    }

    /** The label of a tick; all labels of one axis have the same number of decimals. */
    public String label(double value) {
        int decimals = Math.max(0, (int) -Math.floor(Math.log10(step) + 1e-9));
        return decimals > 7 ? NumberText.significant(value, 3) : NumberText.fixed(value, decimals);
    }

    /** {@code 1000} as {@code 10³}. */
    public static String powerLabel(double power) {
        StringBuilder exponent = new StringBuilder("10");
        for (char digit : Long.toString(Math.round(Math.log10(power))).toCharArray()) {
            exponent.append("⁰¹²³⁴⁵⁶⁷⁸⁹".charAt(digit - '0'));
        }
        return exponent.toString();
    }
}
