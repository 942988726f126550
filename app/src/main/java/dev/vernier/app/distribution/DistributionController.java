package dev.vernier.app.distribution;

import dev.vernier.app.grid.NumberGrid;
import dev.vernier.app.jobs.BackgroundWork;
import dev.vernier.app.layers.TensorSide;
import dev.vernier.app.project.Project;
import dev.vernier.app.project.ShownNetwork;
import dev.vernier.app.project.WorkbenchController;
import dev.vernier.app.project.WorkbenchModel;
import dev.vernier.engine.VernierException;
import dev.vernier.engine.calibrate.TensorStatistics;
import dev.vernier.engine.evaluate.FirstSamples;
import dev.vernier.engine.evaluate.TensorError;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Layer;
import dev.vernier.engine.quantize.QuantizedLayer;
import dev.vernier.engine.spec.ClipRange;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.engine.spec.QuantSpec;
import dev.vernier.engine.spec.RangeRule;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Decides what the distribution pane shows for the chosen layer, and what a movement of the handles means for the plan.
 *
 * <p>Weights are counted and rules compared in the background; the newest request wins. While a handle moves, everything local is read
 * from the histogram at once and the plan goes out as a draft; letting go makes it one step.
 */
public final class DistributionController implements ClipListener {
    private final DistributionModel model;
    private final WorkbenchModel workbench;
    private final WorkbenchController controller;
    private final BackgroundWork counting = new BackgroundWork("vernier-channels");
    private final BackgroundWork comparing = new BackgroundWork("vernier-rules");
    private final CountedWeights weights;
    /** By the layer itself: another project may have a layer of the same name. */
    private final Map<Layer, TensorDistribution> activations = new IdentityHashMap<>();

    private final SpecEdits edits;
    private final UncalibratedRanges uncalibrated = new UncalibratedRanges(this::showPlan);
    private Graph counted;
    private boolean gesture;
    private Object compared;

    public DistributionController(DistributionModel model, WorkbenchModel workbench, WorkbenchController controller) {
        this.model = model;
        this.workbench = workbench;
        this.controller = controller;
        this.edits = new SpecEdits(model, workbench, controller);
        this.weights = new CountedWeights(workbench, layer -> {
            if (model.layerProperty().get() == layer) {
                showTensor();
            }
        });
        new RuleScoring(model, workbench);
        workbench.projectProperty().addListener((o, was, is) -> {
            weights.forget();
            activations.clear();
            compared = null;
        });
        workbench.layerProperty().addListener((o, was, is) -> showLayer(is));
        workbench.planProperty().addListener((o, was, is) -> showPlan());
        workbench.quantizedProperty().addListener((o, was, is) -> showQuantized());
        workbench.resultProperty().addListener((o, was, is) -> showAccumulated());
        model.viewProperty().addListener((o, was, is) -> showTensor());
        model.byChannelProperty().addListener((o, was, is) -> showChannels());
        model.channelProperty().addListener((o, was, is) -> showPlan());
    }

    private void showLayer(Layer layer) {
        gesture = false;
        model.layerProperty().set(layer);
        model.channelProperty().set(ChannelStrip.NONE);
        if (layer != null && !layer.hasWeights() && model.viewProperty().get().needsWeights()) {
            model.viewProperty().set(DistributionView.ACTIVATIONS);
        } else {
            showTensor();
        }
        showAccumulated();
    }

    /** A plan that rescales channels, or no longer does, is about other numbers. */
    private void showQuantized() {
        Graph graph = workbench.projectProperty().get() == null
                ? null
                : workbench.network().graph();
        if (graph == counted) {
            showPlan();
            return;
        }
        counted = graph;
        weights.forget();
        activations.clear();
        showTensor();
    }

