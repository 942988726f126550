package dev.vernier.app.layers;

import dev.vernier.app.cures.CureWords;
import dev.vernier.app.cures.CuresController;
import dev.vernier.app.format.NumberText;
import dev.vernier.app.project.LayerNumbers;
import dev.vernier.app.project.Project;
import dev.vernier.app.project.WorkbenchController;
import dev.vernier.app.project.WorkbenchModel;
import dev.vernier.engine.diagnose.Diagnosis;
import dev.vernier.engine.diagnose.Finding;
import dev.vernier.engine.evaluate.EvaluationResult;
import dev.vernier.engine.evaluate.LayerResult;
import dev.vernier.engine.graph.Layer;
import dev.vernier.engine.quantize.PlanSize;
import dev.vernier.engine.spec.LayerConfig;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.engine.spec.QuantSpec;
import dev.vernier.engine.target.TargetFinding;
import dev.vernier.engine.target.TargetFindings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Keeps the rows in step with plan and results, and turns what is done in the table into plans. */
public final class LayersController {
    private final LayersModel model;
    private final WorkbenchModel workbench;
    private final WorkbenchController controller;
    private final CuresController cures;
    private final Map<String, LayerRow> rows = new HashMap<>();

    public LayersController(
            LayersModel model, WorkbenchModel workbench, WorkbenchController controller, CuresController cures) {
        this.cures = cures;
        this.model = model;
        this.workbench = workbench;
        this.controller = controller;
        workbench.projectProperty().addListener((o, was, is) -> showProject(is));
        workbench.planProperty().addListener((o, was, is) -> showPlan(is));
        workbench.sizeProperty().addListener((o, was, is) -> showSizes(is));
        workbench.resultProperty().addListener((o, was, is) -> showErrors(is));
        workbench.sensitivityProperty().addListener((o, was, is) -> showSensitivity(is));
        workbench.diagnosisProperty().addListener((o, was, is) -> showDiagnosis(is));
        showProject(workbench.projectProperty().get());
    }

    private void showSensitivity(LayerNumbers numbers) {
        model.all()
                .forEach(r -> r.sensitivityProperty()
                        .set(numbers == null ? null : numbers.values().get(r.name())));
        model.sensitivityProperty().set(numbers == null ? "" : numbers.words());
    }

    private void showProject(Project project) {
        rows.clear();
        if (project == null) {
            model.all().clear();
            model.summaryProperty().set("");
            return;
        }
        List<LayerRow> all = new ArrayList<>();
        int number = 0;
        long parameters = 0;
        for (Layer layer : project.layers()) {
            LayerRow row = new LayerRow(layer.isInput() ? 0 : ++number, layer, project.graph());
            all.add(row);
            rows.put(layer.name(), row);
            parameters += row.parameters();
        }
        model.all().setAll(all);
        model.summaryProperty().set(number + " layers · " + NumberText.count(parameters) + " parameters");
        showPlan(workbench.planProperty().get());
        showSizes(workbench.sizeProperty().get());
        showErrors(workbench.resultProperty().get());
        showSensitivity(workbench.sensitivityProperty().get());
        showDiagnosis(workbench.diagnosisProperty().get());
    }

    private void showPlan(QuantPlan plan) {
        if (plan != null) {
            Project project = workbench.projectProperty().get();
            Set<String> changed = project == null ? Set.of() : project.changedLayers(plan);
            for (LayerRow r : model.all()) {
                r.show(plan.configFor(r.name()), changed.contains(r.name()));
            }
            // while a handle moves they wait for the hand to let go
            if (workbench.draftProperty().get() == null) {
                model.all().forEach(r -> r.curesProperty().set(CureWords.ofLayer(plan, r.name())));
                showFindings(plan);
            }
        }
    }

    private void showFindings(QuantPlan plan) {
        Project project = workbench.projectProperty().get();
        if (project == null) {
            return;
        }
        Map<String, List<TargetFinding>> byLayer = TargetFindings.of(project.graph(), project.layers(), plan).stream()
                .collect(Collectors.groupingBy(TargetFinding::layer));
        model.all().forEach(r -> r.findingsProperty().set(byLayer.getOrDefault(r.name(), List.of())));
    }

