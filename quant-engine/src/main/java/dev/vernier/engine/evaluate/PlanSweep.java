package dev.vernier.engine.evaluate;

import dev.vernier.engine.exec.CompiledGraph;
import dev.vernier.engine.exec.KernelCache;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.progress.Cancellation;
import dev.vernier.engine.quantize.QuantizedModel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Several quantized models on the same samples: each batch goes through all of them before the next one does, so that what they have in
 * common is computed once for each batch and is still at hand, and no activation outlives its batch. Each result is, bit for bit, that of an
 * evaluation of its own.
 */
final class PlanSweep {
    /** Results of all models closer together than this are not worth a redraw. */
    private static final long MIN_NANOS_BETWEEN_RESULTS = 250_000_000;

    private final SessionState session;
    private final List<PlanEvaluation> evaluations = new ArrayList<>();
    private final SweepSchedule schedule;
    private long lastResults = System.nanoTime();

    /** What the models answered on one batch, the float model first. */
    private record Answers(int batch, List<OutputBatch> models) {}

    /** @param models in an order in which each has most in common with the one before */
    PlanSweep(SessionState session, List<QuantizedModel> models) {
        this.session = session;
        List<CompiledGraph> graphs = new ArrayList<>();
        for (QuantizedModel model : models) {
            evaluations.add(new PlanEvaluation(session, model));
            graphs.add(session.compileForAnswers(model));
        }
        // Last, since a model before it has computed all but its end.
        graphs.add(session.floatGraphForAnswers());
        this.schedule = new SweepSchedule(graphs, session.scored());
    }

    /** @return final results; earlier ones have gone to {@code onResults} */
    List<EvaluationResult> run(Consumer<List<EvaluationResult>> onResults, Cancellation cancellation) {
        session.lanes().run(session.partition().batches(), (b, lane) -> answers(b, lane, cancellation), answers -> {
            cancellation.check();
            add(answers);
            announce(answers.batch(), onResults);
        });
        return results();
    }

    private Answers answers(int batch, KernelCache lane, Cancellation cancellation) {
        Map<String, float[]> scores = new HashMap<>();
        List<SweepSchedule.Share> shares = schedule.shares();
        String floatAnswer = shares.get(shares.size() - 1).answer();
        Shape[] shape = new Shape[1];
        try (BatchInputs inputs = session.inputs(batch, cancellation)) {
            schedule.run(inputs, lane, cancellation, (fingerprint, answer) -> {
                shape[0] = fingerprint.equals(floatAnswer) ? answer.shape() : shape[0];
                scores.computeIfAbsent(fingerprint, f -> answer.toData().toFloats());
            });
        }
        OutputForm form = session.formOf(shape[0], batch);
        int samples = session.partition().count(batch);
        Map<String, OutputBatch> made = new HashMap<>();
        scores.forEach((fingerprint, s) -> made.put(fingerprint, OutputBatch.of(s, samples, form)));
        return new Answers(batch, shares.stream().map(s -> made.get(s.answer())).toList());
    }

    private void add(Answers answers) {
        OutputBatch baseline = answers.models().get(evaluations.size());
        for (int i = 0; i < evaluations.size(); i++) {
            SweepSchedule.Share share = schedule.shares().get(i);
            evaluations
                    .get(i)
                    .add(new BatchEvaluation.Findings(
                            answers.batch(),
                            Optional.of(new BatchEvaluation.Answers(
                                    baseline, answers.models().get(i))),
                            Map.of(),
                            share.nodesRun(),
                            share.stepsRun(),
                            share.stepsShared()));
        }
    }

    private void announce(int batch, Consumer<List<EvaluationResult>> onResults) {
        long now = System.nanoTime();
        if (batch + 1 < session.partition().batches() && now - lastResults > MIN_NANOS_BETWEEN_RESULTS) {
            onResults.accept(results());
            lastResults = now;
        }
    }

    private List<EvaluationResult> results() {
        return evaluations.stream().map(PlanEvaluation::result).toList();
    }
}
