package dev.vernier.app.status;

import dev.vernier.app.format.NumberText;
import dev.vernier.app.jobs.Jobs;
import dev.vernier.app.project.WorkbenchController;
import dev.vernier.app.project.WorkbenchModel;
import dev.vernier.engine.evaluate.EvaluationResult;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableDoubleValue;
import javafx.beans.value.ObservableStringValue;
import javafx.collections.ListChangeListener;
import javafx.concurrent.Task;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** Every task under way, a row each: name, progress in words and as a bar, cancel. The evaluation of the present plan is one of them. */
final class TaskList extends VBox {
    private final WorkbenchModel workbench;
    private final WorkbenchController controller;
    private final Jobs jobs;

    TaskList(WorkbenchModel workbench, WorkbenchController controller, Jobs jobs) {
        this.workbench = workbench;
        this.controller = controller;
        this.jobs = jobs;
        setId("task-list");
        getStyleClass().addAll("picker", "task-list");
        setAccessibleRole(AccessibleRole.LIST_VIEW);
        setAccessibleText("Tasks");
        jobs.running().addListener((ListChangeListener<Task<?>>) c -> showIfSeen());
        workbench.evaluatingProperty().addListener((o, was, is) -> showIfSeen());
    }

    private void showIfSeen() {
        if (getScene() != null && getScene().getWindow().isShowing()) {
            show();
        }
    }

    /** How many tasks there are. */
    int count() {
        return jobs.running().size() + (workbench.evaluatingProperty().get() ? 1 : 0);
    }

    /** Brings the rows in step with what runs; later changes follow while somebody looks. */
    void show() {
        getChildren().clear();
        for (Task<?> task : jobs.running()) {
            getChildren().add(row(task.titleProperty(), task.messageProperty(), task.progressProperty(), task::cancel));
        }
        if (workbench.evaluatingProperty().get()) {
            getChildren().add(evaluation());
        }
        if (getChildren().isEmpty()) {
            Label none = new Label("Nothing runs. Opening, calibrating, searching and exporting are listed here.");
            none.getStyleClass().add("secondary");
            none.setWrapText(true);
            getChildren().add(none);
        }
    }

    private HBox evaluation() {
        ObservableStringValue seen = Bindings.createStringBinding(
                () -> {
                    EvaluationResult r = workbench.resultProperty().get();
                    return r == null || r.isFinal()
                            ? ""
                            : "sample " + NumberText.exactCount(r.samples()) + " of "
                                    + NumberText.exactCount(r.totalSamples());
                },
                workbench.resultProperty());
        ObservableDoubleValue share = Bindings.createDoubleBinding(
                () -> {
                    EvaluationResult r = workbench.resultProperty().get();
                    return r == null || r.isFinal() ? -1.0 : (double) r.samples() / r.totalSamples();
                },
                workbench.resultProperty());
        return row(
                Bindings.createStringBinding(() -> "Evaluating the present plan"),
                seen,
                share,
                controller::stopEvaluation);
    }

    private static HBox row(
            ObservableStringValue title, ObservableStringValue message, ObservableDoubleValue share, Runnable stop) {
        Label name = new Label();
        name.textProperty().bind(title);
        name.setMinWidth(0);
        ProgressBar progress = new ProgressBar();
        progress.getStyleClass().add("thin");
        progress.setMaxWidth(Double.MAX_VALUE);
        progress.progressProperty().bind(share);
        Label words = new Label();
        words.textProperty().bind(message);
        words.getStyleClass().addAll("number", "small", "secondary");
        VBox text = new VBox(name, progress, words);
        text.getStyleClass().add("task-text");
        HBox.setHgrow(text, Priority.ALWAYS);
        Button cancel = new Button("Cancel");
        cancel.getStyleClass().add("task-cancel");
        cancel.accessibleTextProperty().bind(Bindings.concat("Cancel ", title));
        cancel.setMinWidth(USE_PREF_SIZE);
        cancel.setOnAction(e -> stop.run());
        HBox row = new HBox(text, cancel);
        row.getStyleClass().add("task");
        row.setAlignment(Pos.CENTER_LEFT);
        row.accessibleTextProperty().bind(Bindings.concat(title, ", ", message));
        return row;
    }
}
