package dev.vernier.app.project;

import dev.vernier.app.history.PlanHistory;
import dev.vernier.app.history.PlanWords;
import dev.vernier.app.jobs.BackgroundWork;
import dev.vernier.app.notice.Notice;
import dev.vernier.engine.evaluate.EvaluationResult;
import dev.vernier.engine.evaluate.PlanScore;
import dev.vernier.engine.graph.Layer;
import dev.vernier.engine.quantize.PlanSize;
import dev.vernier.engine.quantize.QuantizedModel;
import dev.vernier.engine.quantize.UncalibratedSize;
import dev.vernier.engine.spec.LayerConfig;
import dev.vernier.engine.spec.Preset;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.engine.spec.TargetRuntime;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Turns gestures into plans and plans into answers. To be called on the window's thread; everything slow happens elsewhere.
 *
 * <p>Every request for answers has a number; an answer to any but the latest is dropped. While a gesture is under way, whose plans come
 * faster than their answers, one to an earlier plan of it is shown until there is a later one.
 */
public final class WorkbenchController {
    private final WorkbenchModel model;
    private final Function<Project, PlanEvaluator> evaluators;
    private final BackgroundWork sizing = new BackgroundWork("vernier-sizes");
    private PlanEvaluator evaluator;
    /** Of a model without data; null where there are data. */
    private UncalibratedSize sizes;

    private long request;
    /** The first request whose answers are shown while a gesture is under way. */
    private long firstShown;

    private QuantPlan asked;
    /** As the evaluator answered it; null before, or where something else was opened. */
    private EvaluationResult measuredLast;

    /** @param evaluators makes the evaluator of a project that is opened */
    public WorkbenchController(WorkbenchModel model, Function<Project, PlanEvaluator> evaluators) {
        this.model = model;
        this.evaluators = evaluators;
        model.headlineProperty().addListener((o, was, is) -> lead());
        model.draftProperty().addListener((o, was, is) -> {
            if (evaluator != null && (was == null) != (is == null)) {
                evaluator.handMoves(is != null);
            }
        });
    }

    /** Opens {@code project} in place of what was open. */
    public void open(Project project, QuantPlan plan) {
        closeEvaluator();
        model.draftProperty().set(null);
        measuredLast = null;
        model.resultProperty().set(null);
        model.headlineProperty().set(null);
        model.quantizedProperty().set(null);
        model.sizeProperty().set(null);
        sizing.forget();
        model.snapshots().clear();
        model.openNoticeProperty().set(null);
        model.evaluationNoticeProperty().set(null);
        model.layerProperty().set(null);
        boolean asInFile = project.ownPlan().filter(plan::equals).isPresent();
        model.historyProperty()
                .set(PlanHistory.startingWith(
                        plan,
                        asInFile
                                ? "opened as in the file"
                                : "opened at " + plan.preset().label()));
        model.projectProperty().set(project);
        evaluator = project.isMeasurable() ? evaluators.apply(project) : null;
        sizes = project.isMeasurable() ? null : new UncalibratedSize(project.graph());
        evaluate();
    }

    /** One undo step; nothing if {@code next} asks for the same as the present plan. */
    public void edit(QuantPlan next) {
        if (model.historyProperty().get() == null) {
            return;
        }
        model.draftProperty().set(null);
        model.historyProperty().set(model.historyProperty().get().edited(next));
        evaluate();
    }

    /** One undo step in the caller's words. */
    public void edit(QuantPlan next, String words) {
        model.draftProperty().set(null);
        model.historyProperty().set(model.historyProperty().get().edited(next, words));
        evaluate();
    }

    /** Evaluates {@code plan} without making an undo step: a gesture is under way. */
    public void draft(QuantPlan plan) {
        if (model.draftProperty().get() == null) {
            firstShown = request + 1;
        }
        model.draftProperty().set(plan);
        evaluate();
    }

    /** The gesture is done: the draft becomes one undo step. */
    public void settleDraft() {
        QuantPlan draft = model.draftProperty().get();
        if (draft != null) {
            edit(draft);
        }
    }

