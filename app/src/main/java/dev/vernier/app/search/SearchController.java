package dev.vernier.app.search;

import dev.vernier.app.drawer.DrawerContext;
import dev.vernier.app.format.NumberText;
import dev.vernier.app.format.ScoreText;
import dev.vernier.app.format.SearchWords;
import dev.vernier.app.notice.Notice;
import dev.vernier.app.project.Project;
import dev.vernier.app.project.WorkbenchModel;
import dev.vernier.engine.VernierException;
import dev.vernier.engine.graph.Layer;
import dev.vernier.engine.search.Candidate;
import dev.vernier.engine.search.Cost;
import dev.vernier.engine.search.LayerReason;
import dev.vernier.engine.search.LayerTrades;
import dev.vernier.engine.search.PrecisionChoice;
import dev.vernier.engine.search.SearchGoal;
import dev.vernier.engine.search.SearchResult;
import dev.vernier.engine.spec.QuantPlan;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import javafx.application.Platform;
import javafx.concurrent.Task;

/** Searches in the background, shows the front as it grows, and makes a candidate the present plan. */
final class SearchController {
    private final SearchModel model;
    private final DrawerContext window;
    private final WorkbenchModel workbench;
    private boolean picked;
    private long started;
    private AtomicLong int8Bytes = new AtomicLong();

    SearchController(SearchModel model, DrawerContext window) {
        this.model = model;
        this.window = window;
        this.workbench = window.workbench();
        workbench.projectProperty().addListener((o, was, is) -> forget());
        model.job().runningProperty().addListener((o, was, is) -> advise());
        model.kindProperty().addListener((o, was, is) -> suggest());
        model.costProperty().addListener((o, was, is) -> {
            model.limitProperty().set("");
            suggest();
        });
        forget();
    }

    private void forget() {
        model.job().forget();
        picked = false;
        model.resultProperty().set(null);
        model.limitProperty().set("");
        show(null);
        Project project = workbench.projectProperty().get();
        boolean measurable = project != null && project.isMeasurable();
        model.job()
                .runnableProperty()
                .set(measurable && project.layers().stream().anyMatch(Layer::hasWeights));
        advise();
        suggest();
    }

    /** A limit to begin with: three quarters of what the present plan takes. */
    private void suggest() {
        var quantized = workbench.quantizedProperty().get();
        if (model.kindProperty().get() == SearchGoal.Kind.BEST_WITHIN_COST
                && model.limitProperty().get().isBlank()
                && quantized != null) {
            Cost cost = model.costProperty().get();
            model.limitProperty().set(NumberText.significant(cost.of(quantized) * 0.75 / unit(cost), 3));
        }
    }

    /** What a limit is typed in: kilobytes, millions of bit operations. */
    static double unit(Cost cost) {
        return cost == Cost.SIZE ? 1e3 : 1e6;
    }

    void run() {
        Project project = workbench.projectProperty().get();
        if (!model.job().runnableProperty().get()
                || model.job().runningProperty().get()) {
            return;
        }
        SearchGoal goal;
        List<PrecisionChoice> choices;
        try {
            goal = goal();
            choices = choices();
        } catch (VernierException e) {
            model.job().noticeProperty().set(Notice.of("Not searched", e));
            return;
        }
        model.job().noticeProperty().set(null);
        model.resultProperty().set(null);
        picked = false;
        show(null);
        started = System.nanoTime();
        int8Bytes = new AtomicLong();
        AtomicReference<SearchResult> latest = new AtomicReference<>();
        AtomicReference<Task<SearchResult>> mine = new AtomicReference<>();
        QuantPlan base = window.controller().plan();
        SearchJob job = new SearchJob(
                project,
                base,
                goal,
                choices,
                Duration.ofSeconds(model.budgetProperty().get()),
                int8Bytes::set,
                // many steps in one turn of the window's thread are shown once
                r -> {
                    if (latest.getAndSet(r) == null) {
                        Platform.runLater(() -> {
                            SearchResult newest = latest.getAndSet(null);
                            if (model.job().isRunning(mine.get())) {
                                grown(newest);
                            }
                        });
                    }
                });
        mine.set(model.job()
                .start(
                        window.jobs(),
                        "Search: " + SearchWords.goal(goal),
                        job,
                        this::done,
                        () -> tried("stopped"),
                        "Search not finished"));
    }

