package dev.vernier.engine.exec.kernel;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.op.Conv;
import dev.vernier.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.javacpp.Pointer;

/** Convolution over 1 to 3 spatial axes, any groups, strides, dilations and padding, by oneDNN on channels-last memory. */
final class ConvolutionKernel implements Kernel {
    @Override
    public boolean fusesPostOperations() {
        return true;
    }

    @Override
    public Tensor[] run(KernelCall asked) {
        Conv op = asked.op(Conv.class);
        Optional<IntegerArithmetic> integer = IntegerArithmetic.of(
                asked, op.layout().channelAxis(asked.shape(0).rank()));
        KernelCall call = integer.map(i -> i.followedBy(asked)).orElse(asked);
        Shape w = call.shape(1);
        ImageGeometry image = ImageGeometry.of(call, op.layout(), call.shape(0));
        Shape x = call.shape(0);
        long outChannels = checkWeights(call, op, image, x, w);
        List<Integer> kernel = new ArrayList<>();
        for (int i = 2; i < w.rank(); i++) {
            kernel.add(Math.toIntExact(w.dim(i)));
        }
        ImageGeometry.Window window =
                ImageGeometry.Window.over(call, image, x, kernel, op.strides(), op.dilations(), op.padding(), false);
        Shape shape = image.shape(x.dim(0), outChannels, window.output());
        Tensor out = integer.isPresent()
                ? integer.get().allocateResult(shape, image.memoryFormat())
                : Tensor.allocate(DataType.FLOAT32, shape, image.memoryFormat());
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
                    chain -> prepare(call, op, image, window, in, out, chain, integer, packed));
            return new Tensor[] {result};
        }
    }

    private static long checkWeights(KernelCall call, Conv op, ImageGeometry image, Shape x, Shape w) {
        long channels = image.channels(x);
        boolean fits = w.rank() == image.rank()
                && op.group() >= 1
                && w.dim(1) * op.group() == channels
                && w.dim(0) % op.group() == 0
                && w.elementCount() > 0;
        if (!fits) {
            throw call.shapeError("weights of shape " + w + " do not fit an input of shape " + x + " with " + channels
                    + " channels in " + op.group() + " group(s)");
        }
        if (call.has(2) && call.shape(2).elementCount() != w.dim(0)) {
            throw call.shapeError("bias of shape " + call.shape(2) + " does not fit " + w.dim(0) + " output channels");
        }
        return w.dim(0);
    }

    private static Fusion.Prepared prepare(
            KernelCall call,
            Conv op,
            ImageGeometry image,
            ImageGeometry.Window window,
            Tensor in,
            Tensor out,
            PostChain chain,
            Optional<IntegerArithmetic> integer,
            Owned packed) {
        NativeView src = image.toNative(NativeView.of(in));
        NativeView dst = image.toNative(NativeView.of(out));
        long[] weightDims = call.shape(1).toArray();
        if (op.group() > 1) {
            long[] grouped = new long[weightDims.length + 1];
            System.arraycopy(weightDims, 0, grouped, 1, weightDims.length);
            grouped[0] = op.group();
            grouped[1] = weightDims[0] / op.group();
            weightDims = grouped;
        }
        NativeView weights = NativeView.rowMajor(integer.isPresent() ? DataType.INT8 : DataType.FLOAT32, weightDims);
        boolean bias = call.has(2);
        String key = "conv " + src.key() + dst.key() + weights.key() + bias + Arrays.toString(window.strides())
                + Arrays.toString(window.dilations()) + Arrays.toString(window.before()) + chain.key()
                + integer.map(IntegerArithmetic::key).orElse("");
        NativePrimitive primitive = NativePrimitive.get(call.resources(), key, () -> {
            memory.desc srcDesc = OneDnn.describe(src);
            memory.desc dstDesc = OneDnn.describe(dst);
            memory.desc any = OneDnn.anyOrder(weights);
            memory.desc biasDesc = OneDnn.describe(NativeView.rowMajor(DataType.FLOAT32, out(call)));
            primitive_attr attributes = OneDnn.attributes();
            chain.addTo(attributes, dst);
            // Output channels are the first axis of the weights; with groups, the first two are.
            integer.ifPresent(i -> i.addTo(attributes, op.group() > 1 ? 3 : 1));
            long[] after = window.exactAfter(in.shape(), image);
            convolution_forward.primitive_desc plan = bias
                    ? new convolution_forward.primitive_desc(
                            OneDnn.CPU,
                            dnnl.dnnl_forward_inference,
                            dnnl.dnnl_convolution_direct,
                            srcDesc,
                            any,
                            biasDesc,
                            dstDesc,
                            window.strides(),
                            window.gaps(),
                            window.before(),
                            after,
                            attributes,
                            false)
                    : new convolution_forward.primitive_desc(
                            OneDnn.CPU,
                            dnnl.dnnl_forward_inference,
                            dnnl.dnnl_convolution_direct,
                            srcDesc,
                            any,
                            dstDesc,
                            window.strides(),
                            window.gaps(),
                            window.before(),
                            after,
                            attributes,
                            false);
            NativePrimitive.Recipe recipe = new NativePrimitive.Recipe(plan, new convolution_forward(plan))
                    .argument(dnnl.DNNL_ARG_SRC, srcDesc)
                    .argument(dnnl.DNNL_ARG_WEIGHTS, plan.weights_desc());
            if (bias) {
                recipe.argument(dnnl.DNNL_ARG_BIAS, biasDesc);
            }
            recipe.argument(dnnl.DNNL_ARG_DST, dstDesc);
            integer.ifPresent(i -> i.addArguments(recipe));
            chain.addArguments(recipe, dst);
            return recipe;
        });
        Tensor w = packed.add(PackedWeights.of(call, 1, weights, primitive.description(1)));
        List<Pointer> arguments = new ArrayList<>(List.of(in.pointer(), w.pointer()));
        if (bias) {
            arguments.add(integer.map(i -> i.bias(call))
                    .orElseGet(() -> call.tensor(2))
                    .pointer());
        }
        arguments.add(out.pointer());
        integer.ifPresent(i -> arguments.addAll(i.pointers(packed)));
        return new Fusion.Prepared(primitive, arguments);
    }

    private static long out(KernelCall call) {
        return call.shape(1).dim(0);
    }
}
