package dev.vernier.app.distribution;

import dev.vernier.app.layers.TensorSide;
import dev.vernier.app.project.WorkbenchController;
import dev.vernier.app.project.WorkbenchModel;
import dev.vernier.engine.graph.Layer;
import dev.vernier.engine.spec.Granularity;
import dev.vernier.engine.spec.LayerConfig;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.engine.spec.QuantSpec;
import dev.vernier.engine.spec.RangeRule;
import java.util.function.UnaryOperator;

/** What can be asked of the tensor shown, beside its range: rule, granularity and kind of grid. Each edit is one undo step. */
final class SpecEdits {
    private final DistributionModel model;
    private final WorkbenchModel workbench;
    private final WorkbenchController controller;

    SpecEdits(DistributionModel model, WorkbenchModel workbench, WorkbenchController controller) {
        this.model = model;
        this.workbench = workbench;
        this.controller = controller;
    }

    private TensorSide side() {
        return model.viewProperty().get().front();
    }

    /** The rule that was in force before the range was set by hand. */
    RangeRule lastRule() {
        Layer layer = model.layerProperty().get();
        var history = workbench.historyProperty().get();
        for (int i = history.position(); i >= 0; i--) {
            LayerConfig config = history.steps().get(i).plan().configFor(layer.name());
            QuantSpec spec = side().of(config);
            if (spec.precision().hasRange() && !(spec.rule() instanceof RangeRule.Manual)) {
                return spec.rule();
            }
        }
        return RangeRule.MIN_MAX;
    }

    void setRule(RangeRule rule) {
        edit(s -> s.withRule(rule));
    }

    void setGranularity(Granularity granularity) {
        edit(s -> s.withGranularity(granularity)
                // ranges set by hand for channels say nothing about one range, and the other way round
                .withRule(s.rule() instanceof RangeRule.Manual ? RangeRule.MIN_MAX : s.rule()));
    }

    void setSymmetric(boolean symmetric) {
        edit(s -> s.withSymmetric(symmetric));
    }

    void setNarrowRange(boolean narrow) {
        edit(s -> s.withNarrowRange(narrow));
    }

    private void edit(UnaryOperator<QuantSpec> change) {
        if (model.layerProperty().get() != null) {
            controller.edit(plan(change));
        }
    }

    /** The plan with {@code change} made to what is asked of the tensor. */
    QuantPlan plan(UnaryOperator<QuantSpec> change) {
        String name = model.layerProperty().get().name();
        LayerConfig config = controller.plan().configFor(name);
        return controller.plan().withLayer(name, side().with(config, change.apply(side().of(config))));
    }
}
