package dev.vernier.app.sensitivity;

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
 * @param main the metric that matters most
 * @param whole what the plan itself scores; empty until measured
 * @param alone scores by layer with only that layer quantized, in running order
 * @param allBut scores by layer with only that layer left float, in running order
 */
record PlanSensitivity(
        QuantPlan plan,
        SensitivityPart part,
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
        return new PlanSensitivity(plan, part, Metric.OUTPUT_SQNR, Optional.empty(), Map.of(), Map.of());
    }

    PlanSensitivity withWhole(EvaluationResult r) {
        return new PlanSensitivity(plan, part, r.mainMetric(), Optional.of(r.metrics()), alone, allBut);
    }

    PlanSensitivity with(SensitivityWay way, String layer, EvaluationResult r) {
        Map<String, Map<Metric, MetricValue>> more = new LinkedHashMap<>(of(way));
        more.put(layer, r.metrics());
        return way == SensitivityWay.ALONE
                ? new PlanSensitivity(plan, part, r.mainMetric(), whole, more, allBut)
                : new PlanSensitivity(plan, part, r.mainMetric(), whole, alone, more);
    }

    Map<String, Map<Metric, MetricValue>> of(SensitivityWay way) {
        return way == SensitivityWay.ALONE ? alone : allBut;
    }
}
