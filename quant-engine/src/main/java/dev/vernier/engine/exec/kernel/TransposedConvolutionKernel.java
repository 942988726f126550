package dev.vernier.engine.exec.kernel;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.op.ConvTranspose;
import dev.vernier.engine.graph.op.Padding;
import dev.vernier.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.dnnl.deconvolution_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.javacpp.Pointer;

/** Transposed convolution over 1 to 3 spatial axes, by oneDNN on channels-last memory. */
final class TransposedConvolutionKernel implements Kernel {
    @Override
    public boolean fusesPostOperations() {
        return true;
    }

    /** Sizes along the spatial axes; {@code after} may be negative where output padding exceeds it. */
    private record Sizes(long[] strides, long[] gaps, long[] before, long[] after, long[] output) {}

    @Override
    public Tensor[] run(KernelCall call) {
        ConvTranspose op = call.op(ConvTranspose.class);
        Shape x = call.shape(0);
        Shape w = call.shape(1);
        ImageGeometry image = ImageGeometry.of(call, op.layout(), x);
        if (w.rank() != x.rank()
                || op.group() < 1
                || w.dim(0) != image.channels(x)
                || w.dim(0) % op.group() != 0
                || w.elementCount() == 0) {
            throw call.shapeError(
                    "weights of shape " + w + " do not fit an input of shape " + x + " in " + op.group() + " group(s)");
        }
        long outChannels = w.dim(1) * op.group();
        if (call.has(2) && call.shape(2).elementCount() != outChannels) {
            throw call.shapeError(
                    "bias of shape " + call.shape(2) + " does not fit " + outChannels + " output channels");
        }
        Sizes sizes = sizes(call, op, image, x, w);
        Tensor out = Tensor.allocate(
                DataType.FLOAT32, image.shape(x.dim(0), outChannels, sizes.output()), image.memoryFormat());
        if (out.elementCount() == 0) {
            return new Tensor[] {out};
        }
        try (Tensor in = image.channelsLast(call.tensor(0), call.resources());
                Owned packed = new Owned()) {
            Tensor result = Fusion.run(
                    call,
                    out,
                    image::toNative,
                    image::nativeAxis,
                    chain -> prepare(call, op, image, sizes, in, out, chain, packed));
            return new Tensor[] {result};
        }
    }

    private static Sizes sizes(KernelCall call, ConvTranspose op, ImageGeometry image, Shape x, Shape w) {
        int n = image.spatialRank();
        boolean explicit = op.padding().mode() == Padding.Mode.EXPLICIT;
        if (op.strides().size() != n
                || op.dilations().size() != n
                || (!op.outputPadding().isEmpty() && op.outputPadding().size() != n)
                || (explicit && op.padding().begin().size() != n)) {
            throw call.shapeError("strides, dilations and padding do not have " + n + " values each");
        }
        Sizes s = new Sizes(new long[n], new long[n], new long[n], new long[n], new long[n]);
        for (int i = 0; i < n; i++) {
            long stride = op.strides().get(i);
            long dilation = op.dilations().get(i);
            if (stride < 1 || dilation < 1) {
                throw call.error("strides and dilations must be at least 1; the model file is damaged");
            }
            long in = x.dim(image.spatialAxis(i));
            long extra = op.outputPadding().isEmpty() ? 0 : op.outputPadding().get(i);
            long full = (in - 1) * stride + (w.dim(2 + i) - 1) * dilation + 1;
            long[] pad = padding(op.padding(), i, full + extra - in * stride);
            s.strides[i] = stride;
            s.gaps[i] = dilation - 1;
            s.before[i] = pad[0];
            s.after[i] = pad[1] - extra;
            s.output[i] = full - s.before[i] - s.after[i];
            if (s.output[i] < 1 || pad[0] < 0 || pad[1] < 0) {
                throw call.shapeError(
                        "padding " + pad[0] + " and " + pad[1] + " leaves nothing of axis " + image.spatialAxis(i));
            }
        }
        return s;
    }

    /**
     * Elements cropped before and after one axis.
     *
     * @param surplus what must go for the output to be stride times the input
     */
    private static long[] padding(Padding padding, int axis, long surplus) {
        switch (padding.mode()) {
            case EXPLICIT:
                return new long[] {padding.begin().get(axis), padding.end().get(axis)};
            case VALID:
                return new long[] {0, 0};
            default:
                long total = Math.max(0, surplus);
                long small = total / 2;
                return padding.mode() == Padding.Mode.SAME_UPPER
                        ? new long[] {small, total - small}
                        : new long[] {total - small, small};
        }
    }

