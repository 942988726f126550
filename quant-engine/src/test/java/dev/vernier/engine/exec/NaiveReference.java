package dev.vernier.engine.exec;

import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;

/** Sliding-window operations written down as their definitions say, in double precision; images are {@code [N, C, H, W]}. */
final class NaiveReference {
    private NaiveReference() {}

    /** One window over two axes. */
    record Window(int stride, int dilation, int top, int left, int bottom, int right) {
        long output(long input, long kernel, int before, int after) {
            return (input + before + after - ((kernel - 1) * dilation + 1)) / stride + 1;
        }
    }

    private static double at(TensorData t, long a, long b, long c, long d) {
        Shape s = t.shape();
        return t.doubleAt((int) (((a * s.dim(1) + b) * s.dim(2) + c) * s.dim(3) + d));
    }

    static double[] convolution(TensorData x, TensorData w, double[] bias, Window v, int group, Shape out) {
        double[] y = new double[(int) out.elementCount()];
        long outPerGroup = w.shape().dim(0) / group;
        int i = 0;
        for (long n = 0; n < out.dim(0); n++) {
            for (long o = 0; o < out.dim(1); o++) {
                for (long r = 0; r < out.dim(2); r++) {
                    for (long c = 0; c < out.dim(3); c++) {
                        double sum = bias[(int) o];
                        for (long k = 0; k < w.shape().dim(1); k++) {
                            long in = o / outPerGroup * w.shape().dim(1) + k;
                            for (long p = 0; p < w.shape().dim(2); p++) {
                                for (long q = 0; q < w.shape().dim(3); q++) {
                                    long h = r * v.stride() - v.top() + p * v.dilation();
                                    long l = c * v.stride() - v.left() + q * v.dilation();
                                    if (h >= 0
                                            && h < x.shape().dim(2)
                                            && l >= 0
                                            && l < x.shape().dim(3)) {
                                        sum += at(x, n, in, h, l) * at(w, o, k, p, q);
                                    }
                                }
                            }
                        }
                        y[i++] = sum;
                    }
                }
            }
        }
        return y;
    }

    /** Every input element paints the kernel, times itself, on the output. */
    static double[] transposedConvolution(TensorData x, TensorData w, double[] bias, Window v, int group, Shape out) {
        double[] y = new double[(int) out.elementCount()];
        long inPerGroup = w.shape().dim(0) / group;
        for (int i = 0; i < y.length; i++) {
            y[i] = bias[(int) (i / (out.dim(2) * out.dim(3)) % out.dim(1))];
        }
        for (long n = 0; n < x.shape().dim(0); n++) {
            for (long in = 0; in < x.shape().dim(1); in++) {
                for (long r = 0; r < x.shape().dim(2); r++) {
                    for (long c = 0; c < x.shape().dim(3); c++) {
                        for (long k = 0; k < w.shape().dim(1); k++) {
                            long o = in / inPerGroup * w.shape().dim(1) + k;
                            for (long p = 0; p < w.shape().dim(2); p++) {
                                for (long q = 0; q < w.shape().dim(3); q++) {
                                    long h = r * v.stride() - v.top() + p * v.dilation();
                                    long l = c * v.stride() - v.left() + q * v.dilation();
                                    if (h >= 0 && h < out.dim(2) && l >= 0 && l < out.dim(3)) {
                                        y[(int) (((n * out.dim(1) + o) * out.dim(2) + h) * out.dim(3) + l)] +=
                                                at(x, n, in, r, c) * at(w, in, k, p, q);
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
        return y;
    }

    /** @param mean mean of what is under the window, padding left out, instead of the largest */
    static double[] pool(TensorData x, int kernel, Window v, Shape out, boolean mean) {
        double[] y = new double[(int) out.elementCount()];
        int i = 0;
        for (long n = 0; n < out.dim(0); n++) {
            for (long o = 0; o < out.dim(1); o++) {
                for (long r = 0; r < out.dim(2); r++) {
                    for (long c = 0; c < out.dim(3); c++) {
                        double sum = 0;
                        double max = Double.NEGATIVE_INFINITY;
                        int count = 0;
                        for (int p = 0; p < kernel; p++) {
                            for (int q = 0; q < kernel; q++) {
                                long h = r * v.stride() - v.top() + (long) p * v.dilation();
                                long l = c * v.stride() - v.left() + (long) q * v.dilation();
                                if (h >= 0
                                        && h < x.shape().dim(2)
                                        && l >= 0
                                        && l < x.shape().dim(3)) {
                                    sum += at(x, n, o, h, l);
                                    max = Math.max(max, at(x, n, o, h, l));
                                    count++;
                                }
                            }
                        }
                        y[i++] = mean ? sum / count : max;
                    }
                }
            }
        }
        return y;
    }
}
