package dev.vernier.engine.analyze;

import dev.vernier.engine.exec.GraphRunner;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Layer;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.QuantParams;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.progress.Cancellation;
import dev.vernier.engine.progress.Progress;
import dev.vernier.engine.quantize.ModelQuantizer;
import dev.vernier.engine.quantize.QuantizedModel;
import dev.vernier.engine.spec.BiasCorrection;
import dev.vernier.engine.spec.Granularity;
import dev.vernier.engine.spec.LearnedRounding;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.engine.spec.QuantSpec;
import dev.vernier.engine.tensor.ParallelLoop;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Learns for every layer with integer weights which of them to round up, so that its sums on the calibration samples come as near to the
 * float model's as they can: layer by layer in running order, each reading what the layers before it, quantized and rounded, hand on
 * (AdaRound with asymmetric reconstruction, Nagel et al. 2020, equation 25 without its activation; {@link SoftRounding}).
 */
final class RoundingLearner {
    /** Steps of gradient descent for a row of weights. */
    private static final int STEPS = 1000;

    /** Patches that a layer is fitted to, over all samples; many times the inputs of a row. */
    private static final int PATCHES = 32_768;

    /** The products of a row with more inputs than this would need gigabytes: it is learned in parts. */
    private static final int LONGEST_ROW = 4608;

    /** Inputs of such a part. */
    private static final int LONGEST_PART = 2304;

    /** Multiplications that the descent of one layer may take: a minute or two. */
    private static final double LAYER_WORK = 4e11;

    /** With fewer steps than this nothing moves: single weights are turned instead. */
    private static final int FEWEST_STEPS = 200;

    private final ModelQuantizer quantizer;
    private final CalibrationSamples samples;

    RoundingLearner(ModelQuantizer quantizer, CalibrationSamples samples) {
        this.quantizer = quantizer;
        this.samples = samples;
    }

    /**
     * {@code plan} with a learned rounding for every layer of {@code named} that can have one; the others keep theirs. Bias corrections of layers that
     * are rounded anew are dropped, since they made up for other weights.
     */
    QuantPlan learn(QuantPlan plan, Set<String> named, Progress progress, Cancellation cancellation) {
        Map<String, LearnedRounding> roundings = new TreeMap<>(plan.cures().roundings());
        roundings.keySet().removeAll(named);
        Map<String, BiasCorrection> corrections = new TreeMap<>(plan.cures().biasCorrections());
        corrections.keySet().removeAll(named);
        QuantPlan learned = plan.withCures(plan.cures().withRoundings(roundings).withBiasCorrections(corrections));
        Graph reference = quantizer.quantize(learned).reference();
        List<Layer> layers = Layer.listOf(reference).stream()
                .filter(l -> named.contains(l.name()) && isLearnable(reference, l, plan))
                .toList();
        int total = layers.stream().mapToInt(l -> cost(reference, l)).sum();
        AtomicInteger done = new AtomicInteger();
        for (Layer layer : layers) {
            progress.report(done.get(), total);
            QuantizedModel quantized = quantizer.quantize(learned);
            int cost = cost(reference, layer);
            roundings.put(layer.name(), learn(reference, quantized, layer, cancellation));
            progress.report(done.addAndGet(cost), total);
            learned = learned.withCures(learned.cures().withRoundings(roundings));
        }
        return learned;
    }

    /** Whether the layer has integer weights, on a grid for each channel or one for all, that are rows times patches. */
    static boolean isLearnable(Graph reference, Layer layer, QuantPlan plan) {
        return layer.hasWeights()
                && plan.configFor(layer.name()).weights().precision().isInteger()
                && !(plan.configFor(layer.name()).weights().granularity() instanceof Granularity.PerBlock)
                && WeightRows.of(reference, layer).isPresent();
    }

    /** In units that make progress even: collecting and learning both grow with the square of a row's length. */
    private static int cost(Graph reference, Layer layer) {
        WeightRows r = WeightRows.of(reference, layer).orElseThrow();
        return (int) Math.min(1_000_000, 1 + (long) r.length() * r.length() * (r.rows() + 32) / 10_000);
    }