    private void showSizes(PlanSize size) {
        if (size != null) {
            size.bytesByLayer().forEach((layer, bytes) -> {
                LayerRow row = rows.get(layer);
                if (row != null) {
                    row.bytesProperty().set(bytes);
                }
            });
        }
    }

    private void showErrors(EvaluationResult result) {
        if (result == null) {
            model.all().forEach(LayerRow::clearErrors);
            return;
        }
        for (LayerResult r : result.layers()) {
            LayerRow row = rows.get(r.layer().layer().name());
            if (row != null) {
                row.show(r, result.isFinal());
            }
        }
    }

    /** What is felt at each layer; notes are for who looks for them. */
    private void showDiagnosis(Diagnosis diagnosis) {
        List<Finding> grave = diagnosis == null
                ? List.of()
                : diagnosis.findings().stream()
                        .filter(f -> f.severity() != Finding.Severity.NOTE)
                        .toList();
        Map<String, List<Finding>> byLayer = grave.stream().collect(Collectors.groupingBy(Finding::layer));
        model.all().forEach(r -> r.diagnosedProperty().set(byLayer.getOrDefault(r.name(), List.of())));
    }

    /** The selection changed; {@code focused} (null for none) is the layer whose distribution is shown. */
    void select(List<LayerRow> selected, LayerRow focused) {
        workbench.selectedLayers().setAll(selected.stream().map(LayerRow::name).toList());
        workbench.layerProperty().set(focused == null ? null : focused.layer());
    }

    /** {@code spec} for one side of every row that has a choice there: one undo step. */
    void choose(List<LayerRow> chosen, TensorSide side, QuantSpec spec) {
        Set<String> names = chosen.stream()
                .filter(r -> r.hasChoice(side))
                .map(LayerRow::name)
                .collect(Collectors.toSet());
        controller.configure(names, c -> side.with(c, sameRule(side.of(c), spec, side)));
    }

    /** Each layer keeps its own range rule and granularity; only the number format is chosen for all of them. */
    private static QuantSpec sameRule(QuantSpec own, QuantSpec chosen, TensorSide side) {
        return chosen.isDynamic() ? chosen : side.at(chosen.precision(), own);
    }

    void resetToPreset(List<LayerRow> chosen) {
        controller.resetToPreset(names(chosen));
    }

    boolean areAsPreset(List<LayerRow> chosen) {
        QuantPlan plan = workbench.planProperty().get();
        return chosen.stream().noneMatch(r -> plan.isOverridden(r.name()));
    }

    /** As the model's own file has them, where it is quantized. */
    void resetToFile(List<LayerRow> chosen) {
        ownPlan().ifPresent(own -> controller.resetToFile(names(chosen), own));
    }

    /** Whether there is a file to go back to that has some of these layers otherwise. */
    boolean differFromFile(List<LayerRow> chosen) {
        QuantPlan plan = workbench.planProperty().get();
        return ownPlan()
                .filter(own ->
                        chosen.stream().anyMatch(r -> !own.configFor(r.name()).equals(plan.configFor(r.name()))))
                .isPresent();
    }

    /** Whether the model's file is quantized. */
    boolean hasOwnPlan() {
        return ownPlan().isPresent();
    }

    private Optional<QuantPlan> ownPlan() {
        return Optional.ofNullable(workbench.projectProperty().get()).flatMap(Project::ownPlan);
    }

    void leaveFloat(List<LayerRow> chosen) {
        controller.configure(names(chosen), c -> LayerConfig.FLOAT);
    }

    /** Every other layer is left float. */
    void quantizeOnly(List<LayerRow> chosen) {
        controller.quantizeOnly(names(chosen));
    }

    /** Every other layer as the preset has it, these left float. */
    void quantizeAllBut(List<LayerRow> chosen) {
        controller.quantizeAllBut(names(chosen));
    }

    boolean hasCures(List<LayerRow> chosen) {
        return chosen.stream().anyMatch(r -> !r.curesProperty().get().isEmpty());
    }

    /** Without what was learned for these layers. */
    void removeCures(List<LayerRow> chosen) {
        cures.removeFrom(names(chosen));
    }

    private static Set<String> names(List<LayerRow> chosen) {
        return chosen.stream().map(LayerRow::name).collect(Collectors.toSet());
    }
}
