package dev.vernier.benchmarks;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Prints, for each network, how long Vernier takes beside ONNX Runtime's float run over all samples, and whether what is aimed at is
 * reached. Both run in this process in turns, with two threads each; medians. With {@code rules} as the only
 * word, how long range rules take; with {@code sensitivity}, how long measuring every layer does; with {@code cancel}, how soon an
 * evaluation gives way to a newer plan and how often estimates come meanwhile.
 */
public final class Ratios {
    private static final int ROUNDS = 3;
    private static final PrintStream OUT = System.out;

    private Ratios() {}

    /** @param atMost the ratio aimed at; NaN: none, for information */
    private record Line(String title, String measure, String against, double atMost) {}

    public static void main(String[] args) throws InterruptedException, OrtException {
        if (Arrays.equals(args, new String[] {"rules"})) {
            RuleTimes.print(OUT);
            return;
        }
        if (Arrays.equals(args, new String[] {"sensitivity"})) {
            SensitivityTimes.print(OUT);
            return;
        }
        if (Arrays.equals(args, new String[] {"cancel"})) {
            CancelTimes.print(OUT);
            return;
        }
        // ONNX Runtime 1.29 needs a large stack while it loads.
        Thread loader = new Thread(null, OrtEnvironment::getEnvironment, "onnxruntime loader", 64L << 20);
        loader.start();
        loader.join();
        OrtEnvironment.getEnvironment().setTelemetry(false);
        List<String> networks = args.length == 0 ? Networks.NAMES : Arrays.asList(args);
        try {
            for (String network : networks) {
                if (network.equals("resnet20") && Networks.named(network).isEmpty()) {
                    OUT.println("resnet20: its files are not there (system property vernier.shared); left out");
                    continue;
                }
                print(network, measured(network));
                OUT.println("ONNX Runtime was given " + Subject.of(network).ortBatch + " samples at once, its fastest");
            }
            printHandle();
        } catch (RunnerException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Samples measured(String network) throws RunnerException, OrtException {
        int layers = Subject.of(network).layersToEdit();
        Samples samples = new Samples(network);
        for (int round = 0; round < ROUNDS; round++) {
            int warmups = round == 0 ? 2 : 0;
            samples.take("ortForward", warmups, 1);
            samples.take("forward", warmups, 2);
            samples.take("quantizedFresh", warmups, 1);
            samples.take("ortForward", 0, 1);
            samples.take("quantizedAndFloatFresh", 0, 1);
            samples.take("firstEstimate", warmups, layers);
            samples.take("ortForward", 0, 1);
            if (round != 1) {
                samples.take("editToFinal", warmups, layers);
            }
            samples.take("toggleBack", warmups, 3);
            samples.take("ortForward", 0, 1);
            samples.take("calibrationForward", warmups, 1);
            samples.take("calibration", warmups, 1);
            samples.take("ortLoad", warmups, 1);
            samples.take("load", warmups, 1);
            samples.take("export", warmups, 1);
        }
        return samples;
    }

    /** What a moved handle costs. */
    private static void printHandle() throws RunnerException {
        OUT.printf("%n%-46s %9s%n", "a moved handle, from a histogram", "µs");
        Options options = new OptionsBuilder()
                .include(HandleBenchmark.class.getSimpleName())
                .forks(0)
                .warmupIterations(2)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(3)
                .measurementTime(TimeValue.seconds(1))
                .verbosity(VerboseMode.SILENT)
                .shouldFailOnError(true)
                .build();
        for (RunResult run : new Runner(options).run()) {
            OUT.printf(
                    Locale.ROOT,
                    "%-46s %9.1f%n",
                    run.getPrimaryResult().getLabel(),
                    run.getPrimaryResult().getScore());
        }
        OUT.flush();
    }

    private static void print(String network, Samples s) {
        double forward = network.startsWith("mobilenet") ? 1.1 : 1.0;
        List<Line> lines = List.of(
                new Line("full float forward", "forward", "ortForward", forward),
                new Line("full int8 plan, nothing of it cached", "quantizedFresh", "ortForward", 0.6),
                new Line(
                        "the same, with the float model's answers", "quantizedAndFloatFresh", "ortForward", Double.NaN),
                new Line("edit one layer to first estimate", "firstEstimate", "ortForward", 0.04),
                new Line("edit one layer to final", "editToFinal", "ortForward", 0.3),
                new Line("toggle back", "toggleBack", "ortForward", 0.03),
                new Line("calibration, to own float forward", "calibration", "calibrationForward", 1.5),
                new Line("load, to ONNX Runtime's", "load", "ortLoad", Double.NaN),
                new Line("export, to ONNX Runtime's load", "export", "ortLoad", Double.NaN));
        OUT.printf(
                Locale.ROOT,
                "%n%-46s %9s %9s %7s %7s   %s%n",
                network,
                "ms",
                "against",
                "ratio",
                "at most",
                "medians of so many");
        for (Line l : lines) {
            double own = s.median(l.measure());
            double other = s.median(l.against());
            double ratio = own / other;
            boolean informs = Double.isNaN(l.atMost());
            OUT.printf(
                    Locale.ROOT,
                    "%-46s %9.2f %9.2f %7.3f %7s   %d, %d%s%n",
                    l.title(),
                    own,
                    other,
                    ratio,
                    informs ? "" : String.format(Locale.ROOT, "%.2f", l.atMost()),
                    s.count(l.measure()),
                    s.count(l.against()),
                    informs ? "" : ratio <= l.atMost() ? "   reached" : "   NOT REACHED");
        }
        OUT.flush();
    }
}
