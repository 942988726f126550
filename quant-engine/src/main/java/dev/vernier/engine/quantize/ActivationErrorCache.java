package dev.vernier.engine.quantize;

import dev.vernier.engine.calibrate.CalibrationResult;
import dev.vernier.engine.evaluate.TensorError;
import dev.vernier.engine.graph.QuantParams;
import dev.vernier.engine.range.GridPreview;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What grids alone do to the activations of one calibrated graph, told from histograms and remembered: from plan to plan most layers keep
 * their grids, and each takes a tenth of a millisecond.
 */
final class ActivationErrorCache {
    private record Key(String value, QuantParams grid) {}

    /** Some megabytes; a dragged handle makes many that are never asked for again. */
    private static final int MAX_ENTRIES = 1 << 14;

    private final CalibrationResult calibration;
    private final Map<Key, TensorError> errors = new ConcurrentHashMap<>();

    ActivationErrorCache(CalibrationResult calibration) {
        this.calibration = calibration;
    }

    /** @param grid one scale for the tensor */
    TensorError of(String value, QuantParams grid) {
        Key key = new Key(value, grid);
        TensorError known = errors.get(key);
        if (known == null) {
            known = of(GridPreview.of(calibration.statistics(value), grid));
            if (errors.size() >= MAX_ENTRIES) {
                errors.clear();
            }
            errors.put(key, known);
        }
        return known;
    }

    /** What {@code preview} says, as an error. */
    static TensorError of(GridPreview p) {
        return new TensorError(p.sqnrDb(), p.mse(), Double.NaN, Double.NaN, p.clippedLow() + p.clippedHigh());
    }
}
