package dev.vernier.app.now;

import dev.vernier.app.layers.PrecisionChip;
import java.util.List;
import javafx.scene.layout.Region;

/**
 * A bar of one piece for each number format, as long as its share of the bytes.
 *
 * <p>Style class {@code size-bar}; pieces {@code size-piece} with the colour class of the format.
 */
final class SizeBar extends Region {
    private List<NowModel.SizeShare> shares = List.of();

    SizeBar() {
        getStyleClass().add("size-bar");
    }

    void show(List<NowModel.SizeShare> s) {
        shares = s;
        getChildren().clear();
        for (NowModel.SizeShare share : s) {
            Region piece = new Region();
            piece.getStyleClass().addAll("size-piece", PrecisionChip.colorClass(share.precision()));
            getChildren().add(piece);
        }
        requestLayout();
    }

    @Override
    protected void layoutChildren() {
        double total = shares.stream().mapToLong(NowModel.SizeShare::bytes).sum();
        double done = 0;
        for (int i = 0; i < shares.size(); i++) {
            double from = Math.round(done / total * getWidth());
            done += shares.get(i).bytes();
            double to = Math.round(done / total * getWidth());
            getChildren().get(i).resizeRelocate(from, 0, Math.max(1, to - from), getHeight());
        }
    }
}
