package dev.vernier.engine.diagnose;

import dev.vernier.engine.calibrate.CalibrationResult;
import dev.vernier.engine.calibrate.TensorStatistics;
import dev.vernier.engine.diagnose.Evidence.Unit;
import dev.vernier.engine.diagnose.Finding.Kind;
import dev.vernier.engine.diagnose.Finding.Severity;
import dev.vernier.engine.quantize.QuantizedLayer;
import dev.vernier.engine.spec.LayerConfig;
import dev.vernier.engine.spec.RangeRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Activations that at evaluation lie outside of what calibration showed, or fill little of it. One finding for all of them. */
final class RangeDrift implements Rule {
    /** Of the values: a few samples more never bring so many. */
    private static final double OUTSIDE = 0.005;
    /** Two bits. */
    private static final double FAR_WIDER = 4;
    /** Extremes are chance; what this share of values reaches is not. */
    private static final double BULK = 0.999;

    private final CalibrationResult plain;

    /** @param plain of the float graph as the model has it */
    RangeDrift(CalibrationResult plain) {
        this.plain = plain;
    }

    private record Tensor(QuantizedLayer layer, TensorStatistics then, TensorStatistics now) {
        double outside() {
            return now.shareBelow(then.min()) + now.shareAbove(then.max());
        }

        double wider() {
            return bulk(then) / bulk(now);
        }

        private static double bulk(TensorStatistics s) {
            return Math.max(0, s.quantile(BULK)) - Math.min(0, s.quantile(1 - BULK));
        }

        boolean drifts() {
            return outside() >= OUTSIDE || wider() >= FAR_WIDER;
        }
    }

    @Override
    public List<Finding> find(Subject subject) {
        Optional<CalibrationResult> evaluated = subject.atEvaluation();
        if (evaluated.isEmpty()) {
            return List.of();
        }
        List<Tensor> drifting = new ArrayList<>();
        for (QuantizedLayer l : subject.layers()) {
            String value = l.layer().output().name();
            TensorStatistics then = plain.statistics().get(value);
            TensorStatistics now = evaluated.get().statistics().get(value);
            boolean known = then != null
                    && now != null
                    && then.meanSquare() > 0
                    && now.meanSquare() > 0
                    && !l.layer().keepsScale()
                    && l.outputParams().isPresent();
            if (known && new Tensor(l, then, now).drifts()) {
                drifting.add(new Tensor(l, then, now));
            }
        }
        return drifting.isEmpty() ? List.of() : List.of(finding(subject, drifting));
    }

    private static Finding finding(Subject subject, List<Tensor> drifting) {
        Tensor first = drifting.get(0);
        String name = Subject.name(first.layer());
        String who = Words.layer(name);
        List<String> others =
                Subject.names(drifting.stream().skip(1).map(Tensor::layer).toList());
        boolean outside = first.outside() >= OUTSIDE;
        Severity severity = subject.isHealthy()
                ? Severity.NOTE
                : first.outside() >= 0.05 || first.wider() >= 16 ? Severity.SEVERE : Severity.WARNING;
        return new Finding(
                Kind.RANGE_DRIFT,
                severity,
                name,
                others,
                first.layer().layer().output().name(),
                List.of(),
                outside
                        ? Words.percent(first.outside()) + " of the values at " + who
                                + " lie outside what calibration showed"
                        : "Calibration showed " + Words.times(first.wider()) + " wider values at " + who
                                + " than evaluation does",
                "At calibration " + who + " reached from "
                        + Words.number(first.then().min()) + " to "
                        + Words.number(first.then().max()) + ", at evaluation from "
                        + Words.number(first.now().min())
                        + " to " + Words.number(first.now().max()) + "."
                        + (others.isEmpty() ? "" : " So it is at " + Words.layers(others) + ".")
                        + " The sure cure is to calibrate on samples like those that are evaluated, preprocessed alike.",
                List.of(
                        new Evidence("outside calibration's range", first.outside(), Unit.SHARE),
                        new Evidence("calibration's width over evaluation's", first.wider(), Unit.TIMES),
                        new Evidence("tensors that drift", drifting.size(), Unit.COUNT)),
                List.of(),
                subject.shareOf(name),
                cures(subject, drifting));
    }

    /** Ranges by hand, where channels are as the model has them. */
    private static List<Cure> cures(Subject subject, List<Tensor> drifting) {
        if (!subject.plan().cures().isNone()) {
            return List.of();
        }
        Map<String, LayerConfig> settings = new LinkedHashMap<>();
        for (Tensor t : drifting) {
            RangeRule range = RangeRule.Manual.of(t.now().min(), t.now().max());
            settings.put(
                    Subject.name(t.layer()),
                    t.layer()
                            .asked()
                            .withActivations(t.layer().asked().activations().withRule(range)));
        }
        return List.of(new Cure.Settings(
                settings,
                "ranges of evaluation at " + Words.layers(List.copyOf(settings.keySet())),
                "fits the samples that are evaluated, and flatters the score: they are then no longer unseen"));
    }
}