    private void showTensor() {
        Layer layer = model.layerProperty().get();
        Project project = workbench.projectProperty().get();
        model.tensorProperty().set(null);
        if (layer == null || project == null) {
            showPlan();
            return;
        }
        DistributionView view = model.viewProperty().get();
        Optional<TensorDistribution> ofWeights =
                view.needsWeights() && layer.hasWeights() ? weights.of(layer, weightSpec(layer)) : Optional.empty();
        model.tensorProperty()
                .set(
                        view.front() == TensorSide.WEIGHTS
                                ? ofWeights.orElse(null)
                                : activations.computeIfAbsent(layer, l -> calibrated(workbench.network(), l)));
        TensorDistribution shown = model.tensorProperty().get();
        if (shown != null && !shown.hasChannels()) {
            model.byChannelProperty().set(false);
        }
        showChannels();
    }

    private QuantSpec weightSpec(Layer layer) {
        QuantPlan plan = workbench.planProperty().get();
        return plan == null ? QuantSpec.FLOAT : plan.configFor(layer.name()).weights();
    }

    private static TensorDistribution calibrated(ShownNetwork network, Layer layer) {
        return network.activationStatistics().containsKey(layer.output().name())
                ? TensorDistribution.ofActivations(network.activationStatistics(), layer)
                : null;
    }

    /** Of activations calibration keeps only each channel's extremes; their histograms are counted when somebody asks. */
    private void showChannels() {
        TensorDistribution tensor = model.tensorProperty().get();
        Layer layer = model.layerProperty().get();
        Project project = workbench.projectProperty().get();
        if (model.byChannelProperty().get()
                && tensor != null
                && tensor.side() == TensorSide.ACTIVATIONS
                && tensor.channels().isEmpty()
                && project.isMeasurable()) {
            counting.run(
                    () -> {
                        FirstSamples first = FirstSamples.of(
                                workbench.network().graph(), project.data().orElseThrow());
                        return tensor.withChannels(first.channels(layer), first.count());
                    },
                    counted -> {
                        activations.put(layer, counted);
                        if (model.tensorProperty().get() == tensor) {
                            model.tensorProperty().set(counted);
                            showPlan();
                        }
                    });
        }
        showPlan();
    }

    private TensorSide side() {
        return model.viewProperty().get().front();
    }

    /** Brings everything in step with the plan in effect. */
    private void showPlan() {
        Layer layer = model.layerProperty().get();
        TensorDistribution tensor = model.tensorProperty().get();
        QuantPlan plan = workbench.planProperty().get();
        if (layer == null || plan == null || tensor == null) {
            model.pictureProperty().set(null);
            model.readingProperty().set(null);
            model.rangesProperty().set(List.of());
            model.comparisonProperty().set(null);
            model.messageProperty().set(layer == null ? "" : RangeMessage.nothingToShow(layer, side()));
            return;
        }
        QuantSpec spec = side().of(plan.configFor(layer.name()));
        if (tensor.side() == TensorSide.WEIGHTS && tensor.blockSize() != TensorDistribution.blockSize(spec)) {
            // other parts, so that the number of the one that was shown means nothing
            model.byChannelProperty().set(false);
            showTensor();
            return;
        }
        model.specProperty().set(spec);
        String message = RangeMessage.whyFixed(layer, spec, side());
        model.messageProperty().set(message);
        if (gesture) {
            return;
        }
        Optional<List<ClipRange>> computed = computedRanges(layer, tensor, spec, message.isEmpty());
        if (computed.isPresent()) {
            showRanges(tensor, spec, computed.get(), message.isEmpty());
        } else if (!spec.precision().hasRange()
                || model.pictureProperty().get() == null
                || model.pictureProperty().get().statistics() != shownStatistics(tensor)) {
            showRanges(tensor, spec, List.of(), false);
        }
        compareRules(tensor, spec, message.isEmpty());
    }

