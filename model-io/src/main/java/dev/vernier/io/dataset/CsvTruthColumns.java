package dev.vernier.io.dataset;

import dev.vernier.engine.VernierException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The columns of a CSV file that say what a sample should be answered with: regression targets, or one class.
 *
 * <p>Targets are the columns that a descriptor's {@code targetColumns} names; else those headed {@code y}, {@code target} or
 * {@code target_…}, unless that is a single one of whole numbers, which are taken for classes. The class is found by
 * {@link CsvLabelColumn}.
 *
 * @param targets numbers of the columns; empty where there are none
 * @param label number of the column, or -1 for none
 */
record CsvTruthColumns(List<Integer> targets, int label) {
    private static final int NONE = -1;

    static CsvTruthColumns find(CsvTable table, DatasetDescriptor descriptor) {
        Path file = descriptor.path();
        if (!descriptor.targetColumns().isEmpty()) {
            List<Integer> targets = descriptor.targetColumns().stream()
                    .map(name -> named(table, name, file))
                    .distinct()
                    .toList();
            return new CsvTruthColumns(targets, NONE);
        }
        List<Integer> headed = headedAsTargets(table);
        if (descriptor.labelColumn().isEmpty() && table.columnNamed("label") < 0 && !headed.isEmpty()) {
            int only = headed.get(0);
            boolean classes = headed.size() == 1 && (table.isWords(only) || table.isWhole(only));
            return classes ? new CsvTruthColumns(List.of(), only) : new CsvTruthColumns(headed, NONE);
        }
        return new CsvTruthColumns(List.of(), CsvLabelColumn.find(table, descriptor.labelColumn(), file));
    }

    private static int named(CsvTable table, String name, Path file) {
        int column = name.equals("first") ? 0 : name.equals("last") ? table.columns() - 1 : table.columnNamed(name);
        if (column < 0) {
            throw new VernierException("CSV file " + file + " has no column headed '" + name
                    + "'; \"targetColumns\" are first, last or headings");
        }
        if (table.isWords(column)) {
            throw new VernierException("CSV file " + file + " has words in column '" + name
                    + "'; targets are numbers, name the column in \"labelColumn\"");
        }
        return column;
    }

    private static List<Integer> headedAsTargets(CsvTable table) {
        List<Integer> found = new ArrayList<>();
        for (int column = 0; column < table.columns(); column++) {
            String heading = table.heading(column).toLowerCase(Locale.ROOT);
            if (heading.equals("y") || heading.equals("target") || heading.startsWith("target_")) {
                found.add(column);
            }
        }
        return found;
    }

    boolean contains(int column) {
        return column == label || targets.contains(column);
    }
}
