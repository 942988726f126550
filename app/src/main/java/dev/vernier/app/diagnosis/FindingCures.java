package dev.vernier.app.diagnosis;

import dev.vernier.app.cures.CuresController;
import dev.vernier.app.project.WorkbenchController;
import dev.vernier.app.project.WorkbenchModel;
import dev.vernier.engine.diagnose.Cure;
import dev.vernier.engine.diagnose.Diagnosis;
import dev.vernier.engine.evaluate.EvaluationResult;
import dev.vernier.engine.spec.QuantPlan;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/**
 * Applies the cures of findings, each as one undo step, and tells what the last one did to the score, as long as the plan is the cured one.
 * To be used on the window's thread.
 */
public final class FindingCures {
    private final WorkbenchModel workbench;
    private final WorkbenchController controller;
    private final CuresController learned;
    private final ReadOnlyObjectWrapper<CureOutcome> outcome = new ReadOnlyObjectWrapper<>(this, "outcome");
    private final BooleanBinding applicable;
    private CureOutcome latest;
    /** A cure that is being learned, and the result before it; null for none. */
    private Cure.Learn learning;

    private EvaluationResult beforeLearning;

    public FindingCures(WorkbenchModel workbench, WorkbenchController controller, CuresController learned) {
        this.workbench = workbench;
        this.controller = controller;
        this.learned = learned;
        this.applicable = Bindings.createBooleanBinding(
                () -> workbench.diagnosisProperty().get() != null
                        && workbench
                                .diagnosisProperty()
                                .get()
                                .plan()
                                .equals(workbench.planProperty().get())
                        && !learned.runningProperty().get(),
                workbench.diagnosisProperty(),
                workbench.planProperty(),
                learned.runningProperty());
        workbench.planProperty().addListener((o, was, is) -> planChanged(is));
        workbench.resultProperty().addListener((o, was, is) -> resultChanged(is));
        workbench.projectProperty().addListener((o, was, is) -> {
            latest = null;
            learning = null;
            outcome.set(null);
        });
    }

    /** Whether the findings in view are about the present plan, and no cure is being learned. */
    BooleanBinding applicable() {
        return applicable;
    }

    /** What the last cure did; null if the present plan is not the cured one. */
    ReadOnlyObjectProperty<CureOutcome> outcomeProperty() {
        return outcome.getReadOnlyProperty();
    }

    /** One undo step; a cure that has to be learned is learned first, in the background. */
    void apply(Cure cure) {
        Diagnosis diagnosis = workbench.diagnosisProperty().get();
        if (!applicable.get() || diagnosis == null) {
            return;
        }
        EvaluationResult before = workbench.resultProperty().get();
        if (cure instanceof Cure.Learn) {
            learning = (Cure.Learn) cure;
            beforeLearning = before;
            learned.applyToAll(learning.how());
            return;
        }
        QuantPlan cured = ((Cure.Edit) cure).applyTo(diagnosis.plan());
        latest = new CureOutcome(cure.words(), before, cured, Optional.empty());
        controller.edit(cured, cure.words());
        planChanged(workbench.planProperty().get());
    }

    private void planChanged(QuantPlan plan) {
        if (plan == null) {
            return;
        }
        if (learning != null) {
            QuantPlan without = beforeLearning.model().plan();
            if (!plan.cures().equals(without.cures())) {
                latest = new CureOutcome(learning.words(), beforeLearning, plan, Optional.empty());
            }
            learning = null;
        }
        outcome.set(latest != null && latest.cured().equals(plan) ? latest : null);
    }

    private void resultChanged(EvaluationResult result) {
        boolean answers = latest != null
                && result != null
                && result.isFinal()
                && result.model().plan().equals(latest.cured());
        if (answers) {
            latest = latest.measured(result);
            planChanged(workbench.planProperty().get());
        }
    }
}
