package dev.vernier.app.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The numbers behind a plot, as a table. Immutable.
 *
 * @param columns names with units: {@code from, to, values}
 * @param rows numbers or texts, one for each column; an unknown number is NaN and becomes an empty cell
 */
public record PlotNumbers(List<String> columns, List<List<Object>> rows) {
    public PlotNumbers {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    /** Collects rows. */
    public static final class Table {
        private final List<String> columns;
        private final List<List<Object>> rows = new ArrayList<>();

        private Table(List<String> columns) {
            this.columns = columns;
        }

        public Table row(Object... cells) {
            if (cells.length != columns.size()) {
                throw new IllegalArgumentException(cells.length + " cells for " + columns.size() + " columns");
            }
            rows.add(List.of(cells));
            return this;
        }

        public PlotNumbers done() {
            return new PlotNumbers(columns, rows);
        }
    }

    /** A table without rows yet. */
    public static Table table(String... columns) {
        return new Table(List.of(columns));
    }

    /** As CSV by RFC 4180, with a header and lines that end in CR LF. */
    public String csv() {
        StringBuilder csv = new StringBuilder(line(columns));
        rows.forEach(r -> csv.append(line(r)));
        return csv.toString();
    }

    private static String line(List<?> cells) {
        return cells.stream().map(PlotNumbers::cell).collect(Collectors.joining(",", "", "\r\n"));
    }

    private static String cell(Object value) {
        if (value instanceof Double && ((Double) value).isNaN()) {
            return "";
        }
        String text = value.toString();
        if (value instanceof Double && text.endsWith(".0")) {
            return text.substring(0, text.length() - 2);
        }
        return text.matches("(?s).*[,\"\r\n].*") ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }
}