    private static Fusion.Prepared prepare(
            KernelCall call,
            ConvTranspose op,
            ImageGeometry image,
            Sizes sizes,
            Tensor in,
            Tensor out,
            PostChain chain,
            Owned packed) {
        NativeView src = image.toNative(NativeView.of(in));
        NativeView dst = image.toNative(NativeView.of(out));
        NativeView weights = weightsView(call.shape(1), op.group());
        boolean bias = call.has(2);
        String key = "deconv " + src.key() + dst.key() + weights.key() + bias + Arrays.toString(sizes.strides())
                + Arrays.toString(sizes.gaps()) + Arrays.toString(sizes.before()) + chain.key();
        NativePrimitive primitive =
                NativePrimitive.get(call.resources(), key, () -> recipe(src, dst, weights, sizes, bias, chain));
        Tensor w = packed.add(PackedWeights.of(call, 1, weights, primitive.description(1)));
        List<Pointer> arguments = new ArrayList<>(List.of(in.pointer(), w.pointer()));
        if (bias) {
            arguments.add(call.tensor(2).pointer());
        }
        arguments.add(out.pointer());
        return new Fusion.Prepared(primitive, arguments);
    }

    /** {@code [inC, outC/group, kernel…]} as oneDNN's {@code [group,] outC/group, inC/group, kernel…}. */
    private static NativeView weightsView(Shape w, int group) {
        long[] dims = w.toArray();
        long[] grouped = new long[dims.length + 1];
        System.arraycopy(dims, 0, grouped, 1, dims.length);
        grouped[0] = group;
        grouped[1] = dims[0] / group;
        int[] order = new int[group > 1 ? grouped.length : dims.length];
        NativeView plain = group > 1
                ? NativeView.rowMajor(DataType.FLOAT32, grouped)
                : NativeView.rowMajor(DataType.FLOAT32, dims);
        int in = group > 1 ? 1 : 0;
        for (int i = 0; i < order.length; i++) {
            order[i] = i == in ? in + 1 : i == in + 1 ? in : i;
        }
        return plain.permuted(order);
    }

    private static NativePrimitive.Recipe recipe(
            NativeView src, NativeView dst, NativeView weights, Sizes sizes, boolean bias, PostChain chain) {
        memory.desc srcDesc = OneDnn.describe(src);
        memory.desc dstDesc = OneDnn.describe(dst);
        memory.desc any = OneDnn.anyOrder(weights);
        memory.desc biasDesc = OneDnn.describe(NativeView.rowMajor(DataType.FLOAT32, dst.dims()[1]));
        primitive_attr attributes = OneDnn.attributes();
        chain.addTo(attributes, dst);
        deconvolution_forward.primitive_desc plan = bias
                ? new deconvolution_forward.primitive_desc(
                        OneDnn.CPU,
                        dnnl.dnnl_forward_inference,
                        dnnl.dnnl_deconvolution_direct,
                        srcDesc,
                        any,
                        biasDesc,
                        dstDesc,
                        sizes.strides(),
                        sizes.gaps(),
                        sizes.before(),
                        sizes.after(),
                        attributes,
                        false)
                : new deconvolution_forward.primitive_desc(
                        OneDnn.CPU,
                        dnnl.dnnl_forward_inference,
                        dnnl.dnnl_deconvolution_direct,
                        srcDesc,
                        any,
                        dstDesc,
                        sizes.strides(),
                        sizes.gaps(),
                        sizes.before(),
                        sizes.after(),
                        attributes,
                        false);
        NativePrimitive.Recipe recipe = new NativePrimitive.Recipe(plan, new deconvolution_forward(plan))
                .argument(dnnl.DNNL_ARG_SRC, srcDesc)
                .argument(dnnl.DNNL_ARG_WEIGHTS, plan.weights_desc());
        if (bias) {
            recipe.argument(dnnl.DNNL_ARG_BIAS, biasDesc);
        }
        recipe.argument(dnnl.DNNL_ARG_DST, dstDesc);
        chain.addArguments(recipe, dst);
        return recipe;
    }
}
