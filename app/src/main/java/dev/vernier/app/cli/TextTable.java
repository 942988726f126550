package dev.vernier.app.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** A table in a terminal: words to the left, numbers to the right, every column as wide as what it holds. */
final class TextTable {
    private static final String GAP = "  ";

    private final List<Column> columns = new ArrayList<>();
    private final List<List<String>> rows = new ArrayList<>();

    private record Column(String heading, boolean number) {}

    TextTable words(String heading) {
        columns.add(new Column(heading, false));
        return this;
    }

    TextTable number(String heading) {
        columns.add(new Column(heading, true));
        return this;
    }

    /** As many cells as there are columns; missing ones at the end stay empty. */
    void row(String... cells) {
        rows.add(List.of(cells));
    }

    void row(String first, List<String> others) {
        List<String> cells = new ArrayList<>(List.of(first));
        cells.addAll(others);
        rows.add(List.copyOf(cells));
    }

    void print(PrintWriter out, TerminalStyle style) {
        int[] widths = widths();
        out.println(style.strong(line(columns.stream().map(Column::heading).toList(), widths)));
        int total = GAP.length() * (widths.length - 1);
        for (int width : widths) {
            total += width;
        }
        out.println(style.faint("─".repeat(total)));
        rows.forEach(row -> out.println(line(row, widths)));
    }

    private int[] widths() {
        int[] widths = new int[columns.size()];
        for (int c = 0; c < widths.length; c++) {
            widths[c] = width(columns.get(c).heading());
            for (List<String> row : rows) {
                // The last cell of a short row is a remark that may run on.
                boolean remark = c == row.size() - 1 && row.size() < columns.size();
                if (c < row.size() && !remark) {
                    widths[c] = Math.max(widths[c], width(row.get(c)));
                }
            }
        }
        return widths;
    }

    private String line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int c = 0; c < cells.size(); c++) {
            String padding = " ".repeat(Math.max(0, widths[c] - width(cells.get(c))));
            boolean remark = c == cells.size() - 1 && cells.size() < columns.size();
            line.append(c == 0 ? "" : GAP);
            line.append(columns.get(c).number() && !remark ? padding + cells.get(c) : cells.get(c) + padding);
        }
        return line.toString().stripTrailing();
    }

    private static int width(String text) {
        return text.codePointCount(0, text.length());
    }
}
