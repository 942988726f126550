package dev.vernier.engine.exec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.op.AveragePool;
import dev.vernier.engine.graph.op.Clamp;
import dev.vernier.engine.graph.op.Conv;
import dev.vernier.engine.graph.op.ConvTranspose;
import dev.vernier.engine.graph.op.Gemm;
import dev.vernier.engine.graph.op.ImageLayout;
import dev.vernier.engine.graph.op.MatMul;
import dev.vernier.engine.graph.op.MaxPool;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.op.Padding;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Native kernels against their definitions, on random sizes: odd channels, groups, dilation, asymmetric padding, both layouts. */
class HotKernelsTest {

    /** A random layer; {@code seed} decides everything about it. */
    private static final class Draw {
        private final Random random;
        private final int batch;
        private final int group;
        private final int inPerGroup;
        private final int outPerGroup;
        private final int kernel;
        private final NaiveReference.Window window;
        private final int height;
        private final int width;
        private final ImageLayout layout;

        Draw(long seed) {
            random = new Random(seed);
            batch = random.nextBoolean() ? 1 : 7;
            group = List.of(1, 1, 2, 5).get(random.nextInt(4));
            boolean depthwise = group > 1 && random.nextBoolean();
            inPerGroup = depthwise ? 1 : 1 + random.nextInt(17);
            outPerGroup = depthwise ? 1 : 1 + random.nextInt(17);
            kernel = 1 + random.nextInt(4);
            int dilation = 1 + random.nextInt(2);
            window = new NaiveReference.Window(
                    1 + random.nextInt(3),
                    dilation,
                    random.nextInt(kernel),
                    random.nextInt(kernel),
                    random.nextInt(kernel),
                    random.nextInt(kernel));
            height = (kernel - 1) * dilation + 1 + random.nextInt(9);
            width = (kernel - 1) * dilation + 1 + random.nextInt(9);
            layout = random.nextBoolean() ? ImageLayout.CHANNELS_FIRST : ImageLayout.CHANNELS_LAST;
        }

        TensorData tensor(long... dims) {
            float[] values = new float[(int) Shape.of(dims).elementCount()];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.nextGaussian();
            }
            return TensorData.ofFloats(Shape.of(dims), values);
        }

        Padding padding() {
            return Padding.explicit(List.of(window.top(), window.left()), List.of(window.bottom(), window.right()));
        }

        List<Integer> twice(int n) {
            return List.of(n, n);
        }

        /** {@code [N, C, H, W]} as the model's layout has it. */
        TensorData toLayout(TensorData image) {
            return layout == ImageLayout.CHANNELS_FIRST ? image : permuted(image, 0, 2, 3, 1);
        }

