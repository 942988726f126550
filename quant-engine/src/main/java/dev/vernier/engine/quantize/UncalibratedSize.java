package dev.vernier.engine.quantize;

import dev.vernier.engine.calibrate.CalibrationResult;
import dev.vernier.engine.calibrate.Histogram;
import dev.vernier.engine.calibrate.TensorStatistics;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Layer;
import dev.vernier.engine.spec.Cures;
import dev.vernier.engine.spec.LayerConfig;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.engine.spec.QuantSpec;
import dev.vernier.engine.spec.RangeRule;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Sizes of a model that was never calibrated. How many bytes a plan takes follows from which numbers are kept and in what format, not from
 * what they are: made-up ranges stand in for those that data would show, and nothing but the size is told of what comes out.
 *
 * <p>Remembers quantized weights like {@link ModelQuantizer}. Safe to be used from several threads.
 */
public final class UncalibratedSize {
    private static final String SOURCE = "made up, for sizes";

    private final Graph graph;
    private final List<Layer> layers;
    private ModelQuantizer quantizer;

    public UncalibratedSize(Graph graph) {
        this.graph = graph;
        this.layers = Layer.listOf(graph);
    }

    /**
     * Takes what quantizing the weights takes.
     *
     * @throws dev.vernier.engine.VernierException as {@link ModelQuantizer#quantize(QuantPlan)}
     */
    public synchronized PlanSize of(QuantPlan plan) {
        if (quantizer == null) {
            quantizer = new ModelQuantizer(graph, new CalibrationResult(madeUp(), 0, SOURCE));
        }
        PlanSize size = PlanSize.of(quantizer.quantize(withoutSearches(plan)));
        return new PlanSize(plan, size.bytesByLayer(), size.floatBytes());
    }

    /** Each tensor another range: equal scales would be stored once. */
    private Map<String, TensorStatistics> madeUp() {
        Map<String, TensorStatistics> statistics = new HashMap<>();
        for (Layer layer : layers) {
            float most = 1 + statistics.size() / 1024f;
            Histogram halves = new Histogram(-most, most, new long[] {1, 1});
            statistics.put(
                    layer.output().name(),
                    new TensorStatistics(2, -most, most, 0, 1, 0, 0, halves, new float[0], new float[0]));
        }
        return statistics;
    }

    /** Rules that search for a range cost time, and find no other size; what is learned from data changes none. */
    private QuantPlan withoutSearches(QuantPlan plan) {
        return plan.withCures(Cures.NONE)
                .withLayers(
                        layers.stream().map(Layer::name).collect(Collectors.toSet()),
                        c -> new LayerConfig(withoutSearch(c.weights()), withoutSearch(c.activations())));
    }

    private static QuantSpec withoutSearch(QuantSpec spec) {
        boolean stated = spec.rule() instanceof RangeRule.Manual || spec.rule() instanceof RangeRule.Given;
        return stated || !spec.precision().hasRange() || spec.isDynamic() ? spec : spec.withRule(RangeRule.MIN_MAX);
    }
}
