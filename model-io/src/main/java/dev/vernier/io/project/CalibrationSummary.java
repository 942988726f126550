package dev.vernier.io.project;

import dev.vernier.engine.calibrate.CalibrationResult;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What calibration showed when a project was saved, as far as it takes to notice that other data are read today: the files that a data
 * set names have no digest of their own in a project. Immutable.
 *
 * @param samples how many were run
 * @param source where they came from, for people
 * @param extremes by activation, its smallest and largest finite value
 */
public record CalibrationSummary(int samples, String source, Map<String, Extremes> extremes) {
    /** A difference below this share of a range may come from another machine's order of adding. */
    private static final double NOTICED = 1e-3;

    private static final int NAMED = 3;

    /** Of one activation, in its own unit. */
    public record Extremes(double min, double max) {
        private boolean differsFrom(Extremes other) {
            double step = NOTICED * Math.max(Math.abs(max - min), Math.abs(other.max - other.min));
            return Math.abs(min - other.min) > step || Math.abs(max - other.max) > step;
        }

        private String words() {
            return String.format(Locale.ROOT, "%.4g to %.4g", min, max);
        }
    }

    public CalibrationSummary {
        extremes = Collections.unmodifiableMap(new LinkedHashMap<>(extremes));
    }

    public static CalibrationSummary of(CalibrationResult calibration) {
        Map<String, Extremes> all = new LinkedHashMap<>();
        calibration.statistics().forEach((value, s) -> {
            if (s.count() > 0) {
                all.put(value, new Extremes(s.min(), s.max()));
            }
        });
        return new CalibrationSummary(calibration.samples(), calibration.source(), all);
    }

    /** In one sentence what {@code now} shows otherwise; empty where both show the same. */
    public Optional<String> difference(CalibrationSummary now) {
        if (samples != now.samples) {
            return Optional.of(
                    "Calibration ran " + now.samples + " samples, " + samples + " when the project was saved");
        }
        List<String> moved = extremes.keySet().stream()
                .filter(v -> now.extremes.containsKey(v) && extremes.get(v).differsFrom(now.extremes.get(v)))
                .toList();
        if (moved.isEmpty()) {
            return Optional.empty();
        }
        String named = moved.stream()
                .limit(NAMED)
                .map(v -> v + " " + now.extremes.get(v).words() + ", was "
                        + extremes.get(v).words())
                .collect(Collectors.joining("; "));
        return Optional.of("Calibration shows other ranges than when the project was saved: " + named
                + (moved.size() > NAMED ? "; and " + (moved.size() - NAMED) + " more" : ""));
    }
}