    /** The plan without a draft. */
    public QuantPlan plan() {
        return model.historyProperty().get().plan();
    }

    public void setPreset(Preset preset) {
        edit(plan().withPreset(preset));
    }

    public void setTarget(TargetRuntime target) {
        edit(plan().withTarget(target));
    }

    /** The same edit on several layers as one step. */
    public void configure(Set<String> layers, UnaryOperator<LayerConfig> change) {
        edit(plan().withLayers(layers, change));
    }

    /** The layers as the preset has them. */
    public void resetToPreset(Set<String> layers) {
        LayerConfig preset = plan().preset().config();
        configure(layers, c -> preset);
    }

    /** The layers as {@code own}, the plan of the model's file, has them. */
    public void resetToFile(Set<String> layers, QuantPlan own) {
        QuantPlan next = plan();
        for (String layer : layers) {
            next = next.withLayer(layer, own.configFor(layer));
        }
        edit(next, (layers.size() == 1 ? layers.iterator().next() : layers.size() + " layers") + " as in the file");
    }

    /** Only {@code layers} quantized as they are, every other one float. */
    public void quantizeOnly(Set<String> layers) {
        edit(plan().withLayers(layerNames(l -> !layers.contains(l)), c -> LayerConfig.FLOAT));
    }

    /** {@code layers} left float, every other one as the preset has it. */
    public void quantizeAllBut(Set<String> layers) {
        edit(plan().withPreset(plan().preset()).withLayers(layers, c -> LayerConfig.FLOAT));
    }

    private Set<String> layerNames(Predicate<String> which) {
        return model.projectProperty().get().layers().stream()
                .map(Layer::name)
                .filter(which)
                .collect(Collectors.toSet());
    }

    public void undo() {
        goTo(model.historyProperty().get().undone());
    }

    public void redo() {
        goTo(model.historyProperty().get().redone());
    }

    /** Any step of the history becomes the present one. */
    public void goTo(int step) {
        goTo(model.historyProperty().get().at(step));
    }

    private void goTo(PlanHistory history) {
        model.draftProperty().set(null);
        model.historyProperty().set(history);
        evaluate();
    }

    /** Of the open project; empty where nothing can be measured. */
    public Optional<PlanEvaluator> evaluator() {
        return Optional.ofNullable(evaluator);
    }

    /** Keeps the plan in effect as a snapshot, a gesture under way included. */
    public Optional<Snapshot> pin() {
        QuantPlan plan = model.planProperty().get();
        if (plan == null || model.snapshots().stream().anyMatch(s -> s.plan().equals(plan))) {
            return Optional.empty();
        }
        Snapshot snapshot = new Snapshot(freeLetter(), presentWords(), plan, scoreOf(plan));
        model.snapshots().add(snapshot);
        return Optional.of(snapshot);
    }

    /** What led to the plan in effect, short enough for a name. */
    private String presentWords() {
        PlanHistory h = model.historyProperty().get();
        QuantPlan draft = model.draftProperty().get();
        if (draft != null) {
            return PlanWords.brief(h.plan(), draft);
        }
        if (h.position() == 0) {
            return model.projectProperty().get().nameOf(h.plan());
        }
        QuantPlan before = h.steps().get(h.position() - 1).plan();
        String words = h.steps().get(h.position()).words();
        return words.equals(PlanWords.describe(before, h.plan())) ? PlanWords.brief(before, h.plan()) : words;
    }

    /** The first letter that no snapshot has. */
    private String freeLetter() {
        Set<String> taken = model.snapshots().stream().map(Snapshot::letter).collect(Collectors.toSet());
        return IntStream.rangeClosed('A', 'Z')
                .mapToObj(Character::toString)
                .filter(l -> !taken.contains(l))
                .findFirst()
                .orElse("+");
    }

    /** Gives {@code snapshot} another name; nothing for a blank one. */
    public void rename(Snapshot snapshot, String name) {
        if (!name.isBlank()) {
            model.snapshots().replaceAll(s -> s.equals(snapshot) ? s.named(name.strip()) : s);
        }
    }

