package dev.vernier.app.layererror;

import dev.vernier.app.format.NumberText;
import dev.vernier.app.jobs.BackgroundWork;
import dev.vernier.app.project.Project;
import dev.vernier.app.project.WorkbenchModel;
import dev.vernier.engine.evaluate.LayerErrorSample;
import dev.vernier.engine.evaluate.ValuePairs;
import dev.vernier.engine.graph.Layer;
import dev.vernier.engine.quantize.QuantizedLayer;
import dev.vernier.engine.spec.QuantPlan;
import java.util.List;
import java.util.Optional;

/**
 * Runs the chosen layer on a few samples whenever somebody looks and the plan, the layer or the project changed. While a handle moves it
 * waits for the plan that the gesture ends with.
 */
public final class LayerErrorController {
    private final LayerErrorModel model;
    private final WorkbenchModel workbench;
    private final BackgroundWork running = new BackgroundWork("vernier-layer-error");
    private List<Object> asked = List.of();

    public LayerErrorController(LayerErrorModel model, WorkbenchModel workbench) {
        this.model = model;
        this.workbench = workbench;
        model.shownProperty().addListener((o, was, is) -> {
            update();
            draw();
        });
        model.residualProperty().addListener((o, was, is) -> draw());
        model.aloneProperty().addListener((o, was, is) -> draw());
        workbench.layerProperty().addListener((o, was, is) -> {
            model.sampleProperty().set(null);
            update();
        });
        workbench.historyProperty().addListener((o, was, is) -> update());
        workbench.projectProperty().addListener((o, was, is) -> update());
        workbench.quantizedProperty().addListener((o, was, is) -> draw());
        workbench.resultProperty().addListener((o, was, is) -> showResult());
    }

    private void update() {
        showResult();
        Project project = workbench.projectProperty().get();
        Layer layer = workbench.layerProperty().get();
        if (!model.shownProperty().get() || project == null || layer == null) {
            return;
        }
        if (!project.isMeasurable()) {
            tell("Open data to see this layer's error");
            return;
        }
        if (!layer.isQuantizable()) {
            tell("This layer holds no real values");
            return;
        }
        QuantPlan plan = workbench.historyProperty().get().plan();
        List<Object> question = List.of(project, layer, plan);
        if (question.equals(asked)) {
            return;
        }
        asked = question;
        model.workingProperty().set(true);
        running.run(
                stopped -> LayerErrorSample.of(
                        project.graph(),
                        project.calibration().orElseThrow(),
                        plan,
                        layer,
                        project.data().orElseThrow(),
                        stopped::getAsBoolean),
                sample -> {
                    model.workingProperty().set(false);
                    model.sampleProperty().set(sample);
                    model.messageProperty()
                            .set("first " + NumberText.exactCount(sample.samples())
                                    + (sample.samples() == 1 ? " sample · " : " samples · ")
                                    + NumberText.exactCount(sample.inPlan().size()) + " values");
                    draw();
                },
                e -> {
                    asked = List.of();
                    tell(e.getMessage());
                });
    }

    private void tell(String why) {
        running.forget();
        model.workingProperty().set(false);
        model.sampleProperty().set(null);
        model.messageProperty().set(why);
        draw();
    }

    private void showResult() {
        if (!model.shownProperty().get()) {
            return;
        }
        Layer layer = workbench.layerProperty().get();
        model.resultProperty()
                .set(
                        layer == null || workbench.resultProperty().get() == null
                                ? null
                                : workbench.resultProperty().get().layers().stream()
                                        .filter(r -> r.name().equals(layer.name()))
                                        .findFirst()
                                        .orElse(null));
    }

    private void draw() {
        if (!model.shownProperty().get()) {
            return;
        }
        LayerErrorSample sample = model.sampleProperty().get();
        if (sample == null) {
            model.pictureProperty().set(null);
            return;
        }
        ValuePairs pairs = model.aloneProperty().get() ? sample.alone() : sample.inPlan();
        boolean residual = model.residualProperty().get();
        Optional<QuantizedLayer> q = Optional.ofNullable(
                        workbench.quantizedProperty().get())
                .map(m -> m.layers().get(workbench.layerProperty().get().name()));
        model.pictureProperty()
                .set(new ErrorPicture(
                        DensityGrid.of(pairs, residual),
                        residual,
                        q.flatMap(QuantizedLayer::outputRange),
                        q.flatMap(QuantizedLayer::outputParams)
                                .map(p -> (double) p.scale())
                                .orElse(0.0)));
    }
}
