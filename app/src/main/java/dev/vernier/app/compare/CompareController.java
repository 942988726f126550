package dev.vernier.app.compare;

import dev.vernier.app.drawer.DrawerContext;
import dev.vernier.app.format.NumberText;
import dev.vernier.app.project.Project;
import dev.vernier.app.project.Snapshot;
import dev.vernier.app.project.WorkbenchModel;
import dev.vernier.engine.evaluate.EvaluationResult;
import dev.vernier.engine.evaluate.PlanScore;
import dev.vernier.engine.spec.Preset;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.engine.spec.TargetRuntime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javafx.application.Platform;
import javafx.collections.ListChangeListener;

/** Measures the techniques in the background and keeps the rows in step with snapshots and the present plan. */
final class CompareController {
    static final String PRESENT = "present plan";

    private final CompareModel model;
    private final DrawerContext window;
    private final WorkbenchModel workbench;
    private final Map<Preset, PlanScore> scores = new EnumMap<>(Preset.class);
    private final Map<Preset, String> reasons = new EnumMap<>(Preset.class);
    private final Map<QuantPlan, RuntimeTime> times = new HashMap<>();
    private ComparisonJob.Listener heard;
    private TargetRuntime target = TargetRuntime.ONNXRUNTIME;
    private boolean rowsAreStale;

    CompareController(CompareModel model, DrawerContext window) {
        this.model = model;
        this.window = window;
        this.workbench = window.workbench();
        workbench.projectProperty().addListener((o, was, is) -> forget());
        workbench.planProperty().addListener((o, was, is) -> {
            if (is != null && is.target() != target) {
                forget();
            }
            refreshSoon();
        });
        workbench.resultProperty().addListener((o, was, is) -> refreshSoon());
        workbench.headlineProperty().addListener((o, was, is) -> {
            // the same numbers led by another metric are equal
            model.rows().clear();
            refreshSoon();
        });
        model.job().runningProperty().addListener((o, was, is) -> refreshSoon());
        workbench.snapshots().addListener((ListChangeListener<Snapshot>) c -> refreshSoon());
        forget();
    }

    /** What was measured belongs to another model, other data or another runtime's rules. */
    private void forget() {
        heard = null;
        scores.clear();
        reasons.clear();
        times.clear();
        model.job().forget();
        QuantPlan plan = workbench.planProperty().get();
        target = plan == null ? TargetRuntime.ONNXRUNTIME : plan.target();
        refreshSoon();
    }

    /** Starts measuring; what was measured before is measured again. */
    void run() {
        Project project = workbench.projectProperty().get();
        if (project == null
                || !project.isMeasurable()
                || model.job().runningProperty().get()) {
            return;
        }
        scores.clear();
        reasons.clear();
        times.clear();
        model.job().noticeProperty().set(null);
        Set<QuantPlan> madeByHand = new LinkedHashSet<>();
        workbench.snapshots().forEach(s -> madeByHand.add(s.plan()));
        madeByHand.add(workbench.planProperty().get());
        madeByHand.removeIf(p -> p.overrides().isEmpty());
        heard = listener();
        String samples = NumberText.exactCount(project.data().orElseThrow().size()) + " samples · ";
        model.job()
                .start(
                        window.jobs(),
                        "Comparing techniques",
                        new ComparisonJob(project, target, List.copyOf(madeByHand), heard),
                        nanos -> samples + NumberText.duration(nanos),
                        () -> "stopped",
                        "Techniques not compared");
    }

    private ComparisonJob.Listener listener() {
        return new ComparisonJob.Listener() {
            @Override
            public void scored(Preset preset, PlanScore score) {
                onWindow(() -> scores.put(preset, score));
            }

            @Override
            public void impossible(Preset preset, String reason) {
                onWindow(() -> reasons.put(preset, reason));
            }

            @Override
            public void timed(QuantPlan plan, RuntimeTime time) {
                onWindow(() -> times.put(plan, time));
            }

            /** What a job says that was stopped meanwhile is not heard. */
            private void onWindow(Runnable change) {
                Platform.runLater(() -> {
                    if (heard == this) {
                        change.run();
                        refreshSoon();
                    }
                });
            }
        };
    }

    /** Stops measuring; what is measured stays. */
    void cancel() {
        if (model.job().runningProperty().get()) {
            heard = null;
            model.job().cancel();
        }
    }

    /** The plan becomes the present one. */
    void adopt(ComparedPlan row) {
        if (row.kind() != ComparedPlan.Kind.PRESENT) {
            String words = (row.kind() == ComparedPlan.Kind.TECHNIQUE ? "technique " : "snapshot ") + row.name();
            window.controller().edit(row.plan(), words);
        }
    }

    /** Many answers in one turn of the window's thread make the rows once. */
    private void refreshSoon() {
        if (!rowsAreStale) {
            rowsAreStale = true;
            Platform.runLater(() -> {
                rowsAreStale = false;
                refresh();
            });
        }
    }

    private void refresh() {
        Project project = workbench.projectProperty().get();
        model.job().runnableProperty().set(project != null && project.isMeasurable());
        List<ComparedPlan> rows = new ArrayList<>();
        if (project != null) {
            for (Preset p : Preset.values()) {
                QuantPlan plan = QuantPlan.of(p).withTarget(target);
                rows.add(new ComparedPlan(
                        ComparedPlan.Kind.TECHNIQUE,
                        p.label(),
                        plan,
                        Optional.ofNullable(scores.get(p)).map(this::led),
                        reasons.getOrDefault(p, ""),
                        time(plan)));
            }
            for (Snapshot s : workbench.snapshots()) {
                rows.add(new ComparedPlan(
                        ComparedPlan.Kind.SNAPSHOT,
                        s.letter() + " " + s.words(),
                        s.plan(),
                        s.score(),
                        "",
                        time(s.plan())));
            }
            rows.add(present());
        }
        rows.stream()
                .flatMap(r -> r.score().stream())
                .findFirst()
                .ifPresent(s -> model.scoreTitleProperty()
                        .set(capitalised(s.mainMetric().title())));
        show(rows);
    }

    private PlanScore led(PlanScore score) {
        return workbench.headlineProperty().get() == null
                ? score
                : score.ledBy(workbench.headlineProperty().get());
    }

    /** Rows that are as they were keep their place and selection. */
    private void show(List<ComparedPlan> rows) {
        if (rows.size() != model.rows().size()) {
            model.rows().setAll(rows);
            return;
        }
        for (int i = 0; i < rows.size(); i++) {
            if (!rows.get(i).equals(model.rows().get(i))) {
                model.rows().set(i, rows.get(i));
            }
        }
    }

    private ComparedPlan present() {
        QuantPlan plan = workbench.planProperty().get();
        EvaluationResult r = workbench.resultProperty().get();
        return new ComparedPlan(
                ComparedPlan.Kind.PRESENT, PRESENT, plan, Optional.ofNullable(r).map(PlanScore::of), "", time(plan));
    }

    private Optional<RuntimeTime> time(QuantPlan plan) {
        return Optional.ofNullable(times.get(plan));
    }

    private static String capitalised(String title) {
        return Character.toUpperCase(title.charAt(0)) + title.substring(1);
    }
}
