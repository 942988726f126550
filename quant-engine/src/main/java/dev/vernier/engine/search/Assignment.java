package dev.vernier.engine.search;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** For each layer of a {@link SearchSpace} the index of its choice. Immutable. */
final class Assignment {
    private final int[] choices;

    private Assignment(int[] choices) {
        this.choices = choices;
    }

    static Assignment of(int... choices) {
        return new Assignment(choices.clone());
    }

    int layers() {
        return choices.length;
    }

    int choice(int layer) {
        return choices[layer];
    }

    Assignment with(int layer, int choice) {
        int[] copy = choices.clone();
        copy[layer] = choice;
        return new Assignment(copy);
    }

    List<PrecisionChoice> of(List<PrecisionChoice> all) {
        return IntStream.of(choices).mapToObj(all::get).toList();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Assignment && Arrays.equals(choices, ((Assignment) other).choices);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(choices);
    }

    @Override
    public String toString() {
        return Arrays.toString(choices);
    }
}
