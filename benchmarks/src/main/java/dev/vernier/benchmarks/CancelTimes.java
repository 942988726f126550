package dev.vernier.benchmarks;

import dev.vernier.engine.calibrate.CalibrationRun;
import dev.vernier.engine.evaluate.EvaluationOptions;
import dev.vernier.engine.evaluate.EvaluationSession;
import dev.vernier.engine.progress.Cancellation;
import dev.vernier.engine.progress.Progress;
import dev.vernier.engine.quantize.ModelQuantizer;
import dev.vernier.engine.quantize.QuantizedModel;
import dev.vernier.engine.spec.Preset;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.engine.spec.RangeRule;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Prints how long an evaluation goes on after a newer plan came, at seeded moments of it, and how far apart estimates are while a newer plan
 * comes with every frame.
 */
final class CancelTimes {
    private static final List<String> NETWORKS = List.of("resnet20", "squeezenet", "mobilenet224");
    private static final int STOPS = 200;
    private static final double AIM_MILLIS = 20;

    /** A newer plan comes at any moment of an evaluation up to this one. */
    private static final double LATEST_STOP_MILLIS = 400;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int DRAG_SECONDS = 5;
    private static final int MILLIS_BETWEEN_PLANS = 16;

    private final Networks.Network network;
    private final ModelQuantizer quantizer;
    private final List<String> layers;
    private final Random random = new Random(1);

    private CancelTimes(Networks.Network network) {
        this.network = network;
        this.quantizer = new ModelQuantizer(
                network.graph(),
                CalibrationRun.run(
                        network.graph(), network.calibration(), 16, "benchmark", Progress.NONE, Cancellation.NEVER));
        this.layers = quantizer.quantize(QuantPlan.of(Preset.INT8)).layers().values().stream()
                .filter(l -> l.outputRange().isPresent() && !l.layer().keepsScale())
                .map(l -> l.layer().name())
                .toList();
    }

    static void print(PrintStream out) throws InterruptedException {
        out.println("milliseconds from a newer plan until nothing of the older one runs, " + STOPS + " times; between estimates of a "
                + DRAG_SECONDS + " s drag with a plan every " + MILLIS_BETWEEN_PLANS + " ms");
        for (String name : NETWORKS) {
            if (Networks.named(name).isEmpty()) {
                out.println(name + ": its files are not there (system property vernier.shared); left out");
                continue;
            }
            CancelTimes times = new CancelTimes(Networks.named(name).get());
            times.printStops(out);
            for (String layer : List.of(times.layers.get(0), times.layers.get(times.layers.size() / 2))) {
                out.printf(Locale.ROOT, "%-14s drag at %s: %s%n", name, layer, times.drag(layer));
            }
            out.flush();
        }
    }

    private EvaluationSession session() {
        return new EvaluationSession(
                network.graph(),
                network.data(),
                EvaluationOptions.ofSamples(network.data().size()));
    }

    /** The plan with the upper end of a layer's activations where it never was. */
    private QuantizedModel moved(String layer) {
        QuantPlan plan = QuantPlan.of(Preset.INT8);
        var range = quantizer.quantize(plan).layers().get(layer).outputRange().orElseThrow();
        var config = plan.configFor(layer);
        double share = 0.5 + 0.5 * random.nextDouble();
        return quantizer.quantize(plan.withLayer(
                layer,
                config.withActivations(config.activations()
                        .withRule(RangeRule.Manual.of(range.low(), (float) (range.high() * share))))));
    }

    /**
     * From the request on until the older evaluation has given its cores back, one after another in the same session, as plans come; and how much
     * of it a core worked, which is what would be left if nothing else ran.
     */
    private void printStops(PrintStream out) throws InterruptedException {
        double[] millis = new double[STOPS];
        double[] worked = new double[STOPS];
        try (EvaluationSession session = session()) {
            for (int i = 0; i < STOPS; ) {
                QuantizedModel model = moved(layers.get(random.nextInt(layers.size())));
                AtomicLong asked = new AtomicLong();
                AtomicLong stopped = new AtomicLong();
                Thread evaluating = new Thread(() -> {
                    try {
                        session.evaluate(model, r -> {}, () -> asked.get() != 0);
                    } catch (CancellationException e) {
                        stopped.set(System.nanoTime());
                    }
                });
                evaluating.start();
                evaluating.join(1 + (long) (random.nextDouble() * LATEST_STOP_MILLIS));
                Map<Long, Long> before = processorNanos();
                asked.set(System.nanoTime());
                evaluating.join();
                if (stopped.get() != 0) {
                    millis[i] = (stopped.get() - asked.get()) / 1e6;
                    worked[i++] = mostSince(before) / 1e6;
                }
            }
        }
        out.printf(
                Locale.ROOT,
                "%-14s to stop: %s, %d within %.0f; a core worked: %s%n",
                network.name(),
                spread(millis),
                Arrays.stream(millis).filter(t -> t <= AIM_MILLIS).count(),
                AIM_MILLIS,
                spread(worked));
    }

    /** By thread, of those that work on batches. */
    private static Map<Long, Long> processorNanos() {
        Map<Long, Long> nanos = new HashMap<>();
        for (ThreadInfo thread : THREADS.getThreadInfo(THREADS.getAllThreadIds())) {
            if (thread != null && thread.getThreadName().startsWith("vernier-batch")) {
                nanos.put(thread.getThreadId(), THREADS.getThreadCpuTime(thread.getThreadId()));
            }
        }
        return nanos;
    }

    private static long mostSince(Map<Long, Long> before) {
        return processorNanos().entrySet().stream()
                .mapToLong(now -> now.getValue() - before.getOrDefault(now.getKey(), now.getValue()))
                .max()
                .orElse(0);
    }

    /** What a hand sees that drags the handle of {@code layer}, the plan before it evaluated. */
    private String drag(String layer) throws InterruptedException {
        List<Double> between = Collections.synchronizedList(new ArrayList<>());
        List<Double> ages = Collections.synchronizedList(new ArrayList<>());
        try (EvaluationSession session = session()) {
            session.evaluate(quantizer.quantize(QuantPlan.of(Preset.INT8)), r -> {}, Cancellation.NEVER);
            session.spareCores(1);
            session.keepEstimatesComing(true);
            long start = System.nanoTime();
            AtomicLong last = new AtomicLong(start);
            long due = start;
            while (due - start < DRAG_SECONDS * 1_000_000_000L) {
                long asked = System.nanoTime();
                session.submit(
                        moved(layer),
                        r -> {
                            long now = System.nanoTime();
                            between.add((now - last.getAndSet(now)) / 1e6);
                            ages.add((now - asked) / 1e6);
                        },
                        e -> {
                            throw e;
                        });
                due += MILLIS_BETWEEN_PLANS * 1_000_000L;
                Thread.sleep(Math.max(0, (due - System.nanoTime()) / 1_000_000));
            }
            between.add((System.nanoTime() - last.get()) / 1e6);
            session.cancel();
        }
        return between.size() - 1 + " estimates, apart: " + spread(toArray(between)) + "; after their plan: "
                + spread(toArray(ages));
    }

    private static double[] toArray(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static String spread(double[] values) {
        if (values.length == 0) {
            return "none";
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return String.format(
                Locale.ROOT,
                "median %.1f, 95th %.1f, longest %.1f",
                sorted[sorted.length / 2],
                sorted[sorted.length * 95 / 100],
                sorted[sorted.length - 1]);
    }
}
