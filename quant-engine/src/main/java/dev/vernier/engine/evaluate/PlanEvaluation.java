package dev.vernier.engine.evaluate;

import dev.vernier.engine.exec.BatchPartition;
import dev.vernier.engine.exec.CompiledGraph;
import dev.vernier.engine.progress.Cancellation;
import dev.vernier.engine.quantize.QuantizedLayer;
import dev.vernier.engine.quantize.QuantizedModel;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** One evaluation of one quantized model: batch by batch, each result with everything seen so far. */
final class PlanEvaluation {
    /** Results closer together than this are not worth a redraw. */
    private static final long MIN_NANOS_BETWEEN_RESULTS = 25_000_000;

    /** Fewer say too little, unless these take so long that a person waits. */
    private static final int SAMPLES_OF_FIRST_RESULT = 64;

    private static final int SAMPLES_OF_SLOW_RESULT = 8;
    private static final long SLOW_NANOS = 100_000_000;

    private final SessionState session;
    private final QuantizedModel model;
    private final CompiledGraph compiled;
    private final CompiledGraph reference;
    private final AccumulatedErrors.Measurement errors = new AccumulatedErrors.Measurement();
    private ScoreAccumulator scores;
    private long lastResult;
    private final Set<String> nodesRun = new LinkedHashSet<>();
    private final long start = System.nanoTime();
    private int stepsRun;
    private int stepsFromCache;

    PlanEvaluation(SessionState session, QuantizedModel model) {
        this.session = session;
        this.model = model;
        this.compiled = session.compile(model);
        this.reference = session.reference(model);
    }

    /** @return the final result; every earlier one has gone to {@code onResult} */
    EvaluationResult run(Consumer<EvaluationResult> onResult, Cancellation cancellation) {
        List<Piece> pieces = pieces();
        session.lanes()
                .run(
                        pieces.size(),
                        (p, lane) -> {
                            Piece piece = pieces.get(p);
                            return new BatchEvaluation(
                                            session, model, compiled, reference, piece.batch(), lane, cancellation)
                                    .run(piece.answers(), piece.errors());
                        },
                        findings -> {
                            cancellation.check();
                            add(findings);
                            announce(onResult);
                        });
        return result();
    }

    /** What is done at once, by one thread: a batch with layers' errors, or without them, or these alone. */
    private record Piece(int batch, boolean answers, boolean errors) {}

    /**
     * All batches in their order, but layers' errors on those of the first result at the very end: a person waits for that result, and no
     * thread is to measure errors on a batch that another is still answering.
     */
    private List<Piece> pieces() {
        BatchPartition batches = session.partition();
        int first = (Math.min(batches.samples() / 2, SAMPLES_OF_FIRST_RESULT) + batches.size() - 1) / batches.size();
        boolean errorsLast = first < batches.batches();
        List<Piece> pieces = new ArrayList<>();
        List<Piece> last = new ArrayList<>();
        for (int b = 0; b < batches.batches(); b++) {
            boolean errors = session.measuresErrors(b);
            if (errors && errorsLast && b < first) {
                pieces.add(new Piece(b, true, false));
                last.add(new Piece(b, false, true));
            } else {
                pieces.add(new Piece(b, true, errors));
            }
        }
        pieces.addAll(last);
        return pieces;
    }

    /** Takes in what was found on one batch; batches' answers come in their order. */
    void add(BatchEvaluation.Findings findings) {
        findings.answers().ifPresent(answers -> {
            if (scores == null) {
                scores = session.newScores(answers.baseline());
            }
            scores.add(session.partition().from(findings.batch()), answers.baseline(), answers.quantized());
        });
        if (!findings.comparisons().isEmpty()) {
            errors.add(findings.batch(), findings.comparisons());
        }
        nodesRun.addAll(findings.nodesRun());
        stepsRun += findings.stepsRun();
        stepsFromCache += findings.stepsFromCache();
    }

    /** Tells what is known so far, unless too little is, or all, or the last time was a moment ago. */
    private void announce(Consumer<EvaluationResult> onResult) {
        int samples = session.partition().samples();
        long now = System.nanoTime();
        boolean first = lastResult == 0;
        boolean due = first
                ? scores.samples() >= Math.min(samples / 2, enough(now - start))
                : now - lastResult > MIN_NANOS_BETWEEN_RESULTS;
        if (due && scores.samples() < samples) {
            onResult.accept(result());
            lastResult = now;
        }
    }

    private static int enough(long nanos) {
        return nanos > SLOW_NANOS ? SAMPLES_OF_SLOW_RESULT : SAMPLES_OF_FIRST_RESULT;
    }

    /** Of the lowered nodes that ran, those that are layers of the source model. */
    private List<String> layersRun() {
        return nodesRun.stream().filter(n -> model.source().node(n).isPresent()).toList();
    }

    /** Of all samples; before all were seen, the best estimate there is. */
    private Map<Metric, MetricValue> metrics() {
        int total = session.partition().samples();
        Map<Metric, MetricValue> seen = scores.values();
        return scores.samples() == total
                ? seen
                : session.floatMetrics()
                        .map(known -> DifferenceEstimate.of(seen, known, scores.samples(), total))
                        .orElse(seen);
    }

    /** With everything that was added so far, at least one batch. */
    EvaluationResult result() {
        List<LayerResult> layers = new ArrayList<>(model.layers().size());
        for (QuantizedLayer l : model.layers().values()) {
            layers.add(
                    new LayerResult(l, Optional.ofNullable(errors.of(l.layer().name()))));
        }
        return new EvaluationResult(
                model,
                scores.samples(),
                session.partition().samples(),
                model.floatSizeBytes(),
                metrics(),
                List.copyOf(layers),
                new EvaluationResult.Work(stepsRun, stepsFromCache, layersRun(), System.nanoTime() - start));
    }
}
