package dev.vernier.io.dataset;

import dev.vernier.engine.VernierException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A table of numbers, a sample a row, cells parted by comma, semicolon or tab, with or without a line of headings. Which columns hold
 * classes or targets is {@link CsvTruthColumns}' to find.
 */
final class CsvReader {
    private static final int LONGEST_LINE = 64 << 20;

    private CsvReader() {}

    static StoredDataset read(DatasetDescriptor descriptor) {
        Path file = descriptor.path();
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(DatasetFiles.open(file), StandardCharsets.UTF_8))) {
            CsvTable table = table(in, file);
            return dataset(table, CsvTruthColumns.find(table, descriptor), file);
        } catch (IOException e) {
            throw DatasetFiles.unreadable(file, e);
        }
    }

    private static CsvTable table(BufferedReader in, Path file) throws IOException {
        String first = line(in, file);
        while (first != null && first.isBlank()) {
            first = line(in, file);
        }
        if (first == null) {
            throw new VernierException("CSV file " + file + " has no rows; give one with a sample a row");
        }
        if (first.startsWith("\uFEFF")) {
            first = first.substring(1);
        }
        char delimiter = delimiter(first);
        String second = line(in, file);
        String[] cells = split(first, delimiter);
        boolean headed = second != null && isHeader(cells, split(second, delimiter));
        CsvTable table = new CsvTable(file, cells.length, headed ? List.of(cells) : List.of());
        try {
            long row = 1;
            if (!headed) {
                table.add(cells, row);
            }
            for (String line = second; line != null; line = line(in, file)) {
                row++;
                if (!line.isBlank()) {
                    table.add(split(line, delimiter), row);
                }
            }
            table.finish();
        } catch (IOException | RuntimeException e) {
            table.discard();
            throw e;
        }
        return table;
    }

    private static String line(BufferedReader in, Path file) throws IOException {
        StringBuilder line = new StringBuilder();
        int c = in.read();
        if (c < 0) {
            return null;
        }
        while (c >= 0 && c != '\n') {
            if (line.length() == LONGEST_LINE) {
                throw new VernierException("CSV file " + file + " has a line of more than " + (LONGEST_LINE >> 20)
                        + " million characters; is it a CSV file?");
            }
            line.append((char) c);
            c = in.read();
        }
        int length = line.length();
        return length > 0 && line.charAt(length - 1) == '\r' ? line.substring(0, length - 1) : line.toString();
    }

    private static char delimiter(String line) {
        for (char candidate : new char[] {'\t', ';', ','}) {
            if (line.indexOf(candidate) >= 0) {
                return candidate;
            }
        }
        return ',';
    }

    private static String[] split(String line, char delimiter) {
        List<String> cells = new ArrayList<>();
        int from = 0;
        for (int at = line.indexOf(delimiter); at >= 0; at = line.indexOf(delimiter, from)) {
            cells.add(cell(line.substring(from, at)));
            from = at + 1;
        }
        cells.add(cell(line.substring(from)));
        return cells.toArray(String[]::new);
    }

    private static String cell(String text) {
        String cell = text.strip();
        boolean quoted = cell.length() >= 2 && cell.startsWith("\"") && cell.endsWith("\"");
        return quoted ? cell.substring(1, cell.length() - 1) : cell;
    }

    /** Headings are words over numbers. */
    private static boolean isHeader(String[] first, String[] second) {
        for (int i = 0; i < Math.min(first.length, second.length); i++) {
            if (CsvTable.number(first[i]).isEmpty()
                    && CsvTable.number(second[i]).isPresent()) {
                return true;
            }
        }
        return false;
    }

    private static StoredDataset dataset(CsvTable table, CsvTruthColumns truth, Path file) {
        int[] values = IntStream.range(0, table.columns())
                .filter(c -> !truth.contains(c))
                .toArray();
        if (values.length == 0) {
            throw new VernierException("CSV file " + file + " has a label column and nothing else; give samples too");
        }
        StoredSamples samples = table.samples(values);
        if (!truth.targets().isEmpty()) {
            int[] targets = truth.targets().stream().mapToInt(Integer::intValue).toArray();
            return StoredDataset.of(
                    samples, StoredTruth.ofTargets(table.samples(targets)), List.of(), Optional.empty());
        }
        if (truth.label() < 0) {
            return StoredDataset.of(samples, StoredTruth.NONE, List.of(), Optional.empty());
        }
        return StoredDataset.of(
                samples,
                StoredTruth.ofLabels(table.labels(truth.label())),
                table.classNames(truth.label()),
                Optional.empty());
    }
}
