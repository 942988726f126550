package dev.vernier.engine.exec.kernel;

import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.op.ImageLayout;
import dev.vernier.engine.graph.op.Padding;
import dev.vernier.engine.tensor.MemoryFormat;
import dev.vernier.engine.tensor.Tensor;
import java.util.List;

/** Where batch, channels and spatial axes of an image tensor are; oneDNN sees images as {@code [N, C, spatial…]} whatever the model says. */
record ImageGeometry(ImageLayout layout, int rank) {
    static ImageGeometry of(KernelCall call, ImageLayout layout, Shape shape) {
        if (shape.rank() < 3 || shape.rank() > 5) {
            throw call.shapeError("needs an image tensor of rank 3 to 5 but got shape " + shape);
        }
        return new ImageGeometry(layout, shape.rank());
    }

    int spatialRank() {
        return rank - 2;
    }

    /** Axis of the model's shape that is spatial axis {@code i}. */
    int spatialAxis(int i) {
        return layout.firstSpatialAxis() + i;
    }

    int channelAxis() {
        return layout.channelAxis(rank);
    }

    long channels(Shape shape) {
        return shape.dim(channelAxis());
    }

    /** For each axis of {@code [N, C, spatial…]}, the model's axis. */
    int[] order() {
        int[] order = new int[rank];
        order[1] = channelAxis();
        for (int i = 0; i < spatialRank(); i++) {
            order[2 + i] = spatialAxis(i);
        }
        return order;
    }

    NativeView toNative(NativeView view) {
        return layout == ImageLayout.CHANNELS_FIRST ? view : view.permuted(order());
    }

    int nativeAxis(int axis) {
        int[] order = order();
        for (int i = 0; i < rank; i++) {
            if (order[i] == axis) {
                return i;
            }
        }
        return -1;
    }

    /** The model's shape of an image. */
    Shape shape(long batch, long channels, long[] spatial) {
        long[] dims = new long[rank];
        dims[0] = batch;
        dims[channelAxis()] = channels;
        for (int i = 0; i < spatial.length; i++) {
            dims[spatialAxis(i)] = spatial[i];
        }
        return Shape.of(dims);
    }

    /** The format in which channels vary fastest in memory. */
    MemoryFormat memoryFormat() {
        return layout == ImageLayout.CHANNELS_FIRST ? MemoryFormat.CHANNELS_LAST : MemoryFormat.ROW_MAJOR;
    }

    /** {@code t} with channels varying fastest in memory, once more owned. */
    Tensor channelsLast(Tensor t, PreparedResources resources) {
        return MemoryOrder.inFormat(t, memoryFormat(), resources);
    }

    /** A sliding window over one image: what {@code kernel} positions, {@code stride} apart, cover. */
    record Window(long[] kernel, long[] strides, long[] dilations, long[] before, long[] after, long[] output) {
        /** @param ceilMode whether a last window that only partly fits counts, unless it starts in the border after the image */
        static Window over(
                KernelCall call,
                ImageGeometry image,
                Shape input,
                List<Integer> kernel,
                List<Integer> strides,
                List<Integer> dilations,
                Padding padding,
                boolean ceilMode) {
            int n = image.spatialRank();
            checkCount(call, "kernel", kernel.size(), n);
            checkCount(call, "strides", strides.size(), n);
            checkCount(call, "dilations", dilations.size(), n);
            if (padding.mode() == Padding.Mode.EXPLICIT) {
                checkCount(call, "padding", padding.begin().size(), n);
            }
            Window w = new Window(new long[n], new long[n], new long[n], new long[n], new long[n], new long[n]);
            for (int i = 0; i < n; i++) {
                long in = input.dim(image.spatialAxis(i));
                int k = kernel.get(i);
                int s = strides.get(i);
                int d = dilations.get(i);
                if (k < 1 || s < 1 || d < 1) {
                    throw call.error("kernel " + kernel + ", strides " + strides + " and dilations " + dilations
                            + " must be at least 1; the model file is damaged");
                }
                int[] pad = padding.along(i, in, k, s, d);
                if (pad[0] < 0 || pad[1] < 0) {
                    throw call.error("negative padding " + pad[0] + ", " + pad[1]
                            + " is not supported; crop with Slice instead");
                }
                long reach = (k - 1L) * d + 1;
                long room = in + pad[0] + pad[1] - reach;
                if (room < 0) {
                    throw call.shapeError("a window of " + reach + " does not fit axis " + image.spatialAxis(i) + " of "
                            + in + " elements with padding " + pad[0] + " and " + pad[1]);
                }
                long out = room / s + 1;
                if (ceilMode && room % s != 0 && out * s < in + pad[0]) {
                    out++;
                }
                w.kernel[i] = k;
                w.strides[i] = s;
                w.dilations[i] = d;
                w.before[i] = pad[0];
                w.after[i] = pad[1];
                w.output[i] = out;
            }
            return w;
        }

        private static void checkCount(KernelCall call, String what, int given, int wanted) {
            if (given != wanted) {
                throw call.shapeError(what + " has " + given + " values for " + wanted + " spatial axes");
            }
        }

        /** The border after the image that makes the last window end where it ends. */
        long[] exactAfter(Shape input, ImageGeometry image) {
            long[] exact = new long[output.length];
            for (int i = 0; i < exact.length; i++) {
                long reach = (kernel[i] - 1) * dilations[i] + 1;
                exact[i] = (output[i] - 1) * strides[i] + reach - input.dim(image.spatialAxis(i)) - before[i];
            }
            return exact;
        }

        /** Dilations as oneDNN counts them: 0 for none. */
        long[] gaps() {
            long[] gaps = dilations.clone();
            for (int i = 0; i < gaps.length; i++) {
                gaps[i]--;
            }
            return gaps;
        }
    }
}
