package dev.vernier.app.diagnosis;

import dev.vernier.app.jobs.BackgroundWork;
import dev.vernier.app.notice.Notice;
import dev.vernier.app.project.Project;
import dev.vernier.app.project.WorkbenchModel;
import dev.vernier.engine.calibrate.CalibrationResult;
import dev.vernier.engine.diagnose.Diagnosis;
import dev.vernier.engine.evaluate.EvaluationResult;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Tells, in the background after each evaluation, why the result is what it is. While a handle moves it waits for the hand to let go. */
public final class DiagnosisController {
    private final WorkbenchModel workbench;
    private final BackgroundWork telling = new BackgroundWork("vernier-diagnosis");
    private EvaluationResult asked;

    /** Of the open project, and what its float model's activations are on the evaluation's samples; the background's own. */
    private Project seen;

    private CalibrationResult atEvaluation;

    public DiagnosisController(WorkbenchModel workbench) {
        this.workbench = workbench;
        workbench.resultProperty().addListener((o, was, is) -> update());
        workbench.draftProperty().addListener((o, was, is) -> update());
        workbench.projectProperty().addListener((o, was, is) -> forget());
    }

    private void forget() {
        telling.forget();
        asked = null;
        workbench.diagnosisProperty().set(null);
        update();
    }

    private void update() {
        EvaluationResult result = workbench.resultProperty().get();
        Project project = workbench.projectProperty().get();
        boolean settled = result != null
                && result.isFinal()
                && workbench.draftProperty().get() == null
                && project != null
                && project.isMeasurable()
                && result.model().source() == project.graph();
        if (!settled || result == asked) {
            return;
        }
        asked = result;
        telling.run(
                stopped -> Diagnosis.of(
                        result, project.calibration().orElseThrow(), Optional.of(atEvaluation(project, stopped))),
                workbench.diagnosisProperty()::set,
                e -> {
                    workbench.diagnosisProperty().set(null);
                    workbench.evaluationNoticeProperty().set(Notice.of("Plan not diagnosed", e));
                });
    }

    private CalibrationResult atEvaluation(Project project, BooleanSupplier stopped) {
        if (seen != project) {
            atEvaluation =
                    Diagnosis.atEvaluation(project.graph(), project.data().orElseThrow(), stopped::getAsBoolean);
            seen = project;
        }
        return atEvaluation;
    }
}
