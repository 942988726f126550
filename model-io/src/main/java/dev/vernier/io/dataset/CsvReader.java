package dev.vernier.io.dataset;

import dev.vernier.engine.VernierException;
import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Shape;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A table of numbers, a sample a row, cells parted by comma, semicolon or tab, with or without a line of headings. The class is in the
 * column named {@code label}, else in the first or the last, whichever looks like one; a descriptor's {@code labelColumn} decides.
 */
final class CsvReader {
    private static final int LONGEST_LINE = 64 << 20;

    private CsvReader() {}

    static StoredDataset read(DatasetDescriptor descriptor) {
        Path file = descriptor.path();
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(DatasetFiles.open(file), StandardCharsets.UTF_8))) {
            CsvTable table = table(in, file);
            int labelColumn = CsvLabelColumn.find(table, descriptor.labelColumn(), file);
            return dataset(table, labelColumn, descriptor);
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
        String[] cells = line.split(java.util.regex.Pattern.quote(String.valueOf(delimiter)), -1);
        for (int i = 0; i < cells.length; i++) {
            String cell = cells[i].strip();
            boolean quoted = cell.length() >= 2 && cell.startsWith("\"") && cell.endsWith("\"");
            cells[i] = quoted ? cell.substring(1, cell.length() - 1) : cell;
        }
        return cells;
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

    private static StoredDataset dataset(CsvTable table, int labelColumn, DatasetDescriptor descriptor) {
        int values = table.columns() - (labelColumn < 0 ? 0 : 1);
        Path file = descriptor.path();
        if (values == 0) {
            throw new VernierException("CSV file " + file + " has a label column and nothing else; give samples too");
        }
        long bytes = (long) table.rows() * values * Float.BYTES;
        if (bytes > Integer.MAX_VALUE - 16) {
            throw new VernierException("CSV file " + file
                    + " holds more numbers than fit in memory; store it as .npy, which is read in place");
        }
        byte[] all = new byte[(int) bytes];
        ByteBuffer out = ByteBuffer.wrap(all).order(ByteOrder.LITTLE_ENDIAN);
        for (int row = 0; row < table.rows(); row++) {
            for (int column = 0; column < table.columns(); column++) {
                if (column != labelColumn) {
                    out.putFloat(table.value(row, column));
                }
            }
        }
        Shape shape = Shape.of(values);
        StoredSamples samples = new BufferSamples(
                FileBytes.of(all),
                table.rows(),
                DataType.FLOAT32,
                shape,
                ByteOrder.LITTLE_ENDIAN,
                0,
                values * Float.BYTES);
        if (labelColumn < 0) {
            return new StoredDataset(samples, new int[0], List.of(), Optional.empty());
        }
        return new StoredDataset(samples, table.labels(labelColumn), table.classNames(labelColumn), Optional.empty());
    }
}
