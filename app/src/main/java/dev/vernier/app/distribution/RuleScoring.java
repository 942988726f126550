package dev.vernier.app.distribution;

import dev.vernier.app.format.NumberText;
import dev.vernier.app.format.ScoreText;
import dev.vernier.app.jobs.BackgroundWork;
import dev.vernier.app.layers.TensorSide;
import dev.vernier.app.project.Project;
import dev.vernier.app.project.WorkbenchModel;
import dev.vernier.engine.VernierException;
import dev.vernier.engine.evaluate.EvaluationOptions;
import dev.vernier.engine.evaluate.EvaluationResult;
import dev.vernier.engine.evaluate.EvaluationSession;
import dev.vernier.engine.evaluate.Metric;
import dev.vernier.engine.graph.Layer;
import dev.vernier.engine.progress.Cancellation;
import dev.vernier.engine.quantize.ModelQuantizer;
import dev.vernier.engine.spec.LayerConfig;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.engine.spec.RangeRule;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.application.Platform;

/**
 * What the network scores with each range rule on the tensor in front, everything else as the plan has it: evaluated in the background on
 * the first samples while rules are being compared, one rule after the other.
 */
final class RuleScoring {
    private static final int SAMPLES = 512;
    private static final long CACHE_BYTES = 1L << 28;

    private final DistributionModel model;
    private final WorkbenchModel workbench;
    private final BackgroundWork scoring = new BackgroundWork("vernier-rule-scores");
    private List<Object> asked = List.of();
    /** Of {@code sessionProject}; both belong to the background thread. */
    private EvaluationSession session;

    private Project sessionProject;

    RuleScoring(DistributionModel model, WorkbenchModel workbench) {
        this.model = model;
        this.workbench = workbench;
        model.comparingRulesProperty().addListener((o, was, is) -> update());
        model.comparisonProperty().addListener((o, was, is) -> update());
        workbench.historyProperty().addListener((o, was, is) -> update());
        workbench.headlineProperty().addListener((o, was, is) -> update());
    }

    private void update() {
        Project project = workbench.projectProperty().get();
        Layer layer = model.layerProperty().get();
        if (!model.comparingRulesProperty().get()
                || model.comparisonProperty().get() == null
                || project == null
                || !project.isMeasurable()
                || layer == null) {
            scoring.forget();
            if (!model.comparingRulesProperty().get() && !asked.isEmpty()) {
                scoring.run(stopped -> release(), done -> {});
            }
            asked = List.of();
            model.ruleScoresProperty().set(Map.of());
            model.ruleScoreSamplesProperty().set(0);
            return;
        }
        TensorSide side = model.viewProperty().get().front();
        LayerConfig config = workbench.historyProperty().get().plan().configFor(layer.name());
        // with the rule in force left out: taking one of the rules leaves all scores as they are
        QuantPlan plan = workbench
                .historyProperty()
                .get()
                .plan()
                .withLayer(layer.name(), side.with(config, side.of(config).withRule(RangeRule.MIN_MAX)));
        Optional<Metric> headline =
                Optional.ofNullable(workbench.headlineProperty().get());
        List<Object> question = List.of(project, layer, side, plan, headline);
        if (!question.equals(asked)) {
            asked = question;
            model.ruleScoresProperty().set(Map.of());
            model.ruleScoreSamplesProperty().set(samplesOf(project));
            scoring.run(
                    stopped -> {
                        scoreAll(project, plan, layer, side, headline, stopped::getAsBoolean, question);
                        return true;
                    },
                    done -> {},
                    e -> asked = List.of());
        }
    }

    private static int samplesOf(Project project) {
        return Math.min(SAMPLES, project.data().orElseThrow().size());
    }

    /** What the session keeps is needed elsewhere while no rules are compared. */
    private boolean release() {
        if (session != null) {
            session.close();
        }
        session = null;
        sessionProject = null;
        return true;
    }

    private void scoreAll(
            Project project,
            QuantPlan plan,
            Layer layer,
            TensorSide side,
            Optional<Metric> headline,
            Cancellation cancellation,
            List<Object> question) {
        if (sessionProject != project) {
            release();
            session = new EvaluationSession(
                    project.graph(),
                    project.data().orElseThrow(),
                    new EvaluationOptions(samplesOf(project), CACHE_BYTES, 0, List.of(), List.of(Metric.values())));
            sessionProject = project;
        }
        LayerConfig config = plan.configFor(layer.name());
        for (RangeRule rule : RuleComparison.rulesFor(side.of(config).precision())) {
            cancellation.check();
            QuantPlan variant = plan.withLayer(
                    layer.name(), side.with(config, side.of(config).withRule(rule)));
            String score;
            try {
                EvaluationResult measured = session.evaluate(
                        ModelQuantizer.quantize(
                                project.graph(), project.calibration().orElseThrow(), variant),
                        growing -> {},
                        cancellation);
                score = words(headline.map(measured::ledBy).orElse(measured));
            } catch (VernierException impossible) {
                score = NumberText.NONE;
            }
            String scored = score;
            Platform.runLater(() -> {
                if (question.equals(asked)) {
                    Map<RangeRule, String> more =
                            new HashMap<>(model.ruleScoresProperty().get());
                    more.put(rule, scored);
                    model.ruleScoresProperty().set(more);
                }
            });
        }
    }

    private static String words(EvaluationResult r) {
        return ScoreText.value(
                r.mainMetric(), r.metric(r.mainMetric()).orElseThrow().value());
    }
}