    /** The ranges in effect: set by hand they are known at once, otherwise they come with the lowered plan, which needs data. */
    private Optional<List<ClipRange>> computedRanges(
            Layer layer, TensorDistribution tensor, QuantSpec spec, boolean adjustable) {
        if (adjustable && spec.rule() instanceof RangeRule.Manual) {
            return Optional.of(((RangeRule.Manual) spec.rule()).ranges());
        }
        Project project = workbench.projectProperty().get();
        if (!project.isMeasurable()) {
            return adjustable && side() == TensorSide.WEIGHTS
                    ? uncalibrated.of(project.graph(), layer, tensor, spec)
                    : Optional.empty();
        }
        if (workbench.quantizedProperty().get() == null) {
            return Optional.empty();
        }
        QuantizedLayer q = workbench.quantizedProperty().get().layers().get(layer.name());
        if (q == null || !side().of(q.asked()).equals(spec)) {
            return Optional.empty();
        }
        List<ClipRange> ranges = side() == TensorSide.WEIGHTS
                ? q.weightRanges()
                : q.outputRange().map(List::of).orElse(List.of());
        return ranges.isEmpty() ? Optional.empty() : Optional.of(ranges);
    }

    private boolean onChannel() {
        TensorDistribution t = model.tensorProperty().get();
        return model.byChannelProperty().get()
                && t != null
                && t.hasPart(model.channelProperty().get());
    }

    private TensorStatistics shownStatistics(TensorDistribution tensor) {
        return onChannel() ? tensor.part(model.channelProperty().get()) : tensor.statistics();
    }

    private void showRanges(TensorDistribution tensor, QuantSpec spec, List<ClipRange> ranges, boolean adjustable) {
        model.rangesProperty().set(ranges);
        if (ranges.isEmpty()) {
            model.readingProperty().set(null);
            model.pictureProperty()
                    .set(new HistogramPicture(shownStatistics(tensor), backdrop(), Optional.empty(), false, false));
            return;
        }
        ClipRange shown = onChannel() && ranges.size() == tensor.channelCount()
                ? ranges.get(model.channelProperty().get())
                : ClipRanges.union(ranges);
        model.lowProperty().set(shown.low());
        model.highProperty().set(shown.high());
        model.pictureProperty()
                .set(new HistogramPicture(
                        shownStatistics(tensor),
                        backdrop(),
                        grid(tensor, spec, ranges, shown),
                        adjustable,
                        spec.symmetric()));
        read(tensor, spec, ranges);
    }

    private void read(TensorDistribution tensor, QuantSpec spec, List<ClipRange> ranges) {
        boolean codesOfRange = spec.precision().hasRange() && (tensor.blocks().isEmpty() || onChannel());
        model.readingProperty()
                .set(
                        !codesOfRange
                                ? lowered(spec)
                                        .map(q -> LocalReading.of(q, spec))
                                        .orElse(null)
                                : onChannel()
                                        ? LocalReading.of(
                                                List.of(shownStatistics(tensor)),
                                                spec,
                                                List.of(ranges.get(
                                                        ranges.size() > 1
                                                                ? model.channelProperty()
                                                                        .get()
                                                                : 0)))
                                        : LocalReading.of(tensor, spec, ranges));
    }

    private Optional<TensorStatistics> backdrop() {
        return model.viewProperty().get() == DistributionView.BOTH
                ? weights.whole(model.layerProperty().get()).map(TensorDistribution::statistics)
                : Optional.empty();
    }

    /** The one grid of what is shown; a tensor with a grid for each channel or block has none. */
    private Optional<NumberGrid> grid(
            TensorDistribution tensor, QuantSpec spec, List<ClipRange> ranges, ClipRange shown) {
        boolean ofChannel = onChannel() && ranges.size() == tensor.channelCount();
        return ranges.size() == 1 || ofChannel ? ShownGrid.of(spec, shown, shownStatistics(tensor)) : Optional.empty();
    }

