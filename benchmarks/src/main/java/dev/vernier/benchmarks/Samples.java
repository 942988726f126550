package dev.vernier.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Times by measure, gathered over rounds in which all measures take turns, so that what slows the machine for a while slows all. */
final class Samples {
    private final String network;
    private final Map<String, List<Double>> times = new HashMap<>();

    Samples(String network) {
        this.network = network;
    }

    /** Runs {@code measure} in this process and keeps each iteration's time. */
    void take(String measure, int warmups, int iterations) throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("NetworkBenchmark\\." + measure + "$")
                .param("network", network)
                .forks(0)
                .warmupIterations(warmups)
                .measurementIterations(iterations)
                .verbosity(VerboseMode.SILENT)
                .shouldFailOnError(true);
        for (RunResult run : new Runner(options.build()).run()) {
            for (BenchmarkResult part : run.getBenchmarkResults()) {
                for (IterationResult i : part.getIterationResults()) {
                    times.computeIfAbsent(measure, k -> new ArrayList<>())
                            .add(i.getPrimaryResult().getScore());
                }
            }
        }
    }

    /** Milliseconds. */
    double median(String measure) {
        List<Double> sorted = new ArrayList<>(times.get(measure));
        Collections.sort(sorted);
        int n = sorted.size();
        return (sorted.get((n - 1) / 2) + sorted.get(n / 2)) / 2;
    }

    int count(String measure) {
        return times.get(measure).size();
    }
}
