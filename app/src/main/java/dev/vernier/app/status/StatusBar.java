package dev.vernier.app.status;

import dev.vernier.app.controls.SteadyLabel;
import dev.vernier.app.controls.SteadyProgressBar;
import dev.vernier.app.format.NumberText;
import dev.vernier.app.jobs.Jobs;
import dev.vernier.app.project.Project;
import dev.vernier.app.project.WorkbenchController;
import dev.vernier.app.project.WorkbenchModel;
import dev.vernier.app.workbench.CalibrationSource;
import dev.vernier.engine.calibrate.CalibrationResult;
import dev.vernier.engine.evaluate.EvaluationResult;
import java.util.List;
import javafx.animation.KeyFrame;
import javafx.animation.PauseTransition;
import javafx.animation.Timeline;
import javafx.collections.ListChangeListener;
import javafx.concurrent.Task;
import javafx.css.PseudoClass;
import javafx.geometry.Bounds;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.stage.Popup;
import javafx.stage.PopupWindow;
import javafx.util.Duration;

/** Builds the status bar: a dot and what was done, tasks with progress and cancel, calibration, memory. */
public final class StatusBar extends HBox {
    private static final PseudoClass IDLE = PseudoClass.getPseudoClass("idle");
    private static final PseudoClass BUSY = PseudoClass.getPseudoClass("busy");
    private static final PseudoClass FAILED = PseudoClass.getPseudoClass("failed");
    private static final Duration MEMORY_EVERY = Duration.seconds(2);
    private static final Duration SAVED_FOR = Duration.seconds(8);

    private final WorkbenchModel workbench;
    private final Jobs jobs;
    private final TaskList tasks;
    private final Popup list = new Popup();
    private final Button open = new Button();
    private final Button resume = new Button("Evaluate");
    private final Region dot = new Region();
    private final Label activity = new SteadyLabel();
    private final Label jobName = new Label();
    private final ProgressBar jobProgress = new SteadyProgressBar();
    private final Label jobMessage = new Label();
    private final Button cancelJob = new Button("Cancel");
    private final HBox job = new HBox(jobName, jobProgress, jobMessage, cancelJob);
    /** The task that is shown in the bar itself; null for none. */
    private Task<?> shown;

    private final Label saved = new Label();
    private final Label calibration = new Label();
    private final Label memory = new Label();

    /** @param controller stops and resumes the evaluation */
    public StatusBar(WorkbenchModel workbench, WorkbenchController controller, Jobs jobs) {
        this.workbench = workbench;
        this.jobs = jobs;
        this.tasks = new TaskList(workbench, controller, jobs);
        getStyleClass().add("status-bar");
        setAlignment(Pos.CENTER_LEFT);
        dot.getStyleClass().add("status-dot");
        activity.setId("activity");
        activity.setTooltip(new Tooltip(
                "What the last evaluation computed anew, what it found in the cache, and how long it took"));
        calibration.setId("calibration");
        memory.setId("memory");
        Tooltip parts = new Tooltip();
        parts.setOnShowing(e -> parts.setText(MemoryGauge.parts()));
        memory.setTooltip(parts);
        activity.getStyleClass().add("activity");
        jobProgress.getStyleClass().add("thin");
        jobMessage.getStyleClass().add("number");
        cancelJob.setId("cancel-job");
        cancelJob.getStyleClass().add("link");
        cancelJob.setOnAction(e -> shown.cancel());
        job.setVisible(false);
        job.managedProperty().bind(job.visibleProperty());
        job.getStyleClass().add("job");
        job.setAlignment(Pos.CENTER_LEFT);
        open.setId("tasks");
        open.getStyleClass().add("link");
        open.setTooltip(new Tooltip("What runs in the background, with progress and cancel"));
        open.setOnAction(e -> showList());
        list.getContent().add(tasks);
        list.setAutoHide(true);
        list.setHideOnEscape(true);
        list.setAnchorLocation(PopupWindow.AnchorLocation.CONTENT_BOTTOM_LEFT);
        resume.setId("resume-evaluation");
        resume.getStyleClass().add("link");
        resume.setOnAction(e -> controller.evaluate());
        resume.managedProperty().bind(resume.visibleProperty());
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        saved.setId("saved");
        saved.managedProperty().bind(saved.visibleProperty());
        saved.setVisible(false);
        PauseTransition seen = new PauseTransition(SAVED_FOR);
        seen.setOnFinished(e -> saved.setVisible(false));
        jobs.savedProperty().addListener((o, was, is) -> {
            if (is != null) {
                saved.setText("saved " + is.getFileName());
                saved.setTooltip(new Tooltip(is.toString()));
                saved.setVisible(true);
                seen.playFromStart();
            }
        });
        getChildren().addAll(dot, activity, resume, job, open, saved, space, calibration, memory);
        // what is told shrinks before what is pressed, and before two short words
        for (Region whole : List.of(resume, cancelJob, open, memory)) {
            whole.setMinWidth(USE_PREF_SIZE);
        }
        workbench.evaluatingProperty().addListener((o, was, is) -> showActivity());
        workbench.resultProperty().addListener((o, was, is) -> showActivity());
        workbench.evaluationNoticeProperty().addListener((o, was, is) -> showActivity());
        workbench.projectProperty().addListener((o, was, is) -> {
            showCalibration(is);
            showActivity();
        });
        jobs.running().addListener((ListChangeListener<Task<?>>) c -> showTasks());
        showActivity();
        showTasks();
        showMemory();
        Timeline gauge = new Timeline(new KeyFrame(MEMORY_EVERY, e -> showMemory()));
        gauge.setCycleCount(Timeline.INDEFINITE);
        sceneProperty().addListener((o, was, is) -> {
            if (is == null) {
                gauge.stop();
            } else {
                gauge.play();
            }
        });
    }