    /** The chosen layer as the plan lowers it, if that is what {@code spec} asks of its weights. */
    private Optional<QuantizedLayer> lowered(QuantSpec spec) {
        return Optional.ofNullable(workbench.quantizedProperty().get())
                .map(q -> q.layers().get(model.layerProperty().get().name()))
                .filter(q -> side() == TensorSide.WEIGHTS && q.asked().weights().equals(spec));
    }

    private void showAccumulated() {
        Layer layer = model.layerProperty().get();
        model.accumulatedSqnrDbProperty()
                .set(
                        layer == null || workbench.resultProperty().get() == null
                                ? Double.NaN
                                : workbench.resultProperty().get().layers().stream()
                                        .filter(r -> r.layer().layer().name().equals(layer.name()))
                                        .findFirst()
                                        .flatMap(r -> r.accumulated())
                                        .map(TensorError::sqnrDb)
                                        .orElse(Double.NaN));
    }

    private void compareRules(TensorDistribution tensor, QuantSpec spec, boolean adjustable) {
        QuantSpec asked = spec.withRule(RangeRule.MIN_MAX);
        Object key = List.of(tensor, asked, adjustable);
        if (Objects.equals(key, compared)) {
            return;
        }
        compared = key;
        model.comparisonProperty().set(null);
        if (!adjustable) {
            return;
        }
        comparing.run(stopped -> RuleComparison.of(tensor, asked, stopped::getAsBoolean), c -> {
            if (key.equals(compared)) {
                model.comparisonProperty().set(c);
            }
        });
    }

    @Override
    public void moving(double low, double high) {
        if (model.tensorProperty().get() != null && model.specProperty().get() != null) {
            gesture = true;
            List<ClipRange> ranges = follow(low, high);
            controller.draft(edits.plan(s -> s.withRule(new RangeRule.Manual(ranges))));
        }
    }

    /** Shows the limits, and what can be told of them at once. */
    private List<ClipRange> follow(double low, double high) {
        TensorDistribution tensor = model.tensorProperty().get();
        QuantSpec spec = model.specProperty().get();
        boolean oneChannel = onChannel() && ClipRanges.perChannel(tensor, spec);
        List<ClipRange> ranges = oneChannel
                ? ClipRanges.withChannel(
                        allRanges(tensor, spec), spec, model.channelProperty().get(), low, high)
                : ClipRanges.cut(tensor, spec, low, high);
        model.rangesProperty().set(ranges);
        Optional<NumberGrid> grid = grid(tensor, spec, ranges, new ClipRange((float) low, (float) high));
        HistogramPicture p = model.pictureProperty().get();
        model.pictureProperty().set(new HistogramPicture(p.statistics(), p.backdrop(), grid, true, p.symmetric()));
        model.lowProperty().set(low);
        model.highProperty().set(high);
        read(tensor, spec, ranges);
        return ranges;
    }

    @Override
    public void rehearse(double low, double high) {
        Runnable back = model.backToPresent();
        follow(low, high);
        back.run();
    }

    private List<ClipRange> allRanges(TensorDistribution tensor, QuantSpec spec) {
        return model.rangesProperty().get().size() == tensor.channels().size()
                ? model.rangesProperty().get()
                : ClipRanges.resolve(tensor, spec.withRule(RangeRule.MIN_MAX));
    }

    @Override
    public void moved(double low, double high) {
        gesture = false;
        controller.settleDraft();
        showPlan();
    }

    /** Both limits in numbers: one step. */
    void setRange(double low, double high) {
        if (low > 0 || high < 0) {
            throw new VernierException("The range must hold 0, which every grid represents exactly");
        }
        moving(low, high);
        moved(low, high);
    }

    /** Back to the rule that was in force before the range was set by hand. */
    @Override
    public void reset() {
        gesture = false;
        workbench.draftProperty().set(null);
        edits.setRule(edits.lastRule());
    }

    /** What can be asked of the tensor shown, beside its range. */
    SpecEdits edits() {
        return edits;
    }
}
