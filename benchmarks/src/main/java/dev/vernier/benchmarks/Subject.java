package dev.vernier.benchmarks;

import ai.onnxruntime.OrtException;
import dev.vernier.engine.calibrate.CalibrationResult;
import dev.vernier.engine.calibrate.CalibrationRun;
import dev.vernier.engine.evaluate.EvaluationOptions;
import dev.vernier.engine.evaluate.EvaluationResult;
import dev.vernier.engine.evaluate.EvaluationSession;
import dev.vernier.engine.exec.GraphRunner;
import dev.vernier.engine.graph.Layer;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.progress.Cancellation;
import dev.vernier.engine.progress.Progress;
import dev.vernier.engine.quantize.ModelQuantizer;
import dev.vernier.engine.spec.ClipRange;
import dev.vernier.engine.spec.LayerConfig;
import dev.vernier.engine.spec.Preset;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.engine.spec.RangeRule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** One network in both runtimes, opened once for all measures of it. */
final class Subject {
    private static final Map<String, Subject> OPENED = new HashMap<>();
    private static final int THREADS = 2;

    /** How many samples at once ONNX Runtime is tried with; it runs with the number that is fastest for the network. */
    private static final int[] ORT_BATCHES = {1, 4, 16, 64};

    private static final int TRIES = 3;
    private static final int VERNIER_BATCH = 64;

    final Networks.Network network;
    final OrtFloat ort;
    final int ortBatch;
    final ModelQuantizer quantizer;
    final EvaluationSession session;
    final QuantPlan base = QuantPlan.of(Preset.INT8);
    private final GraphRunner floats;
    private final List<Edit> edits = new ArrayList<>();
    private int edited;

    /** A layer and the range its activations have. */
    private record Edit(String layer, ClipRange range) {}

    private Subject(Networks.Network network) throws OrtException {
        this.network = network;
        this.ort = new OrtFloat(network.file(), THREADS);
        this.ortBatch = fastestBatch();
        ort.give(Networks.batches(network.data(), ortBatch));
        this.floats = new GraphRunner(network.graph(), network.graph().outputs());
        this.quantizer = new ModelQuantizer(network.graph(), calibrate());
        this.session = newSession();
        EvaluationResult result = evaluate(base);
        result.layers().stream()
                .filter(l -> l.layer().outputRange().isPresent())
                .filter(l -> !l.layer().layer().keepsScale())
                .forEach(l -> edits.add(
                        new Edit(l.name(), l.layer().outputRange().orElseThrow())));
    }

    /** Of the batches tried the one with which ONNX Runtime runs all samples in the least time. */
    private int fastestBatch() throws OrtException {
        int best = ORT_BATCHES[0];
        long least = Long.MAX_VALUE;
        for (int size : ORT_BATCHES) {
            ort.give(Networks.batches(network.data(), size));
            for (int i = 0; i < TRIES; i++) {
                long start = System.nanoTime();
                ort.run();
                long took = System.nanoTime() - start;
                if (took < least) {
                    least = took;
                    best = size;
                }
            }
        }
        return best;
    }

    static synchronized Subject of(String name) throws OrtException {
        Subject known = OPENED.get(name);
        if (known == null) {
            known = new Subject(Networks.named(name).orElseThrow());
            OPENED.put(name, known);
        }
        return known;
    }

    EvaluationSession newSession() {
        return new EvaluationSession(
                network.graph(),
                network.data(),
                EvaluationOptions.ofSamples(network.data().size()));
    }

    /** A session that knows the float model's answers, as any has that evaluated once. */
    EvaluationSession newSessionWithFloatAnswers() {
        EvaluationSession fresh = newSession();
        fresh.evaluate(quantizer.quantize(QuantPlan.of(Preset.FP32)), r -> {}, Cancellation.NEVER);
        return fresh;
    }

    /** The float model's answers to all samples, nothing else measured and nothing kept. */
    EvaluationResult floatForward() {
        try (EvaluationSession fresh = new EvaluationSession(
                network.graph(), network.data(), new EvaluationOptions(network.data().size(), 0, 0))) {
            return fresh.evaluate(quantizer.quantize(QuantPlan.of(Preset.FP32)), r -> {}, Cancellation.NEVER);
        }
    }

    float floatForwardOfCalibration() {
        String in = network.graph().inputs().get(0).name();
        for (TensorData batch : Networks.batches(network.calibration(), VERNIER_BATCH)) {
            floats.run(Map.of(in, batch));
        }
        return 0;
    }

    CalibrationResult calibrate() {
        return CalibrationRun.run(
                network.graph(),
                network.calibration(),
                network.calibration().size(),
                "benchmark",
                Progress.NONE,
                Cancellation.NEVER);
    }

    EvaluationResult evaluate(QuantPlan plan) {
        return session.evaluate(quantizer.quantize(plan), r -> {}, Cancellation.NEVER);
    }

    int layersToEdit() {
        return edits.size();
    }

    /** The base plan with the next layer's clipping range moved to where it never was before. */
    QuantPlan nextEdit() {
        Edit e = edits.get(edited % edits.size());
        float share = 0.9f - 0.001f * (edited / edits.size());
        edited++;
        LayerConfig config = base.configFor(e.layer());
        RangeRule moved = RangeRule.Manual.of(e.range().low(), e.range().high() * share);
        return base.withLayer(
                e.layer(), config.withActivations(config.activations().withRule(moved)));
    }

    /** What a hand on the handle waits for: quantizing anew and the first result. */
    void untilFirstEstimate(QuantPlan plan) throws InterruptedException {
        CountDownLatch first = new CountDownLatch(1);
        session.submit(quantizer.quantize(plan), r -> first.countDown(), e -> first.countDown());
        first.await();
    }

    /** Between measures: nothing running, the base plan's activations in the cache. */
    void settle() {
        session.cancel();
        evaluate(base);
    }
}
