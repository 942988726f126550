package dev.vernier.app.sensitivity;

import dev.vernier.app.drawer.DrawerContext;
import dev.vernier.app.format.NumberText;
import dev.vernier.app.project.LayerNumbers;
import dev.vernier.app.project.Project;
import dev.vernier.app.project.WorkbenchModel;
import dev.vernier.engine.analyze.LayerAblation;
import dev.vernier.engine.analyze.Sensitivity;
import dev.vernier.engine.analyze.SensitivityPart;
import dev.vernier.engine.evaluate.EvaluationResult;
import dev.vernier.engine.evaluate.Metric;
import dev.vernier.engine.evaluate.MetricValue;
import dev.vernier.engine.spec.LayerConfig;
import dev.vernier.engine.spec.Precision;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.engine.spec.QuantSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javafx.application.Platform;

/** Measures layers in the background, keeps what was measured of each plan, and spares the worst layers. */
final class SensitivityController {
    /** Measured plans that are kept. */
    private static final int KEPT = 16;

    /** What one of many evaluations at once costs of a fresh one of both models, the first of a process, on ResNet-20. */
    private static final double SHARE_OF_FRESH_EVALUATION = 0.08;

    private final SensitivityModel model;
    private final DrawerContext window;
    private final WorkbenchModel workbench;
    private final Map<Measured, PlanSensitivity> known = new LinkedHashMap<>();
    private PlanSensitivity shown;
    private Consumer<Sensitivity> heard;
    private long freshNanos;
    private boolean stale;

    /** What is measured at once. */
    private record Measured(QuantPlan plan, SensitivityPart part) {}

    SensitivityController(SensitivityModel model, DrawerContext window) {
        this.model = model;
        this.window = window;
        this.workbench = window.workbench();
        workbench.projectProperty().addListener((o, was, is) -> forget());
        workbench.planProperty().addListener((o, was, is) -> refreshSoon());
        workbench.resultProperty().addListener((o, was, is) -> took(is));
        workbench
                .layerProperty()
                .addListener((o, was, is) -> model.selectedProperty().set(is == null ? null : is.name()));
        model.job().runningProperty().addListener((o, was, is) -> refreshSoon());
        model.partProperty().addListener((o, was, is) -> refreshSoon());
        model.wayProperty().addListener((o, was, is) -> refreshSoon());
        model.measureProperty().addListener((o, was, is) -> refreshSoon());
        forget();
    }

    private void forget() {
        heard = null;
        known.clear();
        shown = null;
        freshNanos = 0;
        model.job().forget();
        refreshSoon();
    }

    /** The slowest evaluation of a project is its first, of which nothing was at hand. */
    private void took(EvaluationResult result) {
        if (result != null && result.isFinal()) {
            freshNanos = Math.max(freshNanos, result.work().nanos());
            model.headlineProperty().set(capitalised(result.mainMetric().title()));
            refreshSoon();
        }
    }

    private static String capitalised(String title) {
        return Character.toUpperCase(title.charAt(0)) + title.substring(1);
    }

    /** Measures the present plan; what was measured of it before is measured again. */
    void run() {
        Project project = workbench.projectProperty().get();
        if (project == null
                || !project.isMeasurable()
                || model.job().runningProperty().get()) {
            return;
        }
        Measured what = new Measured(
                workbench.planProperty().get(), model.partProperty().get());
        model.job().noticeProperty().set(null);
        keep(PlanSensitivity.none(what.plan(), what.part()));
        heard = listener(what);
        int evaluations = SensitivityJob.evaluations(LayerAblation.layersOf(project.layers(), what.plan(), what.part())
                .size());
        String did = NumberText.exactCount(evaluations) + " evaluations of "
                + NumberText.exactCount(project.data().orElseThrow().size()) + " samples · ";
        model.job()
                .start(
                        window.jobs(),
                        "Sensitivity of " + what.part().label().replace("both", "layers"),
                        new SensitivityJob(project, what.plan(), what.part(), heard),
                        nanos -> did + NumberText.duration(nanos),
                        () -> stopped(known.get(what)),
                        "Sensitivity not measured");
    }

