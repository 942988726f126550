package dev.vernier.app.network;

import dev.vernier.app.drawer.DrawerContext;
import dev.vernier.app.jobs.BackgroundWork;
import dev.vernier.app.project.Project;
import dev.vernier.app.project.WorkbenchModel;
import dev.vernier.engine.evaluate.EvaluationResult;
import dev.vernier.engine.evaluate.LayerResult;
import dev.vernier.engine.evaluate.TensorError;
import dev.vernier.engine.graph.Layer;
import dev.vernier.engine.quantize.PlanSize;
import dev.vernier.engine.spec.LayerConfig;
import dev.vernier.engine.spec.QuantPlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;
import javafx.application.Platform;
import javafx.collections.ListChangeListener;

/** Lays the open model out in the background, and keeps what is said of its layers in step with plan and results. */
final class NetworkController {
    /** Layers from which on a network is drawn in columns. */
    private static final int DEEP = 48;

    private final NetworkModel model;
    private final DrawerContext window;
    private final WorkbenchModel workbench;
    private final BackgroundWork laying = new BackgroundWork("vernier-graph-layout");
    private Project laidOut;
    private List<String> operations = List.of();
    private boolean shown;
    private boolean nodesAreStale;
    private boolean choosing;
    private boolean directionChosen;

    private record Laid(NetworkEdges edges, NetworkLayout layout, List<String> operations) {}

    NetworkController(NetworkModel model, DrawerContext window) {
        this.model = model;
        this.window = window;
        this.workbench = window.workbench();
        workbench.projectProperty().addListener((o, was, is) -> {
            suggestDirection(is);
            layOut();
        });
        suggestDirection(workbench.projectProperty().get());
        model.directionProperty().addListener((o, was, is) -> {
            directionChosen |= !choosing;
            laidOut = null;
            layOut();
        });
        workbench.planProperty().addListener((o, was, is) -> refreshSoon());
        workbench.sizeProperty().addListener((o, was, is) -> refreshSoon());
        workbench.resultProperty().addListener((o, was, is) -> refreshSoon());
        workbench.selectedLayers().addListener((ListChangeListener<String>) c -> select());
    }

    /** A deep network would be a thread in one column; whoever chose a direction keeps it. */
    private void suggestDirection(Project project) {
        if (project != null && !directionChosen) {
            choosing = true;
            model.directionProperty()
                    .set(project.layers().size() > DEEP ? NetworkDirection.COLUMNS : NetworkDirection.DOWN);
            choosing = false;
        }
    }

    void shown(boolean visible) {
        shown = visible;
        layOut();
        refreshSoon();
        select();
    }

    private void select() {
        model.selectedProperty().set(Set.copyOf(workbench.selectedLayers()));
    }

    private void layOut() {
        Project project = workbench.projectProperty().get();
        if (!shown || project == laidOut) {
            return;
        }
        laidOut = project;
        model.layoutProperty().set(null);
        model.messageProperty().set(project == null ? "Open a model to see how it is connected" : "Laying out…");
        if (project == null) {
            return;
        }
        NetworkDirection direction = model.directionProperty().get();
        laying.run(
                () -> {
                    NetworkEdges edges = NetworkEdges.of(project.graph(), project.layers());
                    return new Laid(
                            edges,
                            NetworkLayout.of(edges, direction),
                            project.layers().stream()
                                    .map(l -> l.operation(project.graph()))
                                    .toList());
                },
                laid -> {
                    operations = laid.operations();
                    refresh();
                    model.messageProperty().set("");
                    model.edgesProperty().set(laid.edges());
                    model.layoutProperty().set(laid.layout());
                });
    }

    private void refreshSoon() {
        if (shown && !nodesAreStale) {
            nodesAreStale = true;
            Platform.runLater(() -> {
                nodesAreStale = false;
                refresh();
            });
        }
    }

    private void refresh() {
        Project project = workbench.projectProperty().get();
        if (project == null || operations.size() != project.layers().size()) {
            return;
        }
        QuantPlan plan = workbench.planProperty().get();
        PlanSize size = workbench.sizeProperty().get();
        Map<String, Double> errors = errors(workbench.resultProperty().get());
        List<NetworkNode> nodes = new ArrayList<>();
        for (int i = 0; i < operations.size(); i++) {
            Layer layer = project.layers().get(i);
            nodes.add(new NetworkNode(
                    layer,
                    operations.get(i),
                    plan == null ? LayerConfig.FLOAT : plan.configFor(layer.name()),
                    errors.getOrDefault(layer.name(), Double.NaN),
                    size == null ? -1L : size.bytesByLayer().getOrDefault(layer.name(), -1L)));
        }
        model.nodesProperty().set(List.copyOf(nodes));
    }

    private static Map<String, Double> errors(EvaluationResult result) {
        Map<String, Double> errors = new HashMap<>();
        for (LayerResult r : result == null ? List.<LayerResult>of() : result.layers()) {
            OptionalDouble worse = Stream.of(r.localWeights(), r.localActivations())
                    .flatMap(Optional::stream)
                    .mapToDouble(TensorError::sqnrDb)
                    .min();
            worse.ifPresent(db -> errors.put(r.layer().layer().name(), db));
        }
        return errors;
    }

    void select(NetworkNode node) {
        window.selectLayer().accept(node.layer().name());
    }
}
