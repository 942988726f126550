package dev.vernier.engine.analyze;

import dev.vernier.engine.graph.Layer;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.op.Conv;
import dev.vernier.engine.graph.op.ConvTranspose;
import dev.vernier.engine.graph.op.ImageLayout;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.op.Padding;
import java.util.List;
import java.util.Random;

/** The inputs that single outputs of a layer are computed from, at places chosen by chance. */
final class LayerPatches {
    private final Layer layer;
    private final WeightRows rows;
    private final int[] kernel;
    private final int perSample;
    private final Random random;

    /**
     * @param weights shape of the layer's weights
     * @param perSample how many places of each sample, at most as many as it has
     */
    LayerPatches(Layer layer, WeightRows rows, Shape weights, int perSample, Random random) {
        this.layer = layer;
        this.rows = rows;
        this.perSample = perSample;
        this.random = random;
        this.kernel = new int[] {
            weights.rank() == 4 ? Math.toIntExact(weights.dim(2)) : 1,
            weights.rank() > 2 ? Math.toIntExact(weights.dim(weights.rank() - 1)) : 1
        };
    }

    /** Hears a patch and what the layer should answer to it. */
    interface Sink {
        /**
         * @param patch {@code [groups · length]}; good until the call returns
         * @param wanted {@code [rows]}; likewise
         */
        void add(float[] patch, float[] wanted);
    }

    /**
     * @param input what the layer reads, a batch
     * @param wanted its sums on the same batch, of the float model
     */
    void each(TensorData input, TensorData wanted, Sink sink) {
        Op op = layer.node().orElseThrow().op();
        if (op instanceof Conv) {
            Conv c = (Conv) op;
            Image in = Image.of(input.shape(), c.layout());
            Image out = Image.of(wanted.shape(), c.layout());
            eachOfConvolution(Window.of(c, kernel, in, input.shape().rank()), in, out, input, wanted, sink);
        } else if (op instanceof ConvTranspose) {
            ConvTranspose c = (ConvTranspose) op;
            Image in = Image.of(input.shape(), c.layout());
            Image out = Image.of(wanted.shape(), c.layout());
            eachOfConvolution(Window.of(c, kernel, input.shape().rank()), in, out, input, wanted, sink);
        } else {
            eachOfDense(input, wanted, sink);
        }
    }

    private void eachOfDense(TensorData input, TensorData wanted, Sink sink) {
        float[] x = input.toFloats();
        float[] y = wanted.toFloats();
        float[] patch = new float[rows.length()];
        float[] answer = new float[rows.rows()];
        int positions = x.length / rows.length();
        int samples = Math.toIntExact(input.shape().dim(0));
        int each = positions / Math.max(1, samples);
        for (int s = 0; s < samples; s++) {
            for (int p : places(each)) {
                int at = s * each + p;
                System.arraycopy(x, at * rows.length(), patch, 0, patch.length);
                System.arraycopy(y, at * rows.rows(), answer, 0, answer.length);
                sink.add(patch, answer);
            }
        }
    }

    private void eachOfConvolution(Window window, Image in, Image out, TensorData input, TensorData wanted, Sink sink) {
        float[] x = input.toFloats();
        float[] y = wanted.toFloats();
        float[] patch = new float[rows.groups() * rows.length()];
        float[] answer = new float[rows.rows()];
        for (int s = 0; s < in.samples(); s++) {
            for (int place : places(out.height() * out.width())) {
                int row = place / out.width();
                int column = place % out.width();
                int k = 0;
                for (int c = 0; c < in.channels(); c++) {
                    for (int u = 0; u < kernel[0]; u++) {
                        int h = window.input(0, row, u);
                        for (int v = 0; v < kernel[1]; v++, k++) {
                            int w = window.input(1, column, v);
                            boolean inside = h >= 0 && h < in.height() && w >= 0 && w < in.width();
                            patch[k] = inside ? x[in.index(s, c, h, w)] : 0;
                        }
                    }
                }
                for (int r = 0; r < answer.length; r++) {
                    answer[r] = y[out.index(s, r, row, column)];
                }
                sink.add(patch, answer);
            }
        }
    }

