package dev.vernier.engine.exec.kernel;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.tensor.ParallelLoop;
import dev.vernier.engine.tensor.Tensor;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * Means that count padding, where rounding the output size up lets a window reach past the padding: what lies beyond does not count (ONNX
 * AveragePool), whereas oneDNN would count it. Rare, so plain loops do.
 */
final class WindowMean {
    private WindowMean() {}

    static Tensor[] run(KernelCall call, ImageGeometry image, ImageGeometry.Window window) {
        try (Tensor x = image.channelsLast(call.tensor(0), call.resources())) {
            Shape in = x.shape();
            int channels = Math.toIntExact(image.channels(in));
            Tensor out = Tensor.allocate(
                    DataType.FLOAT32, image.shape(in.dim(0), channels, window.output()), image.memoryFormat());
            long perSample = 1;
            for (long n : window.output()) {
                perSample *= n;
            }
            long positions = perSample;
            FloatBuffer from = x.floats();
            FloatBuffer to = out.floats();
            ParallelLoop.run(in.dim(0) * positions, 64, (begin, end) -> {
                double[] sum = new double[channels];
                float[] pixel = new float[channels];
                for (long p = begin; p < end; p++) {
                    double count = sum(image, window, in, p / positions, p % positions, from, sum, pixel);
                    for (int c = 0; c < channels; c++) {
                        pixel[c] = (float) (sum[c] / count);
                    }
                    to.put((int) (p * channels), pixel);
                }
            });
            return new Tensor[] {ElementwiseKernel.apply(call, out, call.post())};
        }
    }

    /** Sums the pixels under one window; returns how many positions of image and padding it covers. */
    private static double sum(
            ImageGeometry image,
            ImageGeometry.Window window,
            Shape in,
            long sample,
            long position,
            FloatBuffer from,
            double[] sum,
            float[] pixel) {
        int n = image.spatialRank();
        long[] start = new long[n];
        long rest = position;
        for (int i = n - 1; i >= 0; i--) {
            start[i] = rest % window.output()[i] * window.strides()[i] - window.before()[i];
            rest /= window.output()[i];
        }
        Arrays.fill(sum, 0);
        long taps = 1;
        for (long k : window.kernel()) {
            taps *= k;
        }
        double count = 0;
        for (long tap = 0; tap < taps; tap++) {
            long t = tap;
            long stride = 1;
            long pixelIndex = 0;
            boolean counted = true;
            boolean inside = true;
            for (int i = n - 1; i >= 0; i--) {
                long length = in.dim(image.spatialAxis(i));
                long at = start[i] + t % window.kernel()[i] * window.dilations()[i];
                t /= window.kernel()[i];
                counted &= at < length + window.after()[i];
                inside &= at >= 0 && at < length;
                pixelIndex += at * stride;
                stride *= length;
            }
            count += counted ? 1 : 0;
            if (inside) {
                from.get((int) ((sample * stride + pixelIndex) * pixel.length), pixel);
                for (int c = 0; c < pixel.length; c++) {
                    sum[c] += pixel[c];
                }
            }
        }
        return count;
    }
}
