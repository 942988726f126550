package dev.vernier.engine.evaluate;

import dev.vernier.engine.exec.TensorComparison;
import dev.vernier.engine.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Sums, layer by layer, what tells the accumulated error; remembers a pair of activations that was compared before. Safe for several threads. */
final class AccumulatedErrors {
    private record Pair(String floatFingerprint, String quantizedFingerprint, int batch) {}

    private static final int MAX_REMEMBERED = 100_000;

    private final Map<Pair, TensorComparison> remembered = new LinkedHashMap<>();

    /** The sums over two activations that were compared before, or null. */
    synchronized TensorComparison known(String floatFingerprint, String quantizedFingerprint, int batch) {
        return remembered.get(new Pair(floatFingerprint, quantizedFingerprint, batch));
    }

    /** The sums over float activations {@code x} and quantized ones {@code y}; remembered. */
    TensorComparison compare(String floatFingerprint, String quantizedFingerprint, int batch, Tensor x, Tensor y) {
        TensorComparison c = TensorComparison.of(x, y);
        synchronized (this) {
            if (remembered.size() >= MAX_REMEMBERED) {
                remembered.clear();
            }
            remembered.put(new Pair(floatFingerprint, quantizedFingerprint, batch), c);
        }
        return c;
    }

    /** One plan's sums over the batches measured so far, added up in the batches' order whichever came first; used by one thread. */
    static final class Measurement {
        private final Map<Integer, Map<String, TensorComparison>> byBatch = new TreeMap<>();

        /** @param comparisons by layer */
        void add(int batch, Map<String, TensorComparison> comparisons) {
            byBatch.put(batch, comparisons);
        }

        /** The error of {@code layer}'s output over what was measured, or null. */
        TensorError of(String layer) {
            TensorComparison c = byBatch.values().stream()
                    .map(comparisons -> comparisons.get(layer))
                    .filter(Objects::nonNull)
                    .reduce(TensorComparison::plus)
                    .orElse(null);
            return c == null
                    ? null
                    : TensorError.ofSums(
                            c.count(),
                            c.sumSquaresX(),
                            c.sumSquaresY(),
                            c.sumProducts(),
                            c.sumSquaredDifferences(),
                            c.maxAbsoluteDifference());
        }
    }
}
