package dev.vernier.engine.calibrate;

import dev.vernier.engine.VernierException;
import dev.vernier.engine.data.Dataset;
import dev.vernier.engine.exec.BatchLanes;
import dev.vernier.engine.exec.BatchPartition;
import dev.vernier.engine.exec.CompiledGraph;
import dev.vernier.engine.exec.KernelCache;
import dev.vernier.engine.exec.Step;
import dev.vernier.engine.exec.kernel.Codes;
import dev.vernier.engine.graph.ChannelLayout;
import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Layer;
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
import java.util.concurrent.ConcurrentHashMap;

/**
 * Runs the float model over calibration samples and keeps, for every activation, statistics and a histogram, never raw values. Each core
 * takes whole batches through the network and counts what it has just computed; counts are added up at the end, sums in the samples' order.
 */
public final class CalibrationRun {
    /** So few samples at a time that one activation is counted while it is in its core's cache. */
    private static final int SAMPLES_ON_ONE_CORE = 16;

    /** As many more as still are, where samples are small and fetching weights takes longer than multiplying a few samples with them. */
    private static final long BYTES_ON_ONE_CORE = 1 << 20;

    private static final int MOST_ON_ONE_CORE = 128;

    /** Of one activation tensor on all cores; fewer samples are run at a time where it would be more. */
    private static final long LARGEST_TENSOR_BYTES = 64L << 20;

    private final CompiledGraph compiled;
    private final Set<String> observed;
    private final ChannelAxis channelAxis;
    private final Map<String, Integer> readers = new HashMap<>();
    /** What each thread has seen of each value. */
    private final Map<Thread, Map<String, TensorTally>> tallies = new ConcurrentHashMap<>();

    private final Map<String, StatisticsAccumulator> accumulators = new LinkedHashMap<>();

    private int samplesTaken;

    private record Batch(int samples, Map<String, Seen> values) {}

    /** What a batch showed of a value, in a tally that holds other batches, too. */
    private record Seen(TensorTally tally, TensorTally.OfSample[] samples) {}

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
        try (KernelCache kernels = new KernelCache();
                BatchLanes lanes = new BatchLanes(kernels)) {
            CalibrationRun run = new CalibrationRun(graph, kernels);
            BatchPartition batches = partition(graph, total);
            lanes.run(
                    batches.batches(),
                    (b, lane) -> run.observe(
                            graph, data.batch(batches.from(b), batches.count(b)), batches.count(b), lane, cancellation),
                    batch -> {
                        cancellation.check();
                        run.take(batch);
                        progress.report(run.samplesTaken, total);
                    });
            return new CalibrationResult(
                    run.statistics(),
                    total,
                    source,
                    new VariantCalibration(data, g -> run(g, data, total, source, Progress.NONE, Cancellation.NEVER)));
        }
    }

    /** Adds the sums of a batch; batches come in their order. */
    private void take(Batch batch) {
        samplesTaken += batch.samples();
        batch.values()
                .forEach((value, seen) -> accumulators
                        .computeIfAbsent(value, v -> StatisticsAccumulator.over(seen.tally()))
                        .take(seen.samples()));
    }

    private Map<String, TensorStatistics> statistics() {
        tallies.values()
                .forEach(ofThread -> ofThread.forEach(
                        (value, tally) -> accumulators.get(value).add(tally)));
        Map<String, TensorStatistics> statistics = new LinkedHashMap<>();
        accumulators.forEach((value, a) -> statistics.put(value, a.statistics()));
        return statistics;
    }

    private static BatchPartition partition(Graph graph, int samples) {
        int lanes = KernelCache.lanesWorthHaving();
        int usual = BatchPartition.of(graph, samples, lanes).size();
        long largest = Math.max(
                1,
                Layer.listOf(graph).stream()
                        .mapToLong(Layer::outputBytesPerSample)
                        .max()
                        .orElse(1));
        long size = lanes < 2 ? usual : Math.min(usual, SAMPLES_ON_ONE_CORE);
        if (lanes > 1 && usual > SAMPLES_ON_ONE_CORE) {
            int each = (samples + lanes - 1) / lanes;
            size = Math.max(size, Math.min(Math.min(MOST_ON_ONE_CORE, each), BYTES_ON_ONE_CORE / largest));
        }
        return new BatchPartition(samples, (int) Math.max(1, Math.min(size, LARGEST_TENSOR_BYTES / lanes / largest)));
    }

    private Batch observe(Graph graph, List<TensorData> batch, int count, KernelCache lane, Cancellation cancellation) {
        cancellation.check();
        Map<String, Seen> seen = new LinkedHashMap<>();
        Map<String, Tensor> held = new HashMap<>();
        Map<String, Integer> left = new HashMap<>(readers);
        try {
            for (int i = 0; i < batch.size(); i++) {
                keep(graph.inputs().get(i).name(), Tensor.of(batch.get(i)), held, left, count, seen);
            }
            for (Step step : compiled.steps()) {
                cancellation.check();
                if (step.isUnsupported() || step.inputs().stream().anyMatch(v -> !held.containsKey(v))) {
                    continue;
                }
                Tensor[] out =
                        step.run(lane, step.inputs().stream().map(held::get).toArray(Tensor[]::new));
                for (int i = 0; i < out.length; i++) {
                    keep(step.outputs().get(i), out[i], held, left, count, seen);
                }
                step.inputs().forEach(v -> release(v, held, left));
            }
            return new Batch(count, seen);
        } finally {
            held.values().forEach(Tensor::close);
        }
    }

    private void keep(
            String value,
            Tensor tensor,
            Map<String, Tensor> held,
            Map<String, Integer> left,
            int count,
            Map<String, Seen> seen) {
        Tensor previous = held.put(value, tensor);
        if (previous != null) {
            previous.close();
        }
        if (observed.contains(value) && tensor.grid().isPresent()) {
            try (Tensor real = Codes.decoded(tensor)) {
                seen.put(value, tally(value, real, count));
            }
        } else if (observed.contains(value) && tensor.type() == DataType.FLOAT32) {
            seen.put(value, tally(value, tensor, count));
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

    private Seen tally(String value, Tensor tensor, int count) {
        Map<String, TensorTally> own = tallies.computeIfAbsent(Thread.currentThread(), t -> new HashMap<>());
        int rank = tensor.shape().rank();
        boolean batched = rank > 1 && tensor.shape().dim(0) == count;
        if (!batched) {
            TensorTally tally = own.computeIfAbsent(value, v -> TensorTally.withoutChannels());
            ChannelLayout whole = ChannelLayout.oneChannel(Math.toIntExact(tensor.elementCount()));
            return new Seen(tally, tally.add(tensor.floats(), 1, whole));
        }
        int physicalAxis = tensor.physicalAxis(channelAxis.ofRank(rank));
        ChannelLayout layout = ChannelLayout.of(tensor.physicalShape().withoutBatch(), physicalAxis - 1);
        TensorTally tally = own.computeIfAbsent(value, v -> TensorTally.ofChannels(layout.channels()));
        return new Seen(tally, tally.add(tensor.floats(), count, layout));
    }
}
