package dev.vernier.app.project;

import dev.vernier.engine.calibrate.CalibrationResult;
import dev.vernier.engine.data.Dataset;
import dev.vernier.engine.evaluate.EvaluationOptions;
import dev.vernier.engine.evaluate.EvaluationSession;
import dev.vernier.engine.evaluate.Metric;
import dev.vernier.engine.evaluate.SamplePredictions;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.progress.BackgroundThread;
import dev.vernier.engine.progress.Cancellation;
import dev.vernier.engine.quantize.ModelQuantizer;
import dev.vernier.engine.quantize.QuantizedModel;
import dev.vernier.engine.spec.QuantPlan;
import java.util.List;
import java.util.concurrent.ExecutorService;

/** Lowers plans on a thread of its own, then has an {@link EvaluationSession} evaluate them. The latest request wins. */
public final class SessionPlanEvaluator implements PlanEvaluator {
    private static final long MIN_NANOS_BETWEEN_PLANS = 50_000_000;

    private final Graph graph;
    private final CalibrationResult calibration;
    private final EvaluationSession session;
    private final PlanGate gate = new PlanGate(MIN_NANOS_BETWEEN_PLANS);
    private final ExecutorService lowering = BackgroundThread.executor("vernier-lowering");

    /** @param project with data */
    public SessionPlanEvaluator(Project project) {
        this.graph = project.graph();
        this.calibration = project.calibration().orElseThrow();
        Dataset data = project.data().orElseThrow();
        // every metric, so that another one can lead without running anything again
        this.session = new EvaluationSession(
                graph, data, EvaluationOptions.ofSamples(data.size()).withAlso(List.of(Metric.values())));
    }

    @Override
    public void submit(QuantPlan plan, Answers answers) {
        long arrival = gate.arrive();
        lowering.execute(() -> {
            if (!gate.passes(arrival)) {
                return;
            }
            try {
                QuantizedModel model = ModelQuantizer.quantize(graph, calibration, plan);
                if (gate.isWanted(arrival)) {
                    answers.quantized(model);
                    session.submit(model, answers::evaluated, answers::failed);
                }
            } catch (RuntimeException e) {
                answers.failed(e);
            }
        });
    }

    @Override
    public void handMoves(boolean moving) {
        session.spareCores(moving ? 1 : 0);
        session.keepEstimatesComing(moving);
    }

    @Override
    public void cancel() {
        gate.giveUp();
        session.cancel();
    }

    @Override
    public SamplePredictions predictions(QuantizedModel model, Cancellation cancellation) {
        return session.predictions(model, cancellation);
    }

    @Override
    public void close() {
        gate.giveUp();
        lowering.shutdown();
        // closing waits for the batch that runs; the window does not
        Thread closing = new Thread(session::close, "vernier-evaluation-close");
        closing.setDaemon(true);
        closing.start();
    }
}
