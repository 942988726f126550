package dev.vernier.engine.exec;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.tensor.MemoryFormat;
import dev.vernier.engine.tensor.ParallelLoop;
import dev.vernier.engine.tensor.Tensor;
import java.nio.FloatBuffer;

/**
 * Sums over two tensors x and y of one shape, element by element, from which error metrics follow.
 *
 * @param count elements compared
 * @param sumSquaresX Σx²
 * @param sumSquaresY Σy²
 * @param sumProducts Σx·y
 * @param sumSquaredDifferences Σ(x−y)²
 * @param maxAbsoluteDifference largest |x−y|
 */
public record TensorComparison(
        long count,
        double sumSquaresX,
        double sumSquaresY,
        double sumProducts,
        double sumSquaredDifferences,
        double maxAbsoluteDifference) {
    /** Of no elements. */
    public static final TensorComparison EMPTY = new TensorComparison(0, 0, 0, 0, 0, 0);

    /** Elements summed by one task; fixed, so that sums do not depend on the number of threads. */
    private static final int PART = 1 << 16;

    /**
     * Compares two FLOAT32 tensors, either of which may be coded.
     *
     * @throws IllegalArgumentException if shapes or types differ
     */
    public static TensorComparison of(Tensor x, Tensor y) {
        if (!x.shape().equals(y.shape()) || !isReal(x) || !isReal(y)) {
            throw new IllegalArgumentException("compares float32 tensors of one shape, not " + x + " with " + y);
        }
        if (x.format() == y.format() || (x.isRowMajorInMemory() && y.isRowMajorInMemory())) {
            return sameOrder(x, y);
        }
        try (Tensor a = Tensor.of(x.toData());
                Tensor b = Tensor.of(y.toData())) {
            return sameOrder(a, b);
        }
    }

    private static boolean isReal(Tensor t) {
        return t.type() == DataType.FLOAT32 || t.grid().isPresent();
    }

    private static TensorComparison sameOrder(Tensor x, Tensor y) {
        int n = Math.toIntExact(x.elementCount());
        int parts = (n + PART - 1) / PART;
        TensorComparison[] partial = new TensorComparison[parts];
        RealValues fx = RealValues.of(x);
        RealValues fy = RealValues.of(y);
        ParallelLoop.run(parts, 1, (from, to) -> {
            ComparisonSums sums = new ComparisonSums();
            for (int p = (int) from; p < to; p++) {
                partial[p] = sums.over(fx, fy, p * PART, Math.min(n, (p + 1) * PART));
            }
        });
        TensorComparison sum = EMPTY;
        for (TensorComparison p : partial) {
            sum = sum.plus(p);
        }
        return sum;
    }

    /** Both comparisons as one. */
    public TensorComparison plus(TensorComparison other) {
        return new TensorComparison(
                count + other.count,
                sumSquaresX + other.sumSquaresX,
                sumSquaresY + other.sumSquaresY,
                sumProducts + other.sumProducts,
                sumSquaredDifferences + other.sumSquaredDifferences,
                Math.max(maxAbsoluteDifference, other.maxAbsoluteDifference));
    }

    /**
     * For each sample the index of its largest element, the first one of equals: the predicted class.
     *
     * @param scores FLOAT32 {@code [samples, classes]}, or with further axes of length 1
     */
    public static int[] predictedClasses(Tensor scores) {
        int samples = Math.toIntExact(scores.shape().dim(0));
        int classes = samples == 0 ? 0 : Math.toIntExact(scores.elementCount() / samples);
        if (scores.format() == MemoryFormat.CHANNELS_LAST && !scores.isRowMajorInMemory()) {
            try (Tensor rows = Tensor.of(scores.toData())) {
                return predictedClasses(rows);
            }
        }
        int[] best = new int[samples];
        FloatBuffer f = scores.floats();
        for (int s = 0; s < samples; s++) {
            for (int c = 1; c < classes; c++) {
                if (f.get(s * classes + c) > f.get(s * classes + best[s])) {
                    best[s] = c;
                }
            }
        }
        return best;
    }
}