    private static String stopped(PlanSensitivity measured) {
        return measured == null || measured.samples() == 0
                ? "stopped"
                : "stopped after " + NumberText.exactCount(measured.samples()) + " samples";
    }

    private Consumer<Sensitivity> listener(Measured what) {
        return new Consumer<>() {
            /** What a job says that was stopped meanwhile is not heard. */
            @Override
            public void accept(Sensitivity known) {
                PlanSensitivity told = PlanSensitivity.of(what.plan(), known);
                Platform.runLater(() -> {
                    if (heard == this) {
                        keep(told);
                        refreshSoon();
                    }
                });
            }
        };
    }

    private void keep(PlanSensitivity measured) {
        Measured what = new Measured(measured.plan(), measured.part());
        known.remove(what);
        known.put(what, measured);
        if (known.size() > KEPT) {
            known.remove(known.keySet().iterator().next());
        }
    }

    /** Stops measuring; what is measured stays. */
    void cancel() {
        if (model.job().runningProperty().get()) {
            heard = null;
            model.job().cancel();
        }
    }

    /** Many answers in one turn of the window's thread make the bars once. */
    private void refreshSoon() {
        if (!stale) {
            stale = true;
            Platform.runLater(() -> {
                stale = false;
                refresh();
            });
        }
    }

    private void refresh() {
        Project project = workbench.projectProperty().get();
        QuantPlan plan = workbench.planProperty().get();
        boolean measurable = project != null && project.isMeasurable() && plan != null;
        model.job().runnableProperty().set(measurable);
        SensitivityPart part = model.partProperty().get();
        PlanSensitivity found = measurable ? known.get(new Measured(plan, part)) : null;
        if (found != null) {
            shown = found;
        } else if (shown != null && shown.part() != part) {
            shown = latest(part);
        } else if (shown != null) {
            // still being measured, perhaps
            shown = known.getOrDefault(new Measured(shown.plan(), shown.part()), shown);
        }
        show();
        model.adviceProperty().set(!model.bars().isEmpty() ? "" : advice(project, plan, part, measurable));
        boolean other =
                shown != null && !shown.plan().equals(plan) && !model.bars().isEmpty();
        model.remarkProperty().set(other ? "Measured for another plan: " + project.nameOf(shown.plan()) : "");
        model.sparingProperty()
                .set(measurable && !worst(Integer.MAX_VALUE, plan).isEmpty());
    }

    /** What was measured last of {@code part}, of whatever plan. */
    private PlanSensitivity latest(SensitivityPart part) {
        PlanSensitivity last = null;
        for (PlanSensitivity s : known.values()) {
            last = s.part() == part ? s : last;
        }
        return last;
    }

    private String advice(Project project, QuantPlan plan, SensitivityPart part, boolean measurable) {
        if (!measurable) {
            return "Open data for the model to measure what each layer's quantization costs";
        }
        int layers = LayerAblation.layersOf(project.layers(), plan, part).size();
        if (layers == 0) {
            return "The plan leaves " + (part == SensitivityPart.BOTH ? "every layer" : "all " + part.label())
                    + " float: there is nothing to measure";
        }
        if (model.job().runningProperty().get()) {
            return "Measuring…";
        }
        int evaluations = SensitivityJob.evaluations(layers);
        String time = freshNanos == 0
                ? ""
                : ", about " + NumberText.roughDuration((long) (evaluations * SHARE_OF_FRESH_EVALUATION * freshNanos));
        return "Measure quantizes each of " + layers + " layers alone, then leaves each of them out of the plan: "
                + evaluations + " evaluations of "
                + NumberText.exactCount(project.data().orElseThrow().size()) + " samples" + time;
    }

