package dev.vernier.engine.quantize;

import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.spec.QuantSpec;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Remembers the quantized weights of one graph by constant, channel axis and specification. */
final class QuantizedWeightCache {
    private record Key(String constant, int channelAxis, QuantSpec spec) {}

    /** Enough for every layer at several settings; a dragged handle makes many that are never asked for again. */
    private static final int MAX_ENTRIES = 4096;

    private static final long MAX_ELEMENTS = 1L << 27;

    private final Graph graph;
    private final Map<Key, QuantizedWeights> results = new ConcurrentHashMap<>();
    private final java.util.concurrent.atomic.AtomicLong elements = new java.util.concurrent.atomic.AtomicLong();

    QuantizedWeightCache(Graph graph) {
        this.graph = graph;
    }

    QuantizedWeights quantize(String constant, int channelAxis, QuantSpec spec) {
        Key key = new Key(constant, channelAxis, spec);
        QuantizedWeights known = results.get(key);
        if (known != null) {
            return known;
        }
        QuantizedWeights made =
                WeightQuantizer.quantize(graph.constant(constant).orElseThrow(), channelAxis, spec);
        long held = elements.addAndGet(made.codes().elementCount());
        if (results.size() >= MAX_ENTRIES || held > MAX_ELEMENTS) {
            results.clear();
            elements.set(made.codes().elementCount());
        }
        results.put(key, made);
        return made;
    }
}
