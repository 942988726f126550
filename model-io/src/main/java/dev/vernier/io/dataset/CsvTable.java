package dev.vernier.io.dataset;

import dev.vernier.engine.VernierException;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The cells of a CSV file: numbers throughout, or words in the first or last column alone. First every row is added, then
 * {@link #finish()}, then the numbers can be read.
 */
final class CsvTable {
    private static final int MOST_WORDS = 100_000;

    private final Path file;
    private final int columns;
    private final List<String> headings;
    private final FloatRows values;
    private FileBytes finished;
    private int rows;
    /** Words of the first and of the last column by the number that stands for them in {@link #values}, in order of appearance. */
    private final TreeMap<String, Integer> firstWords = new TreeMap<>();

    private final TreeMap<String, Integer> lastWords = new TreeMap<>();
    private boolean firstHasNumbers;
    private boolean lastHasNumbers;

    CsvTable(Path file, int columns, List<String> headings) {
        this.file = file;
        this.columns = columns;
        this.headings = headings;
        this.values = new FloatRows("CSV file " + file);
    }

    /** What {@code cell} says; empty where that is a word, such as {@code 3d}, which Java would take for a number. */
    static Optional<Float> number(String cell) {
        try {
            boolean javaSuffix = !cell.isEmpty() && "fFdD".indexOf(cell.charAt(cell.length() - 1)) >= 0;
            return javaSuffix ? Optional.empty() : Optional.of(Float.parseFloat(cell));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** @param line number of the row in the file, from 1 */
    void add(String[] cells, long line) throws IOException {
        if (cells.length != columns) {
            throw new VernierException("CSV file " + file + ", line " + line + ": has " + cells.length
                    + " cells but the first line has " + columns + "; every row needs the same number");
        }
        if (rows == Integer.MAX_VALUE) {
            throw new VernierException("CSV file " + file + " has more rows than can be used; split it");
        }
        for (int column = 0; column < columns; column++) {
            values.add(value(cells[column], column, line));
        }
        rows++;
    }

    private float value(String cell, int column, long line) {
        Optional<Float> number = number(cell);
        boolean edge = column == 0 || column == columns - 1;
        if (number.isEmpty() && edge && !cell.isEmpty()) {
            requireOneKind(column == 0 ? firstHasNumbers : lastHasNumbers, cell, column, line);
            TreeMap<String, Integer> words = column == 0 ? firstWords : lastWords;
            if (words.size() > MOST_WORDS) {
                throw new VernierException(at(column, line) + "is one of more than " + MOST_WORDS
                        + " different words; words are for classes, leave other columns out");
            }
            return words.computeIfAbsent(cell, w -> words.size());
        }
        if (number.isEmpty() || !Float.isFinite(number.get())) {
            throw new VernierException(
                    at(column, line) + "'" + shortened(cell) + "' is not a number; correct the cell");
        }
        requireOneKind(isWords(column), cell, column, line);
        firstHasNumbers |= column == 0;
        lastHasNumbers |= column == columns - 1;
        return number.get();
    }

    private void requireOneKind(boolean hasTheOther, String cell, int column, long line) {
        if (hasTheOther) {
            throw new VernierException(at(column, line) + "'" + shortened(cell)
                    + "' stands in a column of both words and numbers; use one kind for all classes");
        }
    }

    private String at(int column, long line) {
        return "CSV file " + file + ", line " + line + ", column " + (column + 1) + ": ";
    }

    private static String shortened(String cell) {
        return cell.length() <= 40 ? cell : cell.substring(0, 40) + "…";
    }

    int rows() {
        return rows;
    }

    int columns() {
        return columns;
    }

    void finish() throws IOException {
        finished = values.finished();
    }

    /** Gives back what was taken, where reading has failed. */
    void discard() {
        values.discard();
    }

    float value(int row, int column) {
        long at = ((long) row * columns + column) * Float.BYTES;
        return finished.slice(at, Float.BYTES).order(ByteOrder.LITTLE_ENDIAN).getFloat();
    }

    /** The numbers of these columns as samples. */
    StoredSamples samples(int[] kept) {
        return new CsvColumns(finished, rows, columns, kept, headings);
    }

    String heading(int column) {
        return headings.isEmpty() ? "" : headings.get(column);
    }

    /** The column headed {@code heading}, whatever the case; -1 if there is none. */
    int columnNamed(String heading) {
        for (int i = 0; i < headings.size(); i++) {
            if (headings.get(i).toLowerCase(Locale.ROOT).equals(heading.toLowerCase(Locale.ROOT))) {
                return i;
            }
        }
        return -1;
    }

    /** Whether the column holds words instead of numbers. */
    boolean isWords(int column) {
        return !words(column).isEmpty();
    }

    private TreeMap<String, Integer> words(int column) {
        return column == 0 ? firstWords : column == columns - 1 ? lastWords : new TreeMap<>();
    }

    /** Whether every number of the column is whole and from 0 on. */
    boolean isWhole(int column) {
        for (int row = 0; row < rows; row++) {
            float v = value(row, column);
            if (v < 0 || v != Math.rint(v)) {
                return false;
            }
        }
        return true;
    }

    /** How many different numbers the column holds; {@code atMost + 1} where they are more than {@code atMost}. */
    int distinct(int column, int atMost) {
        Set<Float> seen = new HashSet<>();
        for (int row = 0; row < rows && seen.size() <= atMost; row++) {
            seen.add(value(row, column));
        }
        return seen.size();
    }

    /** Class of each row: the number in {@code column}, or the place of its word among all of the column's words in order. */
    int[] labels(int column) {
        int[] labels = new int[rows];
        int[] places = placesOfWords(column);
        for (int row = 0; row < rows; row++) {
            float v = value(row, column);
            if (places.length > 0) {
                labels[row] = places[(int) v];
            } else if (v >= 0 && v <= 1 << 24 && v == Math.rint(v)) {
                labels[row] = (int) v;
            } else {
                throw new VernierException("CSV file " + file + ", sample " + row + ": label " + v
                        + " is not a class number; labels are whole numbers from 0 on, or words");
            }
        }
        return labels;
    }

    List<String> classNames(int column) {
        return List.copyOf(words(column).keySet());
    }

    private int[] placesOfWords(int column) {
        int[] places = new int[words(column).size()];
        int place = 0;
        for (int firstSeen : words(column).values()) {
            places[firstSeen] = place++;
        }
        return places;
    }
}
