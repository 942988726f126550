package dev.vernier.app.cures;

import dev.vernier.app.jobs.Jobs;
import dev.vernier.app.notice.Notice;
import dev.vernier.app.project.Project;
import dev.vernier.app.project.WorkbenchController;
import dev.vernier.app.project.WorkbenchModel;
import dev.vernier.engine.analyze.Improvement;
import dev.vernier.engine.analyze.PlanImprover;
import dev.vernier.engine.quantize.ModelQuantizer;
import dev.vernier.engine.spec.Cures;
import dev.vernier.engine.spec.QuantPlan;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.concurrent.Task;

/**
 * Gives the present plan cures, in the background with progress and cancel and then as one undo step, and takes them away. To be used on the
 * window's thread.
 */
public final class CuresController {
    private final WorkbenchModel workbench;
    private final WorkbenchController controller;
    private final Jobs jobs;
    private final ReadOnlyBooleanWrapper running = new ReadOnlyBooleanWrapper(this, "running");
    private Task<QuantPlan> task;

    public CuresController(WorkbenchModel workbench, WorkbenchController controller, Jobs jobs) {
        this.workbench = workbench;
        this.controller = controller;
        this.jobs = jobs;
        workbench.projectProperty().addListener((o, was, is) -> cancel());
    }

    /** Whether a cure is being learned; another one has to wait. */
    public ReadOnlyBooleanProperty runningProperty() {
        return running.getReadOnlyProperty();
    }

    /** {@code cure} for every layer that can have it. */
    public void applyToAll(Improvement cure) {
        apply(EnumSet.of(cure), layerNames());
    }

    /** {@code cure} for those of {@code layers} that can have it; equalization is always the whole network's. */
    public void apply(Improvement cure, Set<String> layers) {
        apply(EnumSet.of(cure), layers);
    }

    /** Several cures as one undo step, each learned with the earlier ones in effect. */
    public void apply(Set<Improvement> cures, Set<String> layers) {
        Project project = workbench.projectProperty().get();
        if (project == null || !project.isMeasurable() || running.get()) {
            return;
        }
        QuantPlan before = controller.plan();
        Set<String> curable = curable(cures, layers, before, project);
        if (curable.isEmpty()) {
            workbench
                    .evaluationNoticeProperty()
                    .set(Notice.information(
                            "Nothing to cure",
                            "None of these layers has integer weights; quantize some, or choose other layers"));
            return;
        }
        String words = CureWords.step(cures, curable);
        running.set(true);
        task = jobs.start(
                words.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + words.substring(1),
                job -> new PlanImprover(
                                new ModelQuantizer(
                                        project.graph(), project.calibration().orElseThrow()),
                                0)
                        .improve(
                                before,
                                cures,
                                curable,
                                (cure, done, total) -> {
                                    job.progress().report(done, total);
                                    job.say(CureWords.name(cure));
                                },
                                job.cancellation()),
                cured -> {
                    ended();
                    take(before, cured, words);
                },
                e -> {
                    ended();
                    workbench.evaluationNoticeProperty().set(Notice.of("Plan not cured", e));
                });
        Task<QuantPlan> mine = task;
        mine.runningProperty().addListener((o, was, is) -> {
            if (task == mine && mine.isCancelled()) {
                ended();
            }
        });
    }

    private static Set<String> curable(Set<Improvement> cures, Set<String> layers, QuantPlan plan, Project project) {
        Set<String> curable = new TreeSet<>();
        for (Improvement cure : cures) {
            Set<String> can = PlanImprover.curable(cure, plan, project.graph(), project.layers());
            if (cure != Improvement.CLE) {
                can.retainAll(layers);
            }
            curable.addAll(can);
        }
        return curable;
    }

    private void ended() {
        task = null;
        running.set(false);
    }

    /** Stops what is being learned; the plan stays as it is. */
    public void cancel() {
        if (task != null) {
            Task<QuantPlan> stopped = task;
            ended();
            stopped.cancel();
        }
    }

    /** What was learned is put on the present plan, which may have changed meanwhile; what was learned for other weights is idle there. */
    private void take(QuantPlan before, QuantPlan cured, String words) {
        QuantPlan now = controller.plan();
        boolean onlyCures = before.equals(cured.withCures(before.cures()));
        if (now.equals(before)) {
            controller.edit(cured, words);
        } else if (onlyCures && now.cures().equals(before.cures())) {
            controller.edit(now.withCures(cured.cures()), words);
        } else {
            workbench
                    .evaluationNoticeProperty()
                    .set(Notice.warning(
                            "Plan not cured", "The plan was changed while " + words + " was prepared; apply it again"));
        }
    }

    /** Without what was learned for {@code layers}. */
    public void removeFrom(Set<String> layers) {
        QuantPlan plan = controller.plan();
        Set<String> cured = new TreeSet<>(plan.cures().roundings().keySet());
        cured.addAll(plan.cures().biasCorrections().keySet());
        cured.retainAll(layers);
        controller.edit(
                plan.withCures(plan.cures().without(layers)), "cures of " + CureWords.layers(cured) + " removed");
    }

    /** Without {@code cure}; clipping is a range rule and stays. */
    public void remove(Improvement cure) {
        QuantPlan plan = controller.plan();
        Cures cures = plan.cures();
        switch (cure) {
            case CLE:
                cures = cures.withEqualization(Cures.Equalization.NONE);
                break;
            case ADAROUND:
                cures = cures.withRoundings(Map.of());
                break;
            case BIAS_CORRECTION:
                cures = cures.withBiasCorrections(Map.of());
                break;
            default:
        }
        controller.edit(plan.withCures(cures), CureWords.name(cure) + " removed");
    }

    /** Without any. */
    public void removeAll() {
        controller.edit(controller.plan().withCures(Cures.NONE), "all cures removed");
    }

    private Set<String> layerNames() {
        Project project = workbench.projectProperty().get();
        Set<String> names = new TreeSet<>();
        if (project != null) {
            project.layers().forEach(l -> names.add(l.name()));
        }
        return names;
    }
}