    /**
     * Which places of the input an output is computed from, along height and width; a sequence has a height of 1.
     *
     * @param before elements added before the input; for a transposed convolution those cropped before the output
     */
    private record Window(boolean transposed, int[] stride, int[] dilation, int[] before) {
        static Window of(Conv c, int[] kernel, Image in, int rank) {
            boolean flat = rank == 3;
            int[] stride = {flat ? 1 : c.strides().get(0), last(c.strides())};
            int[] dilation = {flat ? 1 : c.dilations().get(0), last(c.dilations())};
            int[] before = {
                flat ? 0 : c.padding().along(0, in.height(), kernel[0], stride[0], dilation[0])[0],
                c.padding().along(flat ? 0 : 1, in.width(), kernel[1], stride[1], dilation[1])[0]
            };
            return new Window(false, stride, dilation, before);
        }

        static Window of(ConvTranspose c, int[] kernel, int rank) {
            boolean flat = rank == 3;
            int[] stride = {flat ? 1 : c.strides().get(0), last(c.strides())};
            int[] dilation = {flat ? 1 : c.dilations().get(0), last(c.dilations())};
            int[] extra = {
                flat || c.outputPadding().isEmpty() ? 0 : c.outputPadding().get(0),
                c.outputPadding().isEmpty() ? 0 : last(c.outputPadding())
            };
            int[] before = new int[2];
            for (int axis = flat ? 1 : 0; axis < 2; axis++) {
                int surplus = (kernel[axis] - 1) * dilation[axis] + 1 + extra[axis] - stride[axis];
                before[axis] = cropped(c.padding(), flat ? 0 : axis, surplus);
            }
            return new Window(true, stride, dilation, before);
        }

        /** @param surplus what must go for the output to be stride times the input */
        private static int cropped(Padding padding, int axis, int surplus) {
            switch (padding.mode()) {
                case EXPLICIT:
                    return padding.begin().get(axis);
                case VALID:
                    return 0;
                default:
                    int total = Math.max(0, surplus);
                    return padding.mode() == Padding.Mode.SAME_UPPER ? total / 2 : total - total / 2;
            }
        }

        private static int last(List<Integer> values) {
            return values.get(values.size() - 1);
        }

        /** The input that tap {@code tap} brings to {@code output}; one outside where it brings none. */
        int input(int axis, int output, int tap) {
            if (!transposed) {
                return output * stride[axis] - before[axis] + tap * dilation[axis];
            }
            int at = output + before[axis] - tap * dilation[axis];
            return at >= 0 && at % stride[axis] == 0 ? at / stride[axis] : -1;
        }
    }

    /** All of {@code available} places, or as many of them by chance as are wanted. */
    private int[] places(int available) {
        int[] places = new int[Math.min(available, perSample)];
        for (int i = 0; i < places.length; i++) {
            places[i] = available <= perSample ? i : random.nextInt(available);
        }
        return places;
    }

    /** Where the elements of a batch of images are; a sequence is an image of height 1. */
    private record Image(int samples, int channels, int height, int width, boolean channelsLast) {
        static Image of(Shape shape, ImageLayout layout) {
            boolean last = layout == ImageLayout.CHANNELS_LAST;
            int rank = shape.rank();
            int spatial = last ? 1 : 2;
            return new Image(
                    Math.toIntExact(shape.dim(0)),
                    Math.toIntExact(shape.dim(layout.channelAxis(rank))),
                    rank == 3 ? 1 : Math.toIntExact(shape.dim(spatial)),
                    Math.toIntExact(shape.dim(rank == 3 ? spatial : spatial + 1)),
                    last);
        }

        int index(int s, int c, int h, int w) {
            return channelsLast
                    ? ((s * height + h) * width + w) * channels + c
                    : ((s * channels + c) * height + h) * width + w;
        }
    }
}
