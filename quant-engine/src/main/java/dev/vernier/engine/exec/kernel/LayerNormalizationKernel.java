package dev.vernier.engine.exec.kernel;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.op.LayerNormalization;
import dev.vernier.engine.graph.op.RmsNormalization;
import dev.vernier.engine.tensor.ParallelLoop;
import dev.vernier.engine.tensor.Tensor;
import java.nio.FloatBuffer;
import java.util.Arrays;

/** Normalization over the last axes, sums in double precision: LayerNormalization, RMSNormalization. */
final class LayerNormalizationKernel implements Kernel {
    /** Normalized at once. */
    private static final int ROWS = 4;

    @Override
    public Tensor[] run(KernelCall call) {
        try (Tensor x = MemoryOrder.rowMajor(call.tensor(0), call.resources())) {
            boolean centered = call.op() instanceof LayerNormalization;
            int axis = centered
                    ? call.op(LayerNormalization.class).axis()
                    : call.op(RmsNormalization.class).axis();
            double epsilon = centered
                    ? call.op(LayerNormalization.class).epsilon()
                    : call.op(RmsNormalization.class).epsilon();
            int rank = x.shape().rank();
            axis = ShapeKernel.normalized(call, axis, rank, rank);
            long row = 1;
            for (int i = axis; i < rank; i++) {
                row *= x.shape().dim(i);
            }
            Tensor out = Tensor.allocate(DataType.FLOAT32, x.shape());
            if (out.elementCount() == 0) {
                return new Tensor[] {out};
            }
            float[] scale = overRow(call, 1, x.shape(), axis, (int) row);
            float[] bias = call.has(2) ? overRow(call, 2, x.shape(), axis, (int) row) : new float[(int) row];
            int length = (int) row;
            FloatBuffer from = x.floats();
            FloatBuffer to = out.floats();
            ParallelLoop.run(x.elementCount() / row, 64, (begin, end) -> {
                float[] values = new float[ROWS * length];
                for (int r = (int) begin; r < end; r += ROWS) {
                    int count = (int) Math.min(ROWS, end - r) * length;
                    from.get(r * length, values, 0, count);
                    normalize(values, length, centered, epsilon, scale, bias);
                    to.put(r * length, values, 0, count);
                }
            });
            return new Tensor[] {out};
        }
    }

    /**
     * Normalizes four rows. Each sum is in the order of its own row, and waits for no other: one alone would leave the processor waiting for
     * each addition.
     */
    private static void normalize(
            float[] values, int length, boolean centered, double epsilon, float[] scale, float[] bias) {
        double m0 = 0;
        double m1 = 0;
        double m2 = 0;
        double m3 = 0;
        for (int i = 0; centered && i < length; i++) {
            m0 += values[i];
            m1 += values[length + i];
            m2 += values[2 * length + i];
            m3 += values[3 * length + i];
        }
        m0 /= length;
        m1 /= length;
        m2 /= length;
        m3 /= length;
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        for (int i = 0; i < length; i++) {
            double d0 = values[i] - m0;
            double d1 = values[length + i] - m1;
            double d2 = values[2 * length + i] - m2;
            double d3 = values[3 * length + i] - m3;
            s0 += d0 * d0;
            s1 += d1 * d1;
            s2 += d2 * d2;
            s3 += d3 * d3;
        }
        double[] means = {m0, m1, m2, m3};
        double[] squares = {s0, s1, s2, s3};
        for (int r = 0; r < ROWS; r++) {
            double mean = means[r];
            double factor = 1 / Math.sqrt(squares[r] / length + epsilon);
            int start = r * length;
            for (int i = 0; i < length; i++) {
                values[start + i] = (float) ((values[start + i] - mean) * factor * scale[i] + bias[i]);
            }
        }
    }

    /** Operand {@code operand} broadcast over the normalized axes. */
    private static float[] overRow(KernelCall call, int operand, Shape x, int axis, int row) {
        float[] values = call.data(operand).toFloats();
        if (values.length == row) {
            return values;
        }
        float[] spread = new float[row];
        if (values.length == 1) {
            Arrays.fill(spread, values[0]);
            return spread;
        }
        int last = (int) x.dim(-1);
        if (values.length != last) {
            throw call.shapeError("operand " + operand + " does not fit the axes from " + axis + " on");
        }
        for (int i = 0; i < row; i++) {
            spread[i] = values[i % last];
        }
        return spread;
    }
}
