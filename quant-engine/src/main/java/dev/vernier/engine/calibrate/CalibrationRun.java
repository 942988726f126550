package dev.vernier.engine.calibrate;

import dev.vernier.engine.VernierException;
import dev.vernier.engine.data.Dataset;
import dev.vernier.engine.exec.CompiledGraph;
import dev.vernier.engine.exec.KernelCache;
import dev.vernier.engine.exec.Step;
import dev.vernier.engine.exec.kernel.Codes;
import dev.vernier.engine.graph.ChannelLayout;
import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Layer;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.progress.Cancellation;
import dev.vernier.engine.progress.Progress;
import dev.vernier.engine.tensor.Tensor;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Runs the float model over calibration samples and keeps, for every activation, statistics and a histogram, never raw values. */
public final class CalibrationRun {
    /** As evaluation does, so that activations stay in the processor's caches. */
    private static final int LARGEST_BATCH = 64;

    /** Of one activation tensor; fewer samples are run at a time where it would be more. */
    private static final long LARGEST_TENSOR_BYTES = 64L << 20;

    private final CompiledGraph compiled;
    private final Set<String> observed;
    private final ChannelAxis channelAxis;
    private final Map<String, Integer> readers = new HashMap<>();
    private final Map<String, StatisticsAccumulator> accumulators = new LinkedHashMap<>();

    private CalibrationRun(Graph graph, KernelCache kernels) {
        this.observed = new LinkedHashSet<>();
        Layer.listOf(graph).stream()
                .filter(l -> l.output().type().isFloating())
                .forEach(l -> observed.add(l.output().name()));
        this.compiled = CompiledGraph.compile(graph, observed, kernels);
        this.channelAxis = ChannelAxis.of(graph);
        compiled.steps().forEach(s -> s.inputs().forEach(v -> readers.merge(v, 1, Integer::sum)));
    }

    /**
     * @param samples how many samples from the first on; all if the data set has fewer
     * @param source where they come from, for people
     * @throws VernierException if there are no samples, or a layer cannot run
     * @throws java.util.concurrent.CancellationException if asked to stop
     */
    public static CalibrationResult run(
            Graph graph, Dataset data, int samples, String source, Progress progress, Cancellation cancellation) {
        int total = Math.min(samples, data.size());
        if (total < 1) {
            throw new VernierException(
                    "Data set " + data.name() + " has no samples to calibrate with; choose another one");
        }
        try (KernelCache kernels = new KernelCache()) {
            CalibrationRun run = new CalibrationRun(graph, kernels);
            int batch = batchSize(graph);
            for (int from = 0; from < total; from += batch) {
                cancellation.check();
                int count = Math.min(batch, total - from);
                run.observe(graph, data.batch(from, count), count, cancellation);
                progress.report(from + count, total);
            }
            Map<String, TensorStatistics> statistics = new LinkedHashMap<>();
            run.accumulators.forEach((value, a) -> statistics.put(value, a.statistics()));
            return new CalibrationResult(
                    statistics,
                    total,
                    source,
                    new VariantCalibration(data, g -> run(g, data, total, source, Progress.NONE, Cancellation.NEVER)));
        }
    }

    private static int batchSize(Graph graph) {
        long largest = Layer.listOf(graph).stream()
                .mapToLong(l -> bytesPerSample(l.output().shape()))
                .max()
                .orElse(1);
        return (int) Math.max(1, Math.min(LARGEST_BATCH, LARGEST_TENSOR_BYTES / Math.max(1, largest)));
    }

    /** 0 where the shape is not known before the model runs. */
    private static long bytesPerSample(Shape shape) {
        Shape sample = shape.withoutBatch();
        return sample.isStatic() ? sample.elementCount() * Float.BYTES : 0;
    }

    private void observe(Graph graph, List<TensorData> batch, int count, Cancellation cancellation) {
        Map<String, Tensor> held = new HashMap<>();
        Map<String, Integer> left = new HashMap<>(readers);
        try {
            for (int i = 0; i < batch.size(); i++) {
                keep(graph.inputs().get(i).name(), Tensor.of(batch.get(i)), held, left, count);
            }
            for (Step step : compiled.steps()) {
                cancellation.check();
                if (step.isUnsupported() || step.inputs().stream().anyMatch(v -> !held.containsKey(v))) {
                    continue;
                }
                Tensor[] out = step.run(step.inputs().stream().map(held::get).toArray(Tensor[]::new));
                for (int i = 0; i < out.length; i++) {
                    keep(step.outputs().get(i), out[i], held, left, count);
                }
                step.inputs().forEach(v -> release(v, held, left));
            }
        } finally {
            held.values().forEach(Tensor::close);
        }
    }

    private void keep(String value, Tensor tensor, Map<String, Tensor> held, Map<String, Integer> left, int count) {
        Tensor previous = held.put(value, tensor);
        if (previous != null) {
            previous.close();
        }
        if (observed.contains(value) && tensor.grid().isPresent()) {
            try (Tensor real = Codes.decoded(tensor)) {
                addStatistics(value, real, count);
            }
        } else if (observed.contains(value) && tensor.type() == DataType.FLOAT32) {
            addStatistics(value, tensor, count);
        }
        if (!left.containsKey(value)) {
            held.remove(value).close();
        }
    }

    private static void release(String value, Map<String, Tensor> held, Map<String, Integer> left) {
        if (left.merge(value, -1, Integer::sum) == 0) {
            held.remove(value).close();
        }
    }

    private void addStatistics(String value, Tensor tensor, int count) {
        int rank = tensor.shape().rank();
        boolean batched = rank > 1 && tensor.shape().dim(0) == count;
        if (!batched) {
            accumulators
                    .computeIfAbsent(value, v -> StatisticsAccumulator.withoutChannels())
                    .add(tensor.floats(), 1, ChannelLayout.oneChannel(Math.toIntExact(tensor.elementCount())));
            return;
        }
        int physicalAxis = tensor.physicalAxis(channelAxis.ofRank(rank));
        ChannelLayout layout = ChannelLayout.of(tensor.physicalShape().withoutBatch(), physicalAxis - 1);
        accumulators
                .computeIfAbsent(value, v -> StatisticsAccumulator.ofChannels(layout.channels()))
                .add(tensor.floats(), count, layout);
    }
}