    private void show() {
        if (shown == null) {
            model.bars().clear();
            model.wholeCostProperty().set(Double.NaN);
            workbench.sensitivityProperty().set(null);
            return;
        }
        SensitivityWay way = model.wayProperty().get();
        Metric metric = model.measureProperty().get().metric(shown.main());
        SensitivityScale scale = new SensitivityScale(metric);
        List<SensitivityBar> bars = new ArrayList<>();
        shown.of(way)
                .forEach((layer, metrics) ->
                        Optional.ofNullable(metrics.get(metric)).ifPresent(v -> bars.add(bar(layer, v, scale))));
        // alone, the costliest is the worst; left out, the one without which the plan costs least
        Comparator<SensitivityBar> byCost = Comparator.comparingDouble(SensitivityBar::cost);
        bars.sort(way == SensitivityWay.ALONE ? byCost.reversed() : byCost);
        model.metricProperty().set(metric);
        model.headlineProperty().set(capitalised(shown.main().title()));
        model.wholeCostProperty()
                .set(shown.whole()
                        .filter(m -> way == SensitivityWay.ALL_BUT && m.containsKey(metric))
                        .map(m -> scale.cost(m.get(metric)))
                        .orElse(Double.NaN));
        model.bars().setAll(bars);
        workbench.sensitivityProperty().set(bars.isEmpty() ? null : column(bars, way, metric));
    }

    private static SensitivityBar bar(String layer, MetricValue value, SensitivityScale scale) {
        double[] interval = scale.interval(value);
        return new SensitivityBar(layer, scale.cost(value), interval[0], interval[1], value.value(), scale.text(value));
    }

    private LayerNumbers column(List<SensitivityBar> bars, SensitivityWay way, Metric metric) {
        Map<String, LayerNumbers.Value> values = new LinkedHashMap<>();
        // larger is worse in the column, too
        double sign = way == SensitivityWay.ALONE ? 1 : -1;
        bars.forEach(b -> values.put(
                b.layer(), new LayerNumbers.Value(sign * b.cost(), b.text().replaceAll(" \\[.*", ""))));
        String part = model.partProperty().get() == SensitivityPart.BOTH
                ? "this layer"
                : "this layer's " + model.partProperty().get().label();
        String words = way == SensitivityWay.ALONE
                ? "only " + part + " quantized: " + metric.title()
                : "the plan with " + part + " left float: " + metric.title();
        return new LayerNumbers(words, values);
    }

    /** The worst of the layers shown that {@code plan} still quantizes. */
    private Set<String> worst(int count, QuantPlan plan) {
        Set<String> quantized = new LinkedHashSet<>(LayerAblation.layersOf(
                workbench.projectProperty().get().layers(),
                plan,
                model.partProperty().get()));
        Set<String> worst = new LinkedHashSet<>();
        for (SensitivityBar b : model.bars()) {
            if (worst.size() < count && quantized.contains(b.layer())) {
                worst.add(b.layer());
            }
        }
        return worst;
    }

    /** The worst layers that are still quantized are left float, as far as they were looked at. */
    void floatWorst() {
        SensitivityPart part = model.partProperty().get();
        String what = part == SensitivityPart.BOTH ? "" : part.label() + " of ";
        spare(part::without, what, " left float");
    }

    /** The worst layers get 16-bit activations. */
    void widenWorst() {
        spare(c -> c.withActivations(QuantSpec.activations(Precision.INT16)), "16-bit activations at ", "");
    }

    private void spare(UnaryOperator<LayerConfig> change, String before, String after) {
        QuantPlan plan = window.controller().plan();
        Set<String> worst = worst(model.worstProperty().get(), plan);
        if (!worst.isEmpty()) {
            String who = worst.size() == 1 ? worst.iterator().next() : "the worst " + worst.size() + " layers";
            window.controller().edit(plan.withLayers(worst, change), before + who + after);
        }
    }

    void select(String layer) {
        window.selectLayer().accept(layer);
    }
}