    /** @throws VernierException if what was typed is no limit */
    private SearchGoal goal() {
        Cost cost = model.costProperty().get();
        boolean withinDrop = model.kindProperty().get() == SearchGoal.Kind.CHEAPEST_WITHIN_DROP;
        String typed = (withinDrop ? model.dropProperty() : model.limitProperty()).get();
        OptionalDouble number = NumberText.parse(typed);
        if (number.isEmpty() || !withinDrop && !(number.getAsDouble() > 0 && number.getAsDouble() < 1e12)) {
            throw new VernierException("\"" + typed + "\" is no limit; type a number of "
                    + (withinDrop ? "points" : cost == Cost.SIZE ? "kilobytes" : "millions of bit operations"));
        }
        return withinDrop
                ? SearchGoal.cheapest(cost, number.getAsDouble())
                : SearchGoal.best(cost, (long) (number.getAsDouble() * unit(cost)));
    }

    /** @throws VernierException if what was typed names no precision */
    private List<PrecisionChoice> choices() {
        return Stream.of(model.choicesProperty().get().split("[,\\s]+"))
                .filter(label -> !label.isEmpty())
                .map(label -> PrecisionChoice.ofLabel(label)
                        .orElseThrow(() -> new VernierException("\"" + label
                                + "\" is no precision; type presets, or bits of weights and activations such as w4a8")))
                .toList();
    }

    private void grown(SearchResult soFar) {
        model.resultProperty().set(soFar);
        Optional<Candidate> chosen = picked
                ? Optional.ofNullable(model.chosenProperty().get()).filter(soFar.front()::contains)
                : Optional.empty();
        picked = chosen.isPresent();
        show(chosen.or(soFar::found).orElse(null));
        advise();
    }

    private String done(SearchResult result) {
        grown(result);
        return tried(result.isComplete() ? "" : "time is up");
    }

    private String tried(String how) {
        SearchResult r = model.resultProperty().get();
        String words = r == null
                ? ""
                : NumberText.exactCount(r.evaluated()) + " plans · " + NumberText.duration(System.nanoTime() - started);
        return how.isEmpty() || words.isEmpty() ? words + how : how + " · " + words;
    }

    /** Stops searching; what was found stays. */
    void cancel() {
        model.job().cancel();
    }

    private void advise() {
        SearchResult r = model.resultProperty().get();
        String advice = "";
        if (!model.job().runnableProperty().get()) {
            advice = "Open data for the model to search for each layer's precision";
        } else if (r == null || r.front().isEmpty()) {
            advice = model.job().runningProperty().get()
                    ? "Evaluating the first plans…"
                    : "Search finds a precision for each layer: the smallest model within a drop, or the best within a size."
                            + " The front grows here; any point of it can be adopted, while it grows, too";
        }
        model.adviceProperty().set(advice);
    }

    /** Tells about {@code candidate}. */
    void pick(Candidate candidate) {
        picked = true;
        show(candidate);
    }

    private void show(Candidate candidate) {
        model.chosenProperty().set(candidate);
        SearchResult r = model.resultProperty().get();
        List<LayerReason> reasons = candidate == null || r == null
                ? List.of()
                : r.trades().map((LayerTrades t) -> t.explain(candidate)).orElse(List.of());
        model.reasons().setAll(reasons);
        boolean lost = r != null
                && !r.front().isEmpty()
                && !model.job().runningProperty().get();
        model.sentenceProperty()
                .set(candidate != null ? sentence(candidate) : lost ? "Nothing within the limit was found" : "");
    }

    /** {@code 37.1 KB, ÷ 4.5 · accuracy 98.87 %, −0.75 pt}. */
    String sentence(Candidate c) {
        String cost = model.resultProperty().get() != null
                        && model.resultProperty().get().goal().cost() == Cost.BOPS
                ? ", " + SearchWords.cost(Cost.BOPS, c.bitOperations())
                : "";
        return NumberText.bytes(c.sizeBytes()) + ", " + ofInt8(c) + " of int8" + cost + " · "
                + c.mainMetric().title() + " "
                + ScoreText.value(c.mainMetric(), c.main().value()) + ", " + SearchWords.drop(c.drop());
    }

    private String ofInt8(Candidate c) {
        return NumberText.fixed((double) c.sizeBytes() / Math.max(1, int8Bytes.get()), 2);
    }

    /** Makes the chosen candidate the present plan: one undo step. */
    void adopt() {
        Candidate c = model.chosenProperty().get();
        if (c != null) {
            adopt(c);
        }
    }

    /** Makes {@code candidate} the present plan: one undo step. */
    void adopt(Candidate candidate) {
        pick(candidate);
        window.controller()
                .edit(
                        candidate.plan(),
                        "search result: " + ofInt8(candidate) + " of int8 size, "
                                + NumberText.signed(-candidate.drop(), 1) + " points");
    }

    void select(String layer) {
        window.selectLayer().accept(layer);
    }
}
