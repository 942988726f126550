package dev.vernier.app.project;

import dev.vernier.app.history.PlanHistory;
import dev.vernier.app.notice.Notice;
import dev.vernier.engine.diagnose.Diagnosis;
import dev.vernier.engine.evaluate.EvaluationResult;
import dev.vernier.engine.evaluate.Metric;
import dev.vernier.engine.graph.Layer;
import dev.vernier.engine.quantize.PlanSize;
import dev.vernier.engine.quantize.QuantizedModel;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.io.ImportReport;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.ObjectBinding;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/**
 * What the whole window shows: the open project, the plan and its history, the latest answers, what is selected. Properties only;
 * {@link WorkbenchController} decides what changes them, panes bind to them.
 */
public final class WorkbenchModel {
    private final ObjectProperty<Project> project = new SimpleObjectProperty<>(this, "project");
    private final ObjectProperty<PlanHistory> history = new SimpleObjectProperty<>(this, "history");
    private final ObjectProperty<QuantPlan> draft = new SimpleObjectProperty<>(this, "draft");
    private final ObjectProperty<QuantizedModel> quantized = new SimpleObjectProperty<>(this, "quantized");
    private final ObjectProperty<PlanSize> size = new SimpleObjectProperty<>(this, "size");
    private final ObjectProperty<EvaluationResult> result = new SimpleObjectProperty<>(this, "result");
    private final ObjectProperty<QuantPlan> savedPlan = new SimpleObjectProperty<>(this, "savedPlan");
    private final ObjectProperty<Metric> headline = new SimpleObjectProperty<>(this, "headline");
    private final ObjectProperty<LayerNumbers> sensitivity = new SimpleObjectProperty<>(this, "sensitivity");
    private final ObjectProperty<Diagnosis> diagnosis = new SimpleObjectProperty<>(this, "diagnosis");
    private final BooleanProperty evaluating = new SimpleBooleanProperty(this, "evaluating");
    private final ObjectProperty<Layer> layer = new SimpleObjectProperty<>(this, "layer");
    private final ObservableList<String> selectedLayers = FXCollections.observableArrayList();
    private final ObservableList<Snapshot> snapshots = FXCollections.observableArrayList();
    private final ObjectProperty<ImportReport> importReport = new SimpleObjectProperty<>(this, "importReport");
    private final ObjectProperty<Notice> openNotice = new SimpleObjectProperty<>(this, "openNotice");
    private final ObjectProperty<Notice> evaluationNotice = new SimpleObjectProperty<>(this, "evaluationNotice");
    private final ObjectBinding<QuantPlan> plan = Bindings.createObjectBinding(
            () -> draft.get() != null
                    ? draft.get()
                    : history.get() == null ? null : history.get().plan(),
            history,
            draft);

    /** What is open; null before anything is. */
    public ObjectProperty<Project> projectProperty() {
        return project;
    }

    /** Every plan since the project was opened; null without a project. */
    public ObjectProperty<PlanHistory> historyProperty() {
        return history;
    }

    /** The plan while a gesture is under way; null otherwise. */
    public ObjectProperty<QuantPlan> draftProperty() {
        return draft;
    }

    /** The plan in effect: the draft if there is one. */
    public ObjectBinding<QuantPlan> planProperty() {
        return plan;
    }

    /** The latest plan made concrete; may lag behind the plan for a moment. */
    public ObjectProperty<QuantizedModel> quantizedProperty() {
        return quantized;
    }

    /** How large the latest plan is, with data or without; null until that is known. */
    public ObjectProperty<PlanSize> sizeProperty() {
        return size;
    }

    /** The float network that the present plan quantizes; there must be a project. */
    public ShownNetwork network() {
        return ShownNetwork.of(project.get(), quantized.get());
    }

    /** The latest answer of the evaluation, possibly of few samples yet; null if nothing was measured. */
    public ObjectProperty<EvaluationResult> resultProperty() {
        return result;
    }

    /** The metric that was chosen to matter most; null for the one that the model's output and the labels suggest. */
    public ObjectProperty<Metric> headlineProperty() {
        return headline;
    }

    /** The plan as it was saved last; null if it never was. */
    public ObjectProperty<QuantPlan> savedPlanProperty() {
        return savedPlan;
    }

    /** What each layer's quantization costs, as far as it was measured; null before. */
    public ObjectProperty<LayerNumbers> sensitivityProperty() {
        return sensitivity;
    }

    /** Why the latest final result is what it is; may be an earlier plan's for a moment; null before anything is told. */
    public ObjectProperty<Diagnosis> diagnosisProperty() {
        return diagnosis;
    }

    /** Whether a final result of the present plan is still to come. */
    public BooleanProperty evaluatingProperty() {
        return evaluating;
    }

    /** The layer whose distribution is shown. */
    public ObjectProperty<Layer> layerProperty() {
        return layer;
    }

    /** Names of the selected layers. */
    public ObservableList<String> selectedLayers() {
        return selectedLayers;
    }

    public ObservableList<Snapshot> snapshots() {
        return snapshots;
    }

    /** What was found while the open model was read; null before one is. */
    public ObjectProperty<ImportReport> importReportProperty() {
        return importReport;
    }

    /** What went wrong with files; null if nothing. */
    public ObjectProperty<Notice> openNoticeProperty() {
        return openNotice;
    }

    /** What went wrong with the present plan; null if nothing. */
    public ObjectProperty<Notice> evaluationNoticeProperty() {
        return evaluationNotice;
    }
}