        TensorData fromLayout(TensorData image) {
            return layout == ImageLayout.CHANNELS_FIRST ? image : permuted(image, 0, 3, 1, 2);
        }
    }

    private static TensorData permuted(TensorData t, int... order) {
        Shape s = t.shape();
        long[] dims = new long[4];
        for (int i = 0; i < 4; i++) {
            dims[i] = s.dim(order[i]);
        }
        float[] out = new float[(int) s.elementCount()];
        long[] index = new long[4];
        for (int i = 0; i < out.length; i++) {
            long rest = i;
            for (int a = 3; a >= 0; a--) {
                index[order[a]] = rest % dims[a];
                rest /= dims[a];
            }
            long at = ((index[0] * s.dim(1) + index[1]) * s.dim(2) + index[2]) * s.dim(3) + index[3];
            out[i] = (float) t.doubleAt((int) at);
        }
        return TensorData.ofFloats(Shape.of(dims), out);
    }

    private static void assertClose(float[] got, double[] want) {
        assertThat(got).hasSameSizeAs(want);
        for (int i = 0; i < want.length; i++) {
            assertThat((double) got[i])
                    .as("element %d", i)
                    .isCloseTo(want[i], Offset.offset(2e-5 * (1 + Math.abs(want[i]))));
        }
    }

    private static double[] doubles(TensorData t) {
        double[] d = new double[(int) t.elementCount()];
        for (int i = 0; i < d.length; i++) {
            d[i] = t.doubleAt(i);
        }
        return d;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void convolution(long seed) {
        Draw d = new Draw(seed);
        int out = d.outPerGroup * d.group;
        TensorData x = d.tensor(d.batch, (long) d.inPerGroup * d.group, d.height, d.width);
        TensorData w = d.tensor(out, d.inPerGroup, d.kernel, d.kernel);
        TensorData bias = d.tensor(out);
        Shape shape = Shape.of(
                d.batch,
                out,
                d.window.output(d.height, d.kernel, d.window.top(), d.window.bottom()),
                d.window.output(d.width, d.kernel, d.window.left(), d.window.right()));
        Op op = new Conv(
                d.twice(d.window.stride()), d.padding(), d.twice(d.window.dilation()), d.group, d.layout, Clamp.NONE);

        TensorData y = d.fromLayout(OneNode.run(op, d.toLayout(x), w, bias));

        assertThat(y.shape()).isEqualTo(shape);
        assertClose(y.toFloats(), NaiveReference.convolution(x, w, doubles(bias), d.window, d.group, shape));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void transposedConvolution(long seed) {
        Draw d = new Draw(seed);
        int out = d.outPerGroup * d.group;
        TensorData x = d.tensor(d.batch, (long) d.inPerGroup * d.group, d.height, d.width);
        TensorData w = d.tensor((long) d.inPerGroup * d.group, d.outPerGroup, d.kernel, d.kernel);
        TensorData bias = d.tensor(out);
        int extra = d.window.stride() - 1;
        long full = (d.kernel - 1L) * d.window.dilation() + 1 + extra;
        Shape shape = Shape.of(
                d.batch,
                out,
                (d.height - 1L) * d.window.stride() + full - d.window.top() - d.window.bottom(),
                (d.width - 1L) * d.window.stride() + full - d.window.left() - d.window.right());
        Op op = new ConvTranspose(
                d.twice(d.window.stride()),
                d.padding(),
                d.twice(extra),
                d.twice(d.window.dilation()),
                d.group,
                d.layout,
                Clamp.NONE);

        TensorData y = d.fromLayout(OneNode.run(op, d.toLayout(x), w, bias));

        assertThat(y.shape()).isEqualTo(shape);
        assertClose(y.toFloats(), NaiveReference.transposedConvolution(x, w, doubles(bias), d.window, d.group, shape));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void pooling(long seed) {
        Draw d = new Draw(seed);
        int channels = d.inPerGroup * d.group;
        TensorData x = d.tensor(d.batch, channels, d.height, d.width);
        NaiveReference.Window w = new NaiveReference.Window(
                d.window.stride(), 1, d.window.top(), d.window.left(), d.window.bottom(), d.window.right());
        Shape shape = Shape.of(
                d.batch,
                channels,
                w.output(d.height, d.kernel, w.top(), w.bottom()),
                w.output(d.width, d.kernel, w.left(), w.right()));
        Op max = new MaxPool(d.twice(d.kernel), d.twice(w.stride()), d.padding(), d.twice(1), false, d.layout);
        Op mean = new AveragePool(
                d.twice(d.kernel), d.twice(w.stride()), d.padding(), d.twice(1), false, false, d.layout);

        assertClose(
                d.fromLayout(OneNode.run(max, d.toLayout(x))).toFloats(),
                NaiveReference.pool(x, d.kernel, w, shape, false));
        assertClose(
                d.fromLayout(OneNode.run(mean, d.toLayout(x))).toFloats(),
                NaiveReference.pool(x, d.kernel, w, shape, true));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void matrixProducts(long seed) {
        Draw d = new Draw(seed);
        int rows = 1 + d.random.nextInt(40);
        int inner = 1 + d.random.nextInt(70);
        int columns = 1 + d.random.nextInt(40);
        boolean ta = d.random.nextBoolean();
        boolean tb = d.random.nextBoolean();
        TensorData a = ta ? d.tensor(inner, rows) : d.tensor(rows, inner);
        TensorData b = tb ? d.tensor(columns, inner) : d.tensor(inner, columns);
        TensorData c = d.tensor(columns);
        double[] want = new double[rows * columns];
        for (int r = 0; r < rows; r++) {
            for (int k = 0; k < columns; k++) {
                double sum = c.doubleAt(k);
                for (int i = 0; i < inner; i++) {
                    sum += a.doubleAt(ta ? i * rows + r : r * inner + i)
                            * b.doubleAt(tb ? k * inner + i : i * columns + k);
                }
                want[r * columns + k] = sum;
            }
        }

        assertClose(OneNode.run(new Gemm(ta, tb, 1, 1, Clamp.NONE), a, b, c).toFloats(), want);
        assertClose(
                OneNode.runWithoutConstants(new Gemm(ta, tb, 1, 1, Clamp.NONE), a, b, c)
                        .toFloats(),
                want);
        if (!ta && !tb) {
            assertClose(OneNode.run(new MatMul(Clamp.NONE), a, b, c).toFloats(), want);
        }
    }
}
