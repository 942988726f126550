package dev.vernier.io.dataset;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/** Some columns of a table of floats, as samples of one axis. */
final class CsvColumns implements StoredSamples {
    private final FileBytes rows;
    private final int rowCount;
    private final int columns;
    private final int[] kept;
    private final List<String> headings;
    private volatile String contentHash;

    /**
     * @param columns how many the table has
     * @param kept numbers of the columns, in order
     * @param headings of all columns of the table; empty where it has none
     */
    CsvColumns(FileBytes rows, int rowCount, int columns, int[] kept, List<String> headings) {
        this.rows = rows;
        this.rowCount = rowCount;
        this.columns = columns;
        this.kept = kept;
        this.headings = headings;
    }

    /** Of all columns of the table, those of the answers too; empty where it has none. */
    List<String> headings() {
        return headings;
    }

    /** The headings of these columns; empty where the table has none. */
    List<String> names() {
        return headings.isEmpty()
                ? List.of()
                : IntStream.of(kept).mapToObj(headings::get).toList();
    }

    /** Every column of the table. */
    CsvColumns all() {
        return new CsvColumns(
                rows, rowCount, columns, IntStream.range(0, columns).toArray(), headings);
    }

    /** Some of these columns. @param places in {@link #names()} */
    CsvColumns only(int[] places) {
        return new CsvColumns(
                rows, rowCount, columns, IntStream.of(places).map(p -> kept[p]).toArray(), headings);
    }

    @Override
    public int size() {
        return rowCount;
    }

    @Override
    public DataType type() {
        return DataType.FLOAT32;
    }

    @Override
    public Shape shape() {
        return Shape.of(kept.length);
    }

    @Override
    public TensorData read(int from, int count) {
        Objects.checkFromIndexSize(from, count, rowCount);
        ByteBuffer out = ByteBuffer.allocate(Math.multiplyExact(count, kept.length * Float.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        int rowBytes = columns * Float.BYTES;
        ByteBuffer read = rows.slice((long) from * rowBytes, Math.multiplyExact(count, rowBytes))
                .order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            for (int column : kept) {
                out.putFloat(read.getFloat(i * rowBytes + column * Float.BYTES));
            }
        }
        return TensorData.of(DataType.FLOAT32, shape().prepended(count), out.flip());
    }

    @Override
    public String contentHash() {
        String hash = contentHash;
        if (hash == null) {
            hash = rows.contentHash() + " columns " + Arrays.toString(kept);
            contentHash = hash;
        }
        return hash;
    }
}
