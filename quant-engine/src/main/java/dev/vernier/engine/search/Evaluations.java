package dev.vernier.engine.search;

import dev.vernier.engine.evaluate.EvaluationResult;
import dev.vernier.engine.evaluate.EvaluationSession;
import dev.vernier.engine.progress.Cancellation;
import dev.vernier.engine.quantize.ModelQuantizer;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is known of the plans of one space: each is evaluated once. Used by one thread. */
final class Evaluations {
    /** An assignment with what it measured on all samples. */
    record Evaluated(Assignment assignment, Candidate candidate) {}

    /** Candidates that lose more say nothing about how little losses come about. */
    private static final double FAR_POINTS = 10;

    private final ModelQuantizer quantizer;
    private final SearchSpace space;
    private final Cost cost;
    private final EvaluationSession all;
    private final EvaluationSession some;
    private final Cancellation cancellation;
    private final Map<Assignment, Evaluated> evaluated = new LinkedHashMap<>();
    private final Map<Assignment, Double> damages = new HashMap<>();
    private final Map<Assignment, Long> costs = new HashMap<>();

    /**
     * @param all evaluates on all samples
     * @param some on those that layers are measured on
     */
    Evaluations(
            ModelQuantizer quantizer,
            SearchSpace space,
            Cost cost,
            EvaluationSession all,
            EvaluationSession some,
            Cancellation cancellation) {
        this.quantizer = quantizer;
        this.space = space;
        this.cost = cost;
        this.all = all;
        this.some = some;
        this.cancellation = cancellation;
    }

    /** On all samples. */
    Evaluated evaluate(Assignment assignment, Candidate.Origin origin) {
        Evaluated known = evaluated.get(assignment);
        if (known == null) {
            EvaluationResult result = all.evaluate(quantizer.quantize(space.plan(assignment)), r -> {}, cancellation);
            known = new Evaluated(assignment, Candidate.of(result, assignment.of(space.choices()), origin));
            evaluated.put(assignment, known);
        }
        return known;
    }

    boolean isEvaluated(Assignment assignment) {
        return evaluated.containsKey(assignment);
    }

    /** {@link Damage} on some samples. */
    double damage(Assignment assignment) {
        Double known = damages.get(assignment);
        if (known == null) {
            EvaluationResult result = some.evaluate(quantizer.quantize(space.plan(assignment)), r -> {}, cancellation);
            known = Damage.of(result);
            damages.put(assignment, known);
        }
        return known;
    }

    long cost(Assignment assignment) {
        return costs.computeIfAbsent(assignment, a -> cost.of(quantizer.quantize(space.plan(a))));
    }

    /** In the order in which they were evaluated. */
    Collection<Evaluated> evaluated() {
        return evaluated.values();
    }

    /** Those that no other beats in cost and drop at once, from small to large. */
    List<Evaluated> front() {
        return ParetoFront.of(
                List.copyOf(evaluated.values()),
                e -> e.candidate().cost(cost),
                e -> -e.candidate().drop());
    }

    /** Drop for a unit of damage: least squares through the origin over the candidates that do not lose too much. */
    double pointsPerDamage() {
        double products = 0;
        double squares = 0;
        for (Evaluated e : evaluated.values()) {
            double damage = Damage.of(e.candidate().metrics());
            if (e.candidate().drop() <= FAR_POINTS) {
                products += damage * e.candidate().drop();
                squares += damage * damage;
            }
        }
        return squares > 0 ? Math.max(0, products / squares) : 0;
    }
}
