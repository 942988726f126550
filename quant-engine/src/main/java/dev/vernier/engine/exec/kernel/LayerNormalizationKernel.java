package dev.vernier.engine.exec.kernel;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.op.LayerNormalization;
import dev.vernier.engine.graph.op.RmsNormalization;
import dev.vernier.engine.tensor.ParallelLoop;
import dev.vernier.engine.tensor.Tensor;
import java.util.Arrays;

/** Normalization over the last axes, sums in double precision: LayerNormalization, RMSNormalization. */
final class LayerNormalizationKernel implements Kernel {
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
            ParallelLoop.run(x.elementCount() / row, 64, (from, to) -> {
                float[] values = new float[length];
                for (int r = (int) from; r < to; r++) {
                    x.floats().get(r * length, values);
                    normalize(values, centered, epsilon, scale, bias);
                    out.floats().put(r * length, values);
                }
            });
            return new Tensor[] {out};
        }
    }

    private static void normalize(float[] values, boolean centered, double epsilon, float[] scale, float[] bias) {
        double mean = 0;
        if (centered) {
            for (float v : values) {
                mean += v;
            }
            mean /= values.length;
        }
        double squares = 0;
        for (float v : values) {
            squares += (v - mean) * (v - mean);
        }
        double factor = 1 / Math.sqrt(squares / values.length + epsilon);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) ((values[i] - mean) * factor * scale[i] + bias[i]);
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
