package dev.vernier.app.sensitivity;

import dev.vernier.engine.analyze.Sensitivity;
import dev.vernier.engine.analyze.SensitivityPart;
import dev.vernier.engine.evaluate.EvaluationResult;
import dev.vernier.engine.evaluate.Metric;
import dev.vernier.engine.evaluate.MetricValue;
import dev.vernier.engine.spec.QuantPlan;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What was measured of one plan's layers so far. Immutable.
 *
 * @param part of each layer
 * @param samples it was measured on so far
 * @param main the metric that matters most
 * @param whole what the plan itself scores; empty until measured
 * @param alone scores by layer with only that layer quantized, in running order
 * @param allBut scores by layer with only that layer left float, in running order
 */
record PlanSensitivity(
        QuantPlan plan,
        SensitivityPart part,
        int samples,
        Metric main,
        Optional<Map<Metric, MetricValue>> whole,
        Map<String, Map<Metric, MetricValue>> alone,
        Map<String, Map<Metric, MetricValue>> allBut) {
    PlanSensitivity {
        Objects.requireNonNull(main);
        alone = Collections.unmodifiableMap(new LinkedHashMap<>(alone));
        allBut = Collections.unmodifiableMap(new LinkedHashMap<>(allBut));
    }

    static PlanSensitivity none(QuantPlan plan, SensitivityPart part) {
        return new PlanSensitivity(plan, part, 0, Metric.OUTPUT_SQNR, Optional.empty(), Map.of(), Map.of());
    }

    static PlanSensitivity of(QuantPlan plan, Sensitivity measured) {
        Map<String, Map<Metric, MetricValue>> alone = new LinkedHashMap<>();
        Map<String, Map<Metric, MetricValue>> allBut = new LinkedHashMap<>();
        for (Sensitivity.OfLayer l : measured.layers()) {
            alone.put(l.layer(), l.alone().metrics());
            allBut.put(l.layer(), l.allBut().metrics());
        }
        EvaluationResult whole = measured.whole();
        return new PlanSensitivity(
                plan,
                measured.part(),
                whole.samples(),
                whole.mainMetric(),
                Optional.of(whole.metrics()),
                alone,
                allBut);
    }

    Map<String, Map<Metric, MetricValue>> of(SensitivityWay way) {
        return way == SensitivityWay.ALONE ? alone : allBut;
    }
}
