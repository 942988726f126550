package dev.vernier.app.samples;

import dev.vernier.engine.graph.Shape;

/**
 * How the numbers of a tensor lie in maps of rows and columns. Immutable.
 *
 * @param maps how many there are: channels of an image
 * @param rows of a map
 * @param columns of a map
 * @param mapStride elements from one map to the next
 * @param rowStride elements from one row to the next
 * @param columnStride elements from one column to the next
 */
record MapSheet(int maps, int rows, int columns, int mapStride, int rowStride, int columnStride) {
    /** Larger maps are thinned out. */
    private static final int MOST_SHOWN = 64;

    private static final int MOST_STRIP = 1024;

    /**
     * Of one sample with its batch axis: images channel by channel, tables as they are, all else as a strip.
     *
     * @param last whether images have their channels on the last axis
     */
    static MapSheet of(Shape shape, boolean last) {
        int rank = shape.rank();
        int total = Math.toIntExact(shape.elementCount());
        if (rank == 4) {
            int a = (int) shape.dim(1);
            int b = (int) shape.dim(2);
            int c = (int) shape.dim(3);
            boolean isVector = last ? a * b == 1 : b * c == 1;
            if (!isVector) {
                return last ? new MapSheet(c, a, b, 1, b * c, c) : new MapSheet(a, b, c, b * c, c, 1);
            }
        }
        if (rank == 3 && shape.dim(1) > 1 && shape.dim(2) > 1) {
            int columns = (int) shape.dim(2);
            return new MapSheet(1, total / columns, columns, total, columns, 1);
        }
        return new MapSheet(1, 1, total, total, total, 1);
    }

    boolean isStrip() {
        return rows == 1;
    }

    private int rowStep() {
        return (rows + MOST_SHOWN - 1) / MOST_SHOWN;
    }

    private int columnStep() {
        int most = isStrip() ? MOST_STRIP : MOST_SHOWN;
        return (columns + most - 1) / most;
    }

    int shownRows() {
        return Math.max(1, rows / Math.max(1, rowStep()));
    }

    int shownColumns() {
        return Math.max(1, columns / Math.max(1, columnStep()));
    }

    /** Where the number shown at a row and a column of a map is. */
    int index(int map, int row, int column) {
        return map * mapStride + row * rowStep() * rowStride + column * columnStep() * columnStride;
    }
}
