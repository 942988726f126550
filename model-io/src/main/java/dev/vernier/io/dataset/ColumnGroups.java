package dev.vernier.io.dataset;

import dev.vernier.engine.VernierException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Which columns of a table belong to which of several inputs: those headed like the input, or like it with a number behind ({@code ids_0},
 * {@code ids.0}, {@code ids:0}, {@code ids[0]}), in the order they stand in.
 */
final class ColumnGroups {
    private static final Pattern NUMBER = Pattern.compile("[_.:/ ]\\d+|\\[\\d+]");

    private ColumnGroups() {}

    /** @throws VernierException if an input has no column */
    static List<StoredInput> of(CsvColumns table, List<String> inputs, Path file) {
        List<StoredInput> groups = new ArrayList<>();
        for (String input : inputs) {
            int[] places = IntStream.range(0, table.names().size())
                    .filter(i -> belongs(table.names().get(i), input))
                    .toArray();
            if (places.length == 0) {
                throw new VernierException("CSV file " + file + " has no column for input " + input
                        + "; the model takes "
                        + String.join(", ", inputs) + ": head the columns " + input + ", or " + input + "_0, " + input
                        + "_1, … where it takes several numbers");
            }
            groups.add(new StoredInput(input, table.only(places)));
        }
        return groups;
    }

    private static boolean belongs(String heading, String input) {
        String column = heading.strip().toLowerCase(Locale.ROOT);
        String name = InputMatcher.plain(input);
        return column.startsWith(name)
                && (column.length() == name.length()
                        || NUMBER.matcher(column.substring(name.length())).matches());
    }
}