    private void showActivity() {
        boolean busy = workbench.evaluatingProperty().get();
        boolean failed = workbench.evaluationNoticeProperty().get() != null;
        dot.pseudoClassStateChanged(BUSY, busy);
        dot.pseudoClassStateChanged(FAILED, failed);
        EvaluationResult r = workbench.resultProperty().get();
        Project project = workbench.projectProperty().get();
        boolean stopped = !busy
                && !failed
                && project != null
                && project.isMeasurable()
                && (r == null
                        || !r.isFinal()
                        || !r.model().plan().equals(workbench.planProperty().get()));
        resume.setVisible(stopped);
        showTasks();
        if (stopped) {
            activity.setText("evaluation stopped");
        } else if (failed) {
            activity.setText("not evaluated");
        } else if (busy) {
            activity.setText("evaluating");
        } else if (r == null) {
            activity.setText(
                    project == null ? "no model" : project.isMeasurable() ? "ready" : "no data, nothing measured");
        } else {
            activity.setText(work(r));
        }
    }

    private static String work(EvaluationResult r) {
        int layers = r.layers().size();
        int run = r.work().layersRun().size();
        return run + (run == 1 ? " layer run, " : " layers run, ") + (layers - run) + " from cache · "
                + NumberText.duration(r.work().nanos());
    }

    private void showCalibration(Project project) {
        calibration.setText(
                project == null
                        ? ""
                        : project.calibration()
                                .map(c -> "calibrated on " + NumberText.exactCount(c.samples())
                                        + (isOfEvaluation(c) ? " of the evaluation samples" : " samples"))
                                .orElse("not calibrated"));
        project(project);
    }

    private static boolean isOfEvaluation(CalibrationResult calibration) {
        return calibration.source().equals(CalibrationSource.EVALUATION_DATA);
    }

    private void project(Project project) {
        calibration.setTooltip(
                project == null || project.calibration().isEmpty()
                        ? null
                        : new Tooltip(words(project.calibration().get())));
    }

    private static String words(CalibrationResult calibration) {
        return "Activation ranges come from " + calibration.source()
                + (isOfEvaluation(calibration)
                        ? ", so accuracy is measured on samples that the ranges know already. File ▸ Open calibration data…"
                                + " takes others"
                        : "");
    }

    private void showMemory() {
        double gb = 1e9;
        memory.setText("memory " + NumberText.fixed(MemoryGauge.usedBytes() / gb, 1) + " of "
                + NumberText.fixed(MemoryGauge.budgetBytes() / gb, 1) + " GB");
    }

    /** The first task with its progress; the others are a click away. */
    private void showTasks() {
        int count = tasks.count();
        open.pseudoClassStateChanged(IDLE, count == 0);
        open.setText(count == 0 ? "no task" : count == 1 ? "1 task" : count + " tasks");
        Task<?> first = jobs.running().isEmpty() ? null : jobs.running().get(0);
        if (first == shown) {
            return;
        }
        shown = first;
        job.setVisible(first != null);
        if (first == null) {
            // a task that has ended is not to be held on to
            jobName.textProperty().unbind();
            jobProgress.progressProperty().unbind();
            jobMessage.textProperty().unbind();
        } else {
            jobName.textProperty().bind(first.titleProperty());
            jobProgress.progressProperty().bind(first.progressProperty());
            jobMessage.textProperty().bind(first.messageProperty());
            cancelJob.setAccessibleText("Cancel " + first.getTitle());
        }
    }

    private void showList() {
        if (list.isShowing()) {
            list.hide();
            return;
        }
        tasks.show();
        Bounds at = open.localToScreen(open.getBoundsInLocal());
        list.show(open, at.getMinX(), at.getMinY());
    }
}
