package dev.vernier.app.now;

import dev.vernier.app.format.NumberText;
import dev.vernier.app.format.ScoreText;
import dev.vernier.app.project.Snapshot;
import dev.vernier.app.project.WorkbenchController;
import dev.vernier.app.project.WorkbenchModel;
import dev.vernier.engine.evaluate.EvaluationResult;
import dev.vernier.engine.evaluate.Metric;
import dev.vernier.engine.evaluate.MetricValue;
import dev.vernier.engine.quantize.PlanSize;
import dev.vernier.engine.spec.Precision;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts the latest answers into words. */
public final class NowController {
    private static final String NOT_MEASURED = "not measured";

    private final NowModel model;
    private final WorkbenchModel workbench;
    private final WorkbenchController controller;

    public NowController(NowModel model, WorkbenchModel workbench, WorkbenchController controller) {
        this.model = model;
        this.workbench = workbench;
        this.controller = controller;
        workbench.resultProperty().addListener((o, was, is) -> showResult(is));
        // the same numbers led by another metric are equal, so that the result does not change
        workbench
                .headlineProperty()
                .addListener(
                        (o, was, is) -> showResult(workbench.resultProperty().get()));
        workbench.sizeProperty().addListener((o, was, is) -> showSize(is));
        workbench.evaluatingProperty().addListener((o, was, is) -> {
            if (is) {
                model.progressProperty().set(0);
            }
        });
        showResult(workbench.resultProperty().get());
        showSize(workbench.sizeProperty().get());
    }

    private void showResult(EvaluationResult r) {
        if (r == null) {
            model.headlineProperty().set(Optional.empty());
            model.measurableProperty().set(List.of());
            model.accuracyProperty().set(NOT_MEASURED);
            model.differenceProperty().set("");
            model.baselineProperty().set("");
            model.progressProperty().set(0);
            model.agreementProperty().set(NOT_MEASURED);
            model.meanAbsErrorProperty().set(NOT_MEASURED);
            return;
        }
        String seen = NumberText.exactCount(r.samples()) + " of " + NumberText.exactCount(r.totalSamples());
        Metric main = r.mainMetric();
        MetricValue value = r.metric(main).orElseThrow();
        model.headlineProperty().set(Optional.of(main));
        model.measurableProperty().set(Metric.inUsualOrder(r.metrics().keySet()));
        model.accuracyProperty().set(text(main, value.value()));
        model.differenceProperty().set(difference(main, value));
        model.baselineProperty()
                .set((value.baseline().isPresent()
                                ? "float " + text(main, value.baseline().getAsDouble())
                                : "beside the float model")
                        + " · " + seen);
        model.progressProperty().set(r.totalSamples() == 0 ? 1 : (double) r.samples() / r.totalSamples());
        model.agreementProperty().set(NumberText.percent(r.agreement()));
        model.meanAbsErrorProperty().set(NumberText.significant(r.meanAbsError(), 3));
    }

    /** Shares with one decimal, as there is little room. */
    private static String text(Metric metric, double value) {
        return metric.unit() == Metric.Unit.SHARE ? NumberText.percent(value) : ScoreText.value(metric, value);
    }

    /** From the float model, where it has a value of its own; else where the value itself lies. */
    private static String difference(Metric metric, MetricValue value) {
        if (value.delta().isEmpty()) {
            return value.ci95()
                    .map(ci -> "[" + text(metric, ci.low()) + ", " + text(metric, ci.high()) + "] 95 %")
                    .orElse("");
        }
        double delta = value.delta().getAsDouble();
        boolean share = metric.unit() == Metric.Unit.SHARE;
        String by = share ? NumberText.points(delta) : ScoreText.difference(metric, delta);
        return value.deltaCi95()
                .map(ci -> by + " [" + end(metric, ci.low()) + ", " + end(metric, ci.high()) + "] 95 %")
                .orElse(by);
    }

    private static String end(Metric metric, double x) {
        return metric.unit() == Metric.Unit.SHARE ? NumberText.signed(x * 100, 1) : ScoreText.difference(metric, x);
    }

    /** @param metric null for the usual one */
    void lead(Metric metric) {
        workbench.headlineProperty().set(metric);
    }

    private void showSize(PlanSize size) {
        if (size == null) {
            model.sizeProperty().set(NOT_MEASURED);
            model.ratioProperty().set("");
            model.sizeSharesProperty().set(List.of());
            return;
        }
        long bytes = size.bytes();
        model.sizeProperty().set(NumberText.bytes(bytes));
        model.ratioProperty()
                .set(
                        bytes == 0
                                ? ""
                                : NumberText.ratio((double) size.floatBytes() / bytes) + " of "
                                        + NumberText.bytes(size.floatBytes()));
        model.sizeSharesProperty().set(shares(size));
    }

    private static List<NowModel.SizeShare> shares(PlanSize size) {
        Map<Precision, Long> bytes = new EnumMap<>(Precision.class);
        size.bytesByLayer().forEach((layer, b) -> {
            if (b > 0) {
                bytes.merge(size.plan().configFor(layer).weights().precision(), b, Long::sum);
            }
        });
        return bytes.entrySet().stream()
                .map(e -> new NowModel.SizeShare(e.getKey(), e.getValue()))
                .sorted(Comparator.comparingLong(NowModel.SizeShare::bytes).reversed())
                .toList();
    }

    void pin() {
        controller.pin();
    }

    void adopt(Snapshot snapshot) {
        controller.adopt(snapshot);
    }

    void rename(Snapshot snapshot, String name) {
        controller.rename(snapshot, name);
    }

    Snapshot present() {
        return controller.present();
    }

    void remove(Snapshot snapshot) {
        workbench.snapshots().remove(snapshot);
    }
}
