package dev.vernier.engine.evaluate;

import dev.vernier.engine.exec.TensorComparison;
import dev.vernier.engine.tensor.Tensor;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

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

    /** One plan's sums over the batches measured so far; used by one thread. */
    static final class Measurement {
        private final Map<String, TensorComparison> sums = new HashMap<>();

        void add(String layer, TensorComparison c) {
            sums.merge(layer, c, TensorComparison::plus);
        }

        /** The error of {@code layer}'s output over what was measured, or null. */
        TensorError of(String layer) {
            TensorComparison c = sums.get(layer);
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
