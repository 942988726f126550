package dev.vernier.app.plot;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javafx.scene.image.PixelWriter;
import javafx.scene.image.WritableImage;
import javafx.scene.paint.Color;
import javafx.scene.paint.ImagePattern;

/**
 * One period of a hatch as pixels, to be laid side by side: filling with it costs a copy, where stroking each line over again costs the
 * software renderer more than all else in a plot.
 */
final class HatchTile {
    /** How much of a pixel a line of 1 px at 45° through its middle covers: all but two corners of legs 1 − √½. */
    private static final double ON_LINE = 1 - Math.pow(1 - Math.sqrt(0.5), 2);
    /** And of one of the two pixels beside it: a corner with legs of √½. */
    private static final double BESIDE_LINE = 0.25;

    private record Key(Hatch hatch, int spacing, Color color) {}

    /** A few: two hatches in the colours of the themes that were seen. */
    private static final Map<Key, ImagePattern> TILES = new ConcurrentHashMap<>();

    private HatchTile() {}

    /** Laid out from the plot's origin, where {@link Hatch#stroke} has its lines too. */
    static ImagePattern of(Hatch hatch, int spacing, Color color) {
        return TILES.computeIfAbsent(new Key(hatch, spacing, color), HatchTile::draw);
    }

    private static ImagePattern draw(Key key) {
        int n = key.spacing();
        WritableImage tile = new WritableImage(n, n);
        PixelWriter pixels = tile.getPixelWriter();
        for (int y = 0; y < n; y++) {
            for (int x = 0; x < n; x++) {
                // which diagonal of pixels it is on; lines go through the middles of those on diagonal 0
                int diagonal = Math.floorMod(key.hatch() == Hatch.RISING ? x + y + 1 : x - y, n);
                double covered = diagonal == 0 ? ON_LINE : diagonal == 1 || diagonal == n - 1 ? BESIDE_LINE : 0;
                pixels.setColor(x, y, key.color().deriveColor(0, 1, 1, covered));
            }
        }
        return new ImagePattern(tile, 0, 0, n, n, false);
    }
}
