package dev.vernier.engine.calibrate;

import dev.vernier.engine.VernierException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the calibration data showed of every activation of a graph. Immutable.
 *
 * @param statistics by value name (graph inputs and node outputs)
 * @param samples how many samples were run
 * @param source where they came from, for people: a data set's name or {@code evaluation data}
 * @param variants calibrates rewritten forms of the graph on the same samples
 */
public record CalibrationResult(
        Map<String, TensorStatistics> statistics, int samples, String source, VariantCalibration variants) {
    public CalibrationResult {
        statistics = Collections.unmodifiableMap(new LinkedHashMap<>(statistics));
    }

    /** Without the samples at hand: rewritten forms of the graph cannot be calibrated. */
    public CalibrationResult(Map<String, TensorStatistics> statistics, int samples, String source) {
        this(statistics, samples, source, VariantCalibration.impossible());
    }

    /** What is wrong with what was seen, one sentence each: tensors with NaN or infinite values, which statistics leave out. */
    public List<String> findings() {
        List<String> findings = new ArrayList<>();
        statistics.forEach((value, s) -> {
            if (s.nonFinite() > 0) {
                findings.add("Tensor " + value + " had " + s.nonFinite() + " NaN or infinite values of "
                        + (s.count() + s.nonFinite()) + "; its range was taken from the others");
            }
        });
        return findings;
    }

    /** @throws VernierException if the value was not observed */
    public TensorStatistics statistics(String value) {
        TensorStatistics s = statistics.get(value);
        if (s == null) {
            throw new VernierException("No calibration statistics for tensor " + value + "; calibrate the model again");
        }
        return s;
    }
}
