package dev.vernier.engine.exec.kernel;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.op.GridSample;
import dev.vernier.engine.tensor.ParallelLoop;
import dev.vernier.engine.tensor.Tensor;
import java.nio.FloatBuffer;

/** Images sampled at given places: each place becomes a few elements with weights, the same for all channels. */
final class GridSampleKernel implements Kernel {
    /** Of Keys' cubic; ONNX fixes it. */
    private static final double CUBIC = -0.75;

    @Override
    public Tensor[] run(KernelCall call) {
        try (Owned owned = new Owned()) {
            Tensor x = owned.add(MemoryOrder.rowMajor(call.tensor(0), call.resources()));
            Tensor grid = owned.add(MemoryOrder.rowMajor(call.tensor(1), call.resources()));
            int spatial = x.shape().rank() - 2;
            boolean fits = spatial >= 1
                    && grid.shape().rank() == spatial + 2
                    && grid.shape().dim(-1) == spatial
                    && grid.shape().dim(0) == x.shape().dim(0);
            if (!fits) {
                throw call.shapeError("the grid does not fit the images");
            }
            long[] dims = grid.shape().toArray();
            long[] to = new long[spatial + 2];
            to[0] = dims[0];
            to[1] = x.shape().dim(1);
            System.arraycopy(dims, 1, to, 2, spatial);
            Tensor out = Tensor.allocate(DataType.FLOAT32, Shape.of(to));
            Sampling s = new Sampling(call.op(GridSample.class), x, grid, out);
            ParallelLoop.run(s.places(), 256, (from, until) -> s.run((int) from, (int) until));
            return new Tensor[] {out};
        }
    }

    /** One run over some of the places. */
    private static final class Sampling {
        private final GridSample op;
        private final FloatBuffer x;
        private final FloatBuffer grid;
        private final FloatBuffer out;
        private final int channels;
        private final int[] dims;
        private final int imageSize;
        private final int placesPerSample;
        private final int samples;

        Sampling(GridSample op, Tensor x, Tensor grid, Tensor out) {
            this.op = op;
            this.x = x.floats();
            this.grid = grid.floats();
            this.out = out.floats();
            this.samples = (int) x.shape().dim(0);
            this.channels = (int) x.shape().dim(1);
            this.dims = new int[x.shape().rank() - 2];
            int size = 1;
            for (int i = 0; i < dims.length; i++) {
                dims[i] = (int) x.shape().dim(i + 2);
                size *= dims[i];
            }
            this.imageSize = size;
            long all = grid.elementCount() / Math.max(1, dims.length);
            this.placesPerSample = samples == 0 ? 0 : (int) (all / samples);
        }

        long places() {
            return (long) samples * placesPerSample;
        }

        void run(int from, int until) {
            int taps = op.mode() == GridSample.Mode.NEAREST ? 1 : op.mode() == GridSample.Mode.LINEAR ? 2 : 4;
            int[][] index = new int[dims.length][taps];
            double[][] weight = new double[dims.length][taps];
            int all = (int) Math.pow(taps, dims.length);
            int[] offset = new int[all];
            double[] factor = new double[all];
            for (int place = from; place < until; place++) {
                for (int axis = 0; axis < dims.length; axis++) {
                    // the last coordinate is the first spatial axis
                    float g = grid.get(place * dims.length + dims.length - 1 - axis);
                    taps(g, dims[axis], index[axis], weight[axis]);
                }
                combine(index, weight, taps, offset, factor);
                int sample = place / placesPerSample;
                int at = place % placesPerSample;
                for (int c = 0; c < channels; c++) {
                    int image = (sample * channels + c) * imageSize;
                    double sum = 0;
                    for (int i = 0; i < all; i++) {
                        sum += offset[i] < 0 ? 0 : factor[i] * x.get(image + offset[i]);
                    }
                    out.put((sample * channels + c) * placesPerSample + at, (float) sum);
                }
            }
        }

        /** All combinations of the axes' taps: where in the image (-1 for outside), and with which weight. */
        private void combine(int[][] index, double[][] weight, int taps, int[] offset, double[] factor) {
            for (int i = 0; i < offset.length; i++) {
                int rest = i;
                int at = 0;
                double w = 1;
                int stride = 1;
                boolean outside = false;
                for (int axis = dims.length - 1; axis >= 0; axis--) {
                    int tap = rest % taps;
                    rest /= taps;
                    outside |= index[axis][tap] < 0;
                    at += index[axis][tap] * stride;
                    w *= weight[axis][tap];
                    stride *= dims[axis];
                }
                offset[i] = outside ? -1 : at;
                factor[i] = w;
            }
        }

        private void taps(float g, int length, int[] index, double[] weight) {
            double place = op.alignCorners() ? (g + 1) / 2.0 * (length - 1) : ((g + 1.0) * length - 1) / 2;
            if (op.mode() == GridSample.Mode.NEAREST) {
                place = Math.rint(place);
            }
            place = bounded(place, length);
            int first = (int) Math.floor(place);
            double t = place - first;
            switch (op.mode()) {
                case NEAREST -> {
                    index[0] = inside((int) Math.rint(place), length);
                    weight[0] = 1;
                }
                case LINEAR -> {
                    index[0] = inside(first, length);
                    index[1] = inside(first + 1, length);
                    weight[0] = 1 - t;
                    weight[1] = t;
                }
                default -> {
                    for (int i = 0; i < 4; i++) {
                        index[i] = inside(first - 1 + i, length);
                        weight[i] = cubic(Math.abs(t + 1 - i));
                    }
                }
            }
        }

        /** Keys 1981. */
        private static double cubic(double d) {
            return d <= 1
                    ? ((CUBIC + 2) * d - (CUBIC + 3)) * d * d + 1
                    : ((CUBIC * d - 5 * CUBIC) * d + 8 * CUBIC) * d - 4 * CUBIC;
        }

        private double bounded(double place, int length) {
            double low = op.alignCorners() ? 0 : -0.5;
            double high = op.alignCorners() ? length - 1 : length - 0.5;
            if (Double.isNaN(place)) {
                return -4; // outside; NaN has no place
            }
            if (place >= low && place <= high) {
                return place;
            }
            double near = Math.max(-4, Math.min(length + 4.0, place)); // all taps are outside there
            return switch (op.border()) {
                case ZEROS -> near;
                // Each tap of a cubic is held at the edge by itself, as PyTorch and ONNX Runtime have it.
                case EDGE -> op.mode() == GridSample.Mode.CUBIC ? near : Math.max(0, Math.min(length - 1, place));
                case REFLECTION -> reflected(place, low, high);
            };
        }

        private static double reflected(double place, double low, double high) {
            double range = high - low;
            if (range <= 0 || Double.isInfinite(place)) {
                return low;
            }
            double beyond = place < low ? low - place : place - high;
            double rest = beyond % (2 * range);
            double way = rest < range ? rest : 2 * range - rest;
            return place < low ? low + way : high - way;
        }

        /** The element that an index stands for, or -1 for nothing. */
        private int inside(int i, int length) {
            if (i >= 0 && i < length) {
                return i;
            }
            return switch (op.border()) {
                case ZEROS -> -1;
                case EDGE -> Math.max(0, Math.min(length - 1, i));
                case REFLECTION -> {
                    double low = op.alignCorners() ? 0 : -0.5;
                    double high = op.alignCorners() ? length - 1 : length - 0.5;
                    int r = (int) reflected(i, low, high);
                    yield Math.max(0, Math.min(length - 1, r));
                }
            };
        }
    }
}