    /** The present plan with its numbers, to be put beside snapshots. */
    public Snapshot present() {
        return new Snapshot("present", "present plan", plan(), scoreOf(plan()));
    }

    /** What was measured of {@code plan} to the end, if it is what was measured last. */
    private Optional<PlanScore> scoreOf(QuantPlan plan) {
        return Optional.ofNullable(model.resultProperty().get())
                .filter(r -> r.isFinal() && r.model().plan().equals(plan))
                .map(PlanScore::of);
    }

    /** The snapshot's plan becomes the present one. */
    public void adopt(Snapshot snapshot) {
        edit(snapshot.plan(), "snapshot " + snapshot.letter());
    }

    /** Stops the evaluation under way; what was measured until then stays in view. */
    public void stopEvaluation() {
        if (model.evaluatingProperty().get()) {
            firstShown = ++request;
            asked = null;
            evaluator.cancel();
            model.evaluatingProperty().set(false);
        }
    }

    /** Evaluates the plan in effect, unless that was done or is under way. */
    public void evaluate() {
        QuantPlan plan = model.planProperty().get();
        if (plan.equals(asked) || (evaluator == null && sizes == null)) {
            return;
        }
        asked = plan;
        if (evaluator == null) {
            tellSize(plan);
            return;
        }
        long mine = ++request;
        model.evaluatingProperty().set(true);
        model.evaluationNoticeProperty().set(null);
        var quantized = new LatestOnWindowThread<QuantizedModel>(q -> {
            if (isShown(mine)) {
                model.quantizedProperty().set(q);
                model.sizeProperty().set(PlanSize.of(q));
            }
        });
        var evaluated = new LatestOnWindowThread<EvaluationResult>(r -> {
            if (isShown(mine)) {
                show(r, mine);
            }
        });
        var failed = new LatestOnWindowThread<RuntimeException>(e -> {
            if (mine == request) {
                asked = null;
                model.evaluatingProperty().set(false);
                model.evaluationNoticeProperty().set(Notice.of("Plan not evaluated", e));
            }
        });
        evaluator.submit(plan, new PlanEvaluator.Answers() {
            @Override
            public void quantized(QuantizedModel q) {
                quantized.accept(q);
            }

            @Override
            public void evaluated(EvaluationResult r) {
                evaluated.accept(r);
            }

            @Override
            public void failed(RuntimeException e) {
                failed.accept(e);
            }
        });
    }

    private boolean isShown(long answered) {
        return answered == request || model.draftProperty().get() != null && answered >= firstShown;
    }

    /** The one number that needs no data. */
    private void tellSize(QuantPlan plan) {
        UncalibratedSize of = sizes;
        sizing.run(
                stopped -> of.of(plan),
                model.sizeProperty()::set,
                unknown -> model.sizeProperty().set(null));
    }

    /** What was measured already, with the metric in front that was chosen just now. */
    private void lead() {
        EvaluationResult measured = measuredLast;
        if (measured != null) {
            model.resultProperty().set(led(measured));
        }
        model.snapshots().replaceAll(s -> s.ledBy(model.headlineProperty().get()));
    }

    private EvaluationResult led(EvaluationResult r) {
        return model.headlineProperty().get() == null
                ? r
                : r.ledBy(model.headlineProperty().get());
    }

    private void show(EvaluationResult measured, long answered) {
        firstShown = answered;
        measuredLast = measured;
        EvaluationResult r = led(measured);
        model.resultProperty().set(r);
        if (r.isFinal()) {
            model.evaluatingProperty().set(answered != request);
            model.snapshots()
                    .replaceAll(
                            s -> s.isToBeMeasured() && s.plan().equals(r.model().plan()) ? s.withResult(r) : s);
        }
    }

    /** Ends what runs; the window closes. */
    public void close() {
        closeEvaluator();
    }

    private void closeEvaluator() {
        firstShown = ++request;
        asked = null;
        if (evaluator != null) {
            evaluator.close();
            evaluator = null;
        }
        sizes = null;
        model.evaluatingProperty().set(false);
    }
}
