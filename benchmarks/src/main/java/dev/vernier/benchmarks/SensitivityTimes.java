package dev.vernier.benchmarks;

import dev.vernier.engine.analyze.Sensitivity;
import dev.vernier.engine.analyze.SensitivityPart;
import dev.vernier.engine.calibrate.CalibrationRun;
import dev.vernier.engine.evaluate.EvaluationOptions;
import dev.vernier.engine.evaluate.EvaluationResult;
import dev.vernier.engine.evaluate.EvaluationSession;
import dev.vernier.engine.progress.Cancellation;
import dev.vernier.engine.progress.Progress;
import dev.vernier.engine.quantize.ModelQuantizer;
import dev.vernier.engine.spec.Preset;
import dev.vernier.engine.spec.QuantPlan;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Prints how long every layer of resnet20 alone and left out takes at int8, beside float forward passes of the same warm process. */
final class SensitivityTimes {
    private static final int ROUNDS = 3;

    private SensitivityTimes() {}

    static void print(PrintStream out) {
        Optional<Networks.Network> resnet20 = Networks.named("resnet20");
        if (resnet20.isEmpty()) {
            out.println("resnet20: its files are not there (system property vernier.shared); left out");
            return;
        }
        Networks.Network network = resnet20.get();
        ModelQuantizer quantizer = new ModelQuantizer(
                network.graph(),
                CalibrationRun.run(
                        network.graph(),
                        network.calibration(),
                        network.calibration().size(),
                        "benchmark",
                        Progress.NONE,
                        Cancellation.NEVER));
        double[] forward = new double[ROUNDS + 1];
        double[] int8 = new double[ROUNDS + 1];
        double[] sensitivity = new double[ROUNDS + 1];
        for (int round = 0; round <= ROUNDS; round++) {
            forward[round] = seconds(() -> evaluate(network, quantizer, Preset.FP32));
            int8[round] = seconds(() -> evaluate(network, quantizer, Preset.INT8));
            sensitivity[round] = seconds(() -> measure(network, quantizer));
            out.printf(
                    Locale.ROOT,
                    "round %d: float forward %.3f s, float and int8 %.3f s, sensitivity %.3f s%n",
                    round,
                    forward[round],
                    int8[round],
                    sensitivity[round]);
        }
        out.printf(
                Locale.ROOT,
                "medians without round 0: sensitivity %.2f s, %.1f of %.3f s%n",
                median(sensitivity),
                median(sensitivity) / median(forward),
                median(forward));
    }

    /** Nothing but answers, and nothing kept. */
    private static EvaluationSession session(Networks.Network network) {
        return new EvaluationSession(
                network.graph(),
                network.data(),
                new EvaluationOptions(network.data().size(), 1, 0));
    }

    private static EvaluationResult evaluate(Networks.Network network, ModelQuantizer quantizer, Preset preset) {
        try (EvaluationSession session = session(network)) {
            return session.evaluate(quantizer.quantize(QuantPlan.of(preset)), r -> {}, Cancellation.NEVER);
        }
    }

    private static Map<SensitivityPart, Sensitivity> measure(Networks.Network network, ModelQuantizer quantizer) {
        try (EvaluationSession session = session(network)) {
            return Sensitivity.measure(
                    quantizer,
                    session,
                    QuantPlan.of(Preset.INT8),
                    EnumSet.of(SensitivityPart.BOTH),
                    known -> {},
                    Progress.NONE,
                    Cancellation.NEVER);
        }
    }

    private static double seconds(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e9;
    }

    /** Of all rounds but the first, in which Java compiles. */
    private static double median(double[] rounds) {
        double[] sorted = Arrays.copyOfRange(rounds, 1, rounds.length);
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
