package dev.vernier.engine.diagnose;

import dev.vernier.engine.calibrate.CalibrationResult;
import dev.vernier.engine.calibrate.CalibrationRun;
import dev.vernier.engine.data.Dataset;
import dev.vernier.engine.diagnose.Finding.Severity;
import dev.vernier.engine.evaluate.EvaluationResult;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.progress.Cancellation;
import dev.vernier.engine.progress.Progress;
import dev.vernier.engine.spec.QuantPlan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which layers of an evaluated plan hurt, why, and what to do. Immutable.
 *
 * @param plan what was diagnosed
 * @param headline the layer that hurts most and why, in a sentence or two
 * @param healthy whether the plan loses nothing that anybody would look for
 * @param findings the worst first
 * @param layers those that add noise, the worst first
 */
public record Diagnosis(
        QuantPlan plan, String headline, boolean healthy, List<Finding> findings, List<LayerNoise> layers) {
    /** Enough to see that preprocessing differs. */
    private static final int SAMPLES_COMPARED = 128;

    private static final List<Rule> RULES = List.of(
            new OutlierChannels(),
            new UnevenWeights(),
            new JoinedScales(),
            new RangeFit(),
            new PrescribedGrids(),
            new BiasLimits(),
            new DeadChannels());

    public Diagnosis {
        findings = List.copyOf(findings);
        layers = List.copyOf(layers);
    }

    /**
     * Executes nothing.
     *
     * @param result final, or an estimate
     * @param calibration of the float model
     * @param atEvaluation what the activations of the float model showed on samples of the evaluation; empty where nobody looked, or where
     *     these are the calibration samples
     */
    public static Diagnosis of(
            EvaluationResult result, CalibrationResult calibration, Optional<CalibrationResult> atEvaluation) {
        Subject subject = new Subject(result, result.model().calibration(), atEvaluation);
        List<Finding> findings = new ArrayList<>();
        RULES.forEach(r -> findings.addAll(r.find(subject)));
        dropOtherSideOfOutliers(findings);
        findings.addAll(new RangeDrift(calibration).find(subject));
        Set<String> explained = new HashSet<>();
        findings.stream().filter(f -> f.severity() != Severity.NOTE).forEach(f -> {
            explained.add(f.layer());
            if (f.kind() == Finding.Kind.UNLIKE_JOINED) {
                explained.addAll(f.others());
            }
        });
        findings.addAll(CoarsePrecision.find(subject, explained));
        findings.sort(Comparator.comparing(Finding::severity)
                .reversed()
                .thenComparing(Comparator.comparingDouble(Finding::noiseShare).reversed())
                .thenComparing(Finding::kind));
        List<LayerNoise> layers = new ArrayList<>(subject.noise().values());
        layers.removeIf(n -> !(n.added() > 0));
        layers.sort(Comparator.comparingDouble(LayerNoise::added).reversed());
        return new Diagnosis(
                subject.plan(), headline(subject.isHealthy(), findings, layers), subject.isHealthy(), findings, layers);
    }

    /**
     * What the activations of {@code graph} show on the first samples of the evaluation, to compare with calibration; takes a moment.
     *
     * @throws java.util.concurrent.CancellationException if asked to stop
     */
    public static CalibrationResult atEvaluation(Graph graph, Dataset data, Cancellation cancellation) {
        return CalibrationRun.run(graph, data, SAMPLES_COMPARED, data.name(), Progress.NONE, cancellation);
    }

    /** Findings that {@code layer} has a part in, the worst first. */
    public List<Finding> about(String layer) {
        return findings.stream().filter(f -> f.concerns(layer)).toList();
    }

    /** Weights that are uneven because the channels they read are: told with the channels. */
    private static void dropOtherSideOfOutliers(List<Finding> findings) {
        Set<List<String>> told = new HashSet<>();
        findings.stream()
                .filter(f -> f.kind() == Finding.Kind.OUTLIER_CHANNELS)
                .forEach(f -> told.add(List.of(f.layer(), f.tensor())));
        findings.removeIf(
                f -> f.kind() == Finding.Kind.UNEVEN_WEIGHTS && told.contains(List.of(f.layer(), f.tensor())));
    }

    private static String headline(boolean healthy, List<Finding> findings, List<LayerNoise> layers) {
        if (layers.isEmpty()) {
            return "No layer adds noise: nothing is rounded.";
        }
        LayerNoise worst = layers.get(0);
        String source = worst.mainSource().isEmpty() ? "" : ", most of it from " + worst.mainSource();
        if (healthy) {
            return "The plan loses nothing that could be told from chance. What little noise there is comes in at "
                    + Words.layer(worst.layer()) + " more than elsewhere, " + Words.percent(worst.share()) + source
                    + ".";
        }
        Optional<Finding> why = findings.stream()
                .filter(f -> f.layer().equals(worst.layer()) && f.severity() != Severity.NOTE)
                .findFirst();
        return Words.layer(worst.layer()) + " hurts most: " + Words.percent(worst.share())
                + " of all noise comes in there"
                + why.map(f -> ". " + f.title() + "." + likewise(f, findings)).orElse(source + ".");
    }

    /** How often else the same was found. */
    private static String likewise(Finding finding, List<Finding> all) {
        long more = all.stream()
                .filter(f -> f.kind() == finding.kind() && f.severity() != Severity.NOTE && f != finding)
                .count();
        return more == 0 ? "" : " So it is in " + more + (more == 1 ? " other place." : " other places.");
    }
}
