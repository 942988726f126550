package dev.vernier.engine.graph.shape;

import dev.vernier.engine.graph.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * A whole number that may not be known yet: {@code factor} times named unknowns, such as {@code 4·batch·length}. Two are equal only
 * where they are the same number whatever the unknowns turn out to be.
 *
 * @param factor the known part; the whole number where there are no unknowns
 * @param unknowns names of the unknown factors, sorted, a name as often as it is multiplied in
 */
public record Dimension(long factor, List<String> unknowns) {
    public static final Dimension ONE = of(1);

    public Dimension {
        List<String> sorted = new ArrayList<>(factor == 0 ? List.of() : unknowns);
        Collections.sort(sorted);
        unknowns = List.copyOf(sorted);
    }

    public static Dimension of(long value) {
        return new Dimension(value, List.of());
    }

    public static Dimension unknown(String name) {
        return new Dimension(1, List.of(name));
    }

    public boolean isKnown() {
        return unknowns.isEmpty();
    }

    public boolean is(long value) {
        return isKnown() && factor == value;
    }

    /** @throws IllegalStateException if it is not known */
    public long value() {
        if (!isKnown()) {
            throw new IllegalStateException(this + " is not known");
        }
        return factor;
    }

    /** As a dimension of a {@link Shape}: its value, or {@link Shape#UNKNOWN}. */
    public long toShapeDim() {
        return isKnown() ? factor : Shape.UNKNOWN;
    }

    /** @throws ArithmeticException if the factor exceeds 63 bits */
    public Dimension times(Dimension other) {
        List<String> all = new ArrayList<>(unknowns);
        all.addAll(other.unknowns);
        return new Dimension(Math.multiplyExact(factor, other.factor), all);
    }

    /** The quotient where it is certain to be whole; empty where it is not, or not known to be. */
    public Optional<Dimension> dividedExactlyBy(Dimension other) {
        if (other.factor == 0 || factor % other.factor != 0) {
            return Optional.empty();
        }
        List<String> left = new ArrayList<>(unknowns);
        for (String u : other.unknowns) {
            if (!left.remove(u)) {
                return Optional.empty();
            }
        }
        return Optional.of(new Dimension(factor / other.factor, left));
    }

    /** The sum; an unknown of its own where either is unknown and neither is 0. */
    public Dimension plus(Dimension other) {
        if (isKnown() && other.isKnown()) {
            return of(Math.addExact(factor, other.factor));
        }
        if (is(0)) {
            return other;
        }
        return other.is(0) ? this : unknown("(" + this + "+" + other + ")");
    }

    /** The difference; an unknown of its own where it cannot be told. */
    public Dimension minus(Dimension other) {
        if (equals(other)) {
            return of(0);
        }
        if (isKnown() && other.isKnown()) {
            return of(Math.subtractExact(factor, other.factor));
        }
        return other.is(0) ? this : unknown("(" + this + "-" + other + ")");
    }

    /** The quotient truncated toward zero, as integer division on tensors has it; an unknown of its own where it cannot be told. */
    public Dimension dividedBy(Dimension other) {
        if (isKnown() && other.isKnown() && !other.is(0)) {
            return of(factor / other.factor);
        }
        return dividedExactlyBy(other).orElseGet(() -> unknown("(" + this + "/" + other + ")"));
    }

    @Override
    public String toString() {
        if (isKnown()) {
            return Long.toString(factor);
        }
        String names = String.join("·", unknowns);
        return factor == 1 ? names : factor + "·" + names;
    }
}
