package dev.vernier.engine.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The plans that no other beats in size and score at once. */
public final class ParetoFront {
    private ParetoFront() {}

    /**
     * Those of {@code all} for which none is both no larger and no worse, and one of the two better.
     *
     * @param size the smaller the better
     * @param goodness the larger the better; those that are NaN do not take part
     * @return from small to large; of equals the first
     */
    public static <T> List<T> of(List<T> all, ToDoubleFunction<T> size, ToDoubleFunction<T> goodness) {
        List<T> bySize = new ArrayList<>(all);
        bySize.removeIf(t -> Double.isNaN(goodness.applyAsDouble(t)));
        bySize.sort(Comparator.comparingDouble(size)
                .thenComparing(Comparator.comparingDouble(goodness).reversed()));
        List<T> front = new ArrayList<>();
        double best = Double.NEGATIVE_INFINITY;
        for (T t : bySize) {
            if (goodness.applyAsDouble(t) > best) {
                best = goodness.applyAsDouble(t);
                front.add(t);
            }
        }
        return front;
    }
}
