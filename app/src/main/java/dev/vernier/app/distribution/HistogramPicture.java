package dev.vernier.app.distribution;

import dev.vernier.app.grid.NumberGrid;
import dev.vernier.engine.calibrate.TensorStatistics;
import java.util.Optional;

/**
 * What the histogram plot shows. Immutable.
 *
 * @param statistics the tensor (or channel) in front, whose range the handles are
 * @param backdrop another tensor's statistics, drawn as an outline behind: weights behind activations
 * @param grid the numbers that the values become; empty where they stay float, or channels have their own
 * @param adjustable whether there is a range to move
 * @param symmetric whether both limits move together
 */
public record HistogramPicture(
        TensorStatistics statistics,
        Optional<TensorStatistics> backdrop,
        Optional<NumberGrid> grid,
        boolean adjustable,
        boolean symmetric) {

    /** Lower end of what is shown before zooming: the data and the range, with a margin. */
    double homeLow(double rangeLow) {
        return Math.min(dataLow(), adjustable ? rangeLow : 0) - margin(rangeLow, rangeLow);
    }

    double homeHigh(double rangeHigh) {
        return Math.max(dataHigh(), adjustable ? rangeHigh : 0) + margin(rangeHigh, rangeHigh);
    }

    private double margin(double low, double high) {
        double width = Math.max(dataHigh(), high) - Math.min(dataLow(), low);
        return width > 0 ? width * 0.04 : 0.5;
    }

    /** Smallest value of all that is shown. */
    double dataLow() {
        return Math.min(statistics.min(), backdrop.map(TensorStatistics::min).orElse(statistics.min()));
    }

    /** Largest value of all that is shown. */
    double dataHigh() {
        return Math.max(statistics.max(), backdrop.map(TensorStatistics::max).orElse(statistics.max()));
    }
}