    private LearnedRounding learn(Graph reference, QuantizedModel quantized, Layer layer, Cancellation cancellation) {
        WeightRows rows = WeightRows.of(reference, layer).orElseThrow();
        TensorData weights = reference.constant(layer.weights().orElseThrow()).orElseThrow();
        QuantSpec spec = quantized.layer(layer.name()).asked().weights();
        QuantParams grid = quantized.layer(layer.name()).weightParams().orElseThrow();
        float[] values = weights.toFloats();
        BitSet bits = new BitSet(values.length);
        int parts = rows.length() <= LONGEST_ROW ? 1 : (rows.length() + LONGEST_PART - 1) / LONGEST_PART;
        double work = (double) rows.rows() * rows.length() / parts * rows.length();
        int steps = (int) Math.min(STEPS, LAYER_WORK / Math.max(1, work));
        for (int p = 0; p < parts; p++) {
            int from = (int) ((long) rows.length() * p / parts);
            int to = (int) ((long) rows.length() * (p + 1) / parts);
            ReconstructionSums sums = new ReconstructionSums(rows, bias(reference, layer, rows), from, to);
            collect(reference, quantized, layer, rows, weights.shape(), sums, cancellation);
            boolean[][] up = learn(values, rows, sums, from, to, grid, steps < FEWEST_STEPS ? 0 : steps, cancellation);
            for (int r = 0; r < up.length; r++) {
                for (int k = from; k < to; k++) {
                    bits.set(rows.index(r, k), up[r][k - from]);
                }
            }
        }
        return new LearnedRounding(spec, values.length, bits);
    }

    /** Which of the weights {@code from} to {@code to - 1} of every row go up. */
    private static boolean[][] learn(
            float[] values,
            WeightRows rows,
            ReconstructionSums sums,
            int from,
            int to,
            QuantParams grid,
            int steps,
            Cancellation cancellation) {
        boolean[][] up = new boolean[rows.rows()][];
        for (int g = 0; g < rows.groups(); g++) {
            float[] products = sums.products(g);
            int first = g * rows.rowsOfGroup();
            ParallelLoop.run(rows.rowsOfGroup(), 1, (a, b) -> {
                for (long i = a; i < b; i++) {
                    int r = first + (int) i;
                    float[] row = rows.row(values, r, from, to);
                    // one scale for all rows, for each, or, with transposed groups, for each of a group
                    int channel = r % grid.channels();
                    int zero = grid.zeroPoint(channel);
                    up[r] = new SoftRounding(
                                    row,
                                    products,
                                    sums.answers(r, row, products),
                                    grid.scale(channel),
                                    grid.type().qMin() - zero,
                                    grid.type().qMax() - zero)
                            .learn(steps, cancellation);
                }
            });
        }
        return up;
    }

    private static float[] bias(Graph reference, Layer layer, WeightRows rows) {
        float[] bias = new float[rows.rows()];
        layer.bias().flatMap(reference::constant).map(TensorData::toFloats).ifPresent(b -> {
            for (int r = 0; r < bias.length; r++) {
                bias[r] = b[b.length == 1 ? 0 : r];
            }
        });
        return bias;
    }

    /** What the layer reads in the quantized model, and what it answers in the float one, gone through once. */
    private void collect(
            Graph reference,
            QuantizedModel quantized,
            Layer layer,
            WeightRows rows,
            Shape weights,
            ReconstructionSums sums,
            Cancellation cancellation) {
        Node lowered = quantized.graph().node(layer.name()).orElseThrow();
        int perSample = Math.max(1, (PATCHES + samples.size() - 1) / samples.size());
        LayerPatches patches = new LayerPatches(
                layer,
                rows,
                weights,
                perSample,
                new Random(samples.seed() ^ layer.name().hashCode()));
        Graph exposed = PreActivation.exposed(reference, layer.name());
        try (var wanted = new GraphRunner(exposed, List.of(PreActivation.VALUE))) {
            samples.run(
                    quantized.graph(),
                    List.of(lowered.input(0)),
                    (first, values) -> patches.each(
                            values.get(lowered.input(0)),
                            wanted.run(samples.inputs(exposed, first)).get(PreActivation.VALUE),
                            sums),
                    cancellation);
        }
    }
}
