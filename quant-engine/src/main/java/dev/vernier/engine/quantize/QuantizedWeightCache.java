package dev.vernier.engine.quantize;

import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.QuantParams;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.spec.QuantSpec;
import dev.vernier.engine.spec.Rounding;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** Remembers the quantized weights of one graph by constant, channel axis and specification, and biases by what decides them. */
final class QuantizedWeightCache {
    private record Key(String constant, int channelAxis, QuantSpec spec) {}

    private record BiasKey(String content, float inputScale, QuantParams weights, Rounding rounding) {}

    /** Enough for every layer at several settings; a dragged handle makes many that are never asked for again. */
    private static final int MAX_ENTRIES = 4096;

    private static final long MAX_ELEMENTS = 1L << 27;

    private final Graph graph;
    private final Map<Key, QuantizedWeights> results = new ConcurrentHashMap<>();
    private final Map<Key, RowWeights> rows = new ConcurrentHashMap<>();
    private final Map<BiasKey, QuantizedBias> biases = new ConcurrentHashMap<>();
    private final AtomicLong elements = new AtomicLong();

    QuantizedWeightCache(Graph graph) {
        this.graph = graph;
    }

    QuantizedWeights quantize(String constant, int channelAxis, QuantSpec spec) {
        return remembered(
                results,
                new Key(constant, channelAxis, spec),
                weights -> WeightQuantizer.quantize(weights, channelAxis, spec),
                QuantizedWeights::codes);
    }

    /** Weights that {@link RowWeights#isAskedBy are asked for in rows}. */
    RowWeights rows(String constant, int channelAxis, QuantSpec spec) {
        return remembered(
                rows,
                new Key(constant, channelAxis, spec),
                weights -> RowWeights.of(weights, channelAxis, spec),
                RowWeights::codes);
    }

    /** As {@link BiasQuantizer#quantize}. */
    QuantizedBias bias(TensorData bias, float inputScale, QuantParams weights, Rounding rounding) {
        BiasKey key = new BiasKey(bias.contentHash(), inputScale, weights, rounding);
        QuantizedBias known = biases.get(key);
        if (known == null) {
            known = BiasQuantizer.quantize(bias, inputScale, weights, rounding);
            if (biases.size() >= MAX_ENTRIES) {
                biases.clear();
            }
            biases.put(key, known);
        }
        return known;
    }

    private <T> T remembered(
            Map<Key, T> results, Key key, Function<TensorData, T> quantize, Function<T, TensorData> codes) {
        T known = results.get(key);
        if (known != null) {
            return known;
        }
        T made = quantize.apply(graph.constant(key.constant()).orElseThrow());
        long held = elements.addAndGet(codes.apply(made).elementCount());
        if (results.size() >= MAX_ENTRIES || held > MAX_ELEMENTS) {
            this.results.clear();
            rows.clear();
            elements.set(codes.apply(made).elementCount());
        }
        results.put(key, made);
        return made;
    }
}
