package dev.vernier.app.data;

import dev.vernier.app.format.NumberText;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** Numbers in one field: parted by commas, semicolons or spaces, fractions such as {@code 1/255} among them. */
final class NumberList {
    private static final int SHOWN_DIGITS = 7;
    /** {@code 1 / n} is shown as such up to here. */
    private static final int LARGEST_DENOMINATOR = 65_535;

    private NumberList() {}

    /** Empty where a part is no number, or there is none. */
    static Optional<List<Double>> parse(String text) {
        List<Double> numbers = new ArrayList<>();
        for (String part : text.strip().replaceAll("\\s*/\\s*", "/").split("[,;\\s]+")) {
            OptionalDouble number = number(part);
            if (number.isEmpty()) {
                return Optional.empty();
            }
            numbers.add(number.getAsDouble());
        }
        return Optional.of(numbers);
    }

    private static OptionalDouble number(String part) {
        int slash = part.indexOf('/');
        if (slash < 0) {
            return NumberText.parse(part);
        }
        OptionalDouble over = NumberText.parse(part.substring(0, slash));
        OptionalDouble under = NumberText.parse(part.substring(slash + 1));
        return over.isPresent() && under.isPresent() && under.getAsDouble() != 0
                ? OptionalDouble.of(over.getAsDouble() / under.getAsDouble())
                : OptionalDouble.empty();
    }

    /** Whole positive numbers; empty where there are others. */
    static Optional<List<Integer>> parseSizes(String text) {
        Optional<List<Double>> numbers = parse(text.replace('×', ' ').replace('x', ' '));
        return numbers.filter(all -> all.stream().allMatch(n -> n >= 1 && n <= 8192 && n == Math.rint(n)))
                .map(all -> all.stream().map(Double::intValue).toList());
    }

    static String text(List<Double> numbers) {
        return numbers.stream().map(NumberList::text).collect(Collectors.joining(", "));
    }

    private static String text(double x) {
        double inverse = 1 / x;
        if (x > 0 && x < 0.5 && inverse <= LARGEST_DENOMINATOR && 1 / Math.rint(inverse) == x) {
            return "1/" + (long) Math.rint(inverse);
        }
        return new BigDecimal(x)
                .round(new MathContext(SHOWN_DIGITS))
                .stripTrailingZeros()
                .toPlainString();
    }
}
