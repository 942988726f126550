package dev.vernier.app.network;

/**
 * A network that runs down, cut into columns that stand beside each other like those of a page. Edges go from the foot of one column to
 * the head of the next through the gutter between them. Immutable.
 *
 * @param ranks of one column
 * @param columnWidth with its gutter, in the layout's px
 * @param gutter between two columns
 */
record ColumnFold(int ranks, double columnWidth, double gutter) {
    /** Of what is drawn, about: that of a drawer. */
    private static final double WIDTH_OVER_HEIGHT = 3.2;

    private static final double GUTTER = 48;
    private static final double LANE = 6;
    private static final int LANES = 4;

    /** One column. */
    static ColumnFold none(int ranks) {
        return new ColumnFold(Math.max(1, ranks), 0, 0);
    }

    /**
     * @param width of a column without gutter
     * @param along from one rank to the next
     */
    static ColumnFold of(int ranks, double width, double along) {
        double columnWidth = width + GUTTER;
        long columns = Math.max(1, Math.round(Math.sqrt(WIDTH_OVER_HEIGHT * ranks * along / columnWidth)));
        int each = Math.max(1, (int) ((ranks + columns - 1) / columns));
        return new ColumnFold(each, columnWidth, GUTTER);
    }

    int column(int rank) {
        return rank / ranks;
    }

    int row(int rank) {
        return rank % ranks;
    }

    /** How many columns {@code all} ranks take. */
    int columns(int all) {
        return Math.max(1, (all + ranks - 1) / ranks);
    }

    /** Above the first and below the last rank, for edges that turn into the gutter. */
    double margin() {
        return gutter == 0 ? 0 : LANE * (LANES + 1);
    }

    /** How far the {@code n}th edge that leaves a column runs from its foot and from the border of the gutter, so that several stay apart. */
    double lane(int n) {
        return LANE * (1 + n % LANES);
    }
}
