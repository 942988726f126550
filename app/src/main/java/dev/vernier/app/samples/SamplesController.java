package dev.vernier.app.samples;

import dev.vernier.app.drawer.DrawerContext;
import dev.vernier.app.format.NumberText;
import dev.vernier.app.jobs.BackgroundWork;
import dev.vernier.app.notice.Notice;
import dev.vernier.app.project.PlanEvaluator;
import dev.vernier.app.project.Project;
import dev.vernier.app.project.WorkbenchModel;
import dev.vernier.engine.data.Dataset;
import dev.vernier.engine.evaluate.EvaluationResult;
import dev.vernier.engine.evaluate.SampleActivations;
import dev.vernier.engine.evaluate.SamplePredictions;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Layer;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.op.Conv;
import dev.vernier.engine.graph.op.ImageLayout;
import dev.vernier.engine.quantize.QuantizedModel;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;

/** Asks for predictions once a plan is evaluated, and for one sample's activations once it is chosen; in the background, newest first. */
final class SamplesController {
    private final SamplesModel model;
    private final WorkbenchModel workbench;
    private final DrawerContext window;
    private final BackgroundWork predicting = new BackgroundWork("vernier-predictions");
    private final BackgroundWork looking = new BackgroundWork("vernier-sample");
    private final BackgroundWork reading = new BackgroundWork("vernier-labels");
    private QuantizedModel predicted;
    private Project labelled;
    private boolean shown;

    /** An answer, or why there is none. */
    private record Answer<T>(Optional<T> value, Optional<RuntimeException> failure) {}

    SamplesController(SamplesModel model, DrawerContext window) {
        this.model = model;
        this.window = window;
        this.workbench = window.workbench();
        workbench.projectProperty().addListener((o, was, is) -> showProject());
        workbench.resultProperty().addListener((o, was, is) -> predict());
        workbench.layerProperty().addListener((o, was, is) -> look());
        model.filterProperty().addListener((o, was, is) -> filter());
        model.classFilterProperty().addListener((o, was, is) -> filter());
        model.selectedProperty().addListener((o, was, is) -> look());
    }

    void shown(boolean visible) {
        shown = visible;
        showProject();
    }

    private void showProject() {
        Project project = workbench.projectProperty().get();
        if (!shown) {
            return;
        }
        if (project != labelled) {
            labelled = project;
            predicted = null;
            model.selectedProperty().set(SamplesModel.NONE);
            model.classFilterProperty().set(SamplesModel.NONE);
            model.predictionsProperty().set(SamplePredictions.NONE);
            model.labelsProperty().set(new int[0]);
            model.activationsProperty().set(null);
            model.channelsLastProperty().set(project != null && hasChannelsLast(project.graph()));
            model.noticeProperty().set(null);
            Optional<Dataset> data = project == null ? Optional.empty() : project.data();
            model.classNamesProperty().set(data.map(Dataset::classNames).orElse(List.of()));
            model.messageProperty()
                    .set(data.isPresent() ? "" : "Open data for the model to see what it says of each sample");
            data.ifPresent(this::readLabels);
            filter();
        }
        predict();
        look();
    }

    private static boolean hasChannelsLast(Graph graph) {
        return graph.nodes().stream()
                .map(Node::op)
                .anyMatch(op -> op instanceof Conv && ((Conv) op).layout() == ImageLayout.CHANNELS_LAST);
    }

    private void readLabels(Dataset data) {
        reading.run(
                () -> data.hasLabels()
                        ? IntStream.range(0, data.size())
                                .map(i -> data.label(i).orElse(SamplesModel.NONE))
                                .toArray()
                        : new int[0],
                labels -> {
                    model.labelsProperty().set(labels);
                    filter();
                });
    }

    private void predict() {
        EvaluationResult result = workbench.resultProperty().get();
        Optional<PlanEvaluator> evaluator = window.controller().evaluator();
        if (!shown || result == null || !result.isFinal() || evaluator.isEmpty() || result.model() == predicted) {
            return;
        }
        QuantizedModel asked = result.model();
        predicted = asked;
        predicting.run(
                stopped -> {
                    try {
                        return answer(evaluator.get().predictions(asked, stopped::getAsBoolean));
                    } catch (CancellationException closed) {
                        return new Answer<SamplePredictions>(Optional.empty(), Optional.empty());
                    } catch (RuntimeException e) {
                        return new Answer<SamplePredictions>(Optional.empty(), Optional.of(e));
                    }
                },
                a -> {
                    a.failure().ifPresent(e -> model.noticeProperty().set(Notice.of("Samples not predicted", e)));
                    a.value().ifPresent(p -> {
                        model.predictionsProperty().set(p);
                        filter();
                        look();
                    });
                });
    }

    private static <T> Answer<T> answer(T value) {
        return new Answer<>(Optional.of(value), Optional.empty());
    }

    private void filter() {
        Project project = workbench.projectProperty().get();
        int samples = project == null ? 0 : project.data().map(Dataset::size).orElse(0);
        SamplePredictions predictions = model.predictionsProperty().get();
        List<Integer> passing = SampleSelection.of(
                predictions,
                model.labelsProperty().get(),
                model.filterProperty().get(),
                model.classFilterProperty().get(),
                samples);
        if (!passing.equals(model.shown())) {
            model.shown().setAll(passing);
        }
        long changed = IntStream.range(0, predictions.floatClasses().length)
                .filter(predictions::isChanged)
                .count();
        model.summaryProperty()
                .set(
                        samples == 0
                                ? ""
                                : NumberText.exactCount(passing.size()) + " of " + NumberText.exactCount(samples)
                                        + (predictions.classes() > 0
                                                ? " · " + NumberText.exactCount(changed) + " changed"
                                                : ""));
        if (model.selectedProperty().get() == SamplesModel.NONE && !passing.isEmpty() && predictions.classes() > 0) {
            model.selectedProperty().set(passing.get(0));
        }
    }

    /** What the selected sample becomes in the selected layer. */
    private void look() {
        int sample = model.selectedProperty().get();
        EvaluationResult result = workbench.resultProperty().get();
        Project project = workbench.projectProperty().get();
        if (!shown || sample < 0 || result == null || project == null || !project.isMeasurable()) {
            model.activationsProperty().set(null);
            return;
        }
        QuantizedModel quantized = result.model();
        // the scores are wanted whether a layer is selected or not
        Layer layer = Optional.ofNullable(workbench.layerProperty().get())
                .orElse(project.layers().get(0));
        if (!quantized.layers().containsKey(layer.name())) {
            return;
        }
        looking.run(
                stopped -> {
                    try {
                        return answer(
                                SampleActivations.of(quantized, project.data().orElseThrow(), sample, layer.name()));
                    } catch (RuntimeException e) {
                        return new Answer<SampleActivations>(Optional.empty(), Optional.of(e));
                    }
                },
                a -> {
                    a.failure().ifPresent(e -> model.noticeProperty().set(Notice.of("Sample not run", e)));
                    model.activationsOfProperty().set(layer.name());
                    model.activationsProperty().set(a.value().orElse(null));
                });
    }
}
