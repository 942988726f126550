package dev.vernier.io.dataset;

import dev.vernier.engine.VernierException;
import java.nio.file.Path;
import java.util.Optional;

/** Decides which column of a CSV file holds the class. */
final class CsvLabelColumn {
    private static final int MOST_CLASSES = 1000;

    private CsvLabelColumn() {}

    /**
     * @param asked {@code first}, {@code last}, {@code none} or a heading; empty: the column headed {@code label}, else the first or last
     *     if it holds words or whole numbers and the other one does not, or has fewer different ones (a border pixel that is always 0)
     * @return the column, or -1 for none
     */
    static int find(CsvTable table, Optional<String> asked, Path file) {
        int last = table.columns() - 1;
        int column = asked.isPresent() ? named(table, asked.get(), last, file) : found(table, last);
        for (int other : new int[] {0, last}) {
            if (other != column && table.isWords(other)) {
                throw new VernierException("CSV file " + file + " has words in column " + (other + 1)
                        + ", which is not its label column; leave the column out or name it in \"labelColumn\"");
            }
        }
        return column;
    }

    private static int named(CsvTable table, String asked, int last, Path file) {
        switch (asked) {
            case "none":
                return -1;
            case "first":
                return 0;
            case "last":
                return last;
            default:
                int column = table.columnNamed(asked);
                if (column < 0) {
                    throw new VernierException("CSV file " + file + " has no column headed '" + asked
                            + "'; \"labelColumn\" is first, last, none or a heading");
                }
                return column;
        }
    }

    private static int found(CsvTable table, int last) {
        int headed = table.columnNamed("label");
        if (headed >= 0 || last == 0) {
            return headed;
        }
        if (table.isWords(0) || table.isWords(last)) {
            return table.isWords(last) ? last : 0;
        }
        boolean firstFits = looksLikeClasses(table, 0);
        boolean lastFits = looksLikeClasses(table, last);
        if (firstFits && lastFits) {
            return table.distinct(last, MOST_CLASSES) > table.distinct(0, MOST_CLASSES) ? last : 0;
        }
        return firstFits ? 0 : lastFits ? last : -1;
    }

    private static boolean looksLikeClasses(CsvTable table, int column) {
        return table.isWhole(column) && table.distinct(column, MOST_CLASSES) <= MOST_CLASSES;
    }
}
