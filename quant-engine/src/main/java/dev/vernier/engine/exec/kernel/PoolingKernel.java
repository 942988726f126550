package dev.vernier.engine.exec.kernel;

import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.op.AveragePool;
import dev.vernier.engine.graph.op.GlobalAveragePool;
import dev.vernier.engine.graph.op.GlobalMaxPool;
import dev.vernier.engine.graph.op.MaxPool;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.op.Padding;
import dev.vernier.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.pooling_forward;
import org.bytedeco.dnnl.primitive_attr;

/** Largest value or mean under a sliding window, or of a whole channel; by oneDNN. */
final class PoolingKernel implements Kernel {
    @Override
    public boolean fusesPostOperations() {
        return true;
    }

    @Override
    public Tensor[] run(KernelCall call) {
        Tensor x = call.tensor(0);
        Op op = call.op();
        if (op instanceof MaxPool) {
            MaxPool p = (MaxPool) op;
            ImageGeometry image = ImageGeometry.of(call, p.layout(), x.shape());
            ImageGeometry.Window window = ImageGeometry.Window.over(
                    call, image, x.shape(), p.kernel(), p.strides(), p.dilations(), p.padding(), p.ceilMode());
            return pool(call, image, window, dnnl.dnnl_pooling_max);
        }
        if (op instanceof AveragePool) {
            AveragePool p = (AveragePool) op;
            ImageGeometry image = ImageGeometry.of(call, p.layout(), x.shape());
            ImageGeometry.Window window = ImageGeometry.Window.over(
                    call, image, x.shape(), p.kernel(), p.strides(), p.dilations(), p.padding(), p.ceilMode());
            if (p.countIncludePadding() && !Arrays.equals(window.exactAfter(x.shape(), image), window.after())) {
                return WindowMean.run(call, image, window);
            }
            return pool(
                    call,
                    image,
                    window,
                    p.countIncludePadding()
                            ? dnnl.dnnl_pooling_avg_include_padding
                            : dnnl.dnnl_pooling_avg_exclude_padding);
        }
        boolean max = op instanceof GlobalMaxPool;
        ImageGeometry image = ImageGeometry.of(
                call, max ? ((GlobalMaxPool) op).layout() : ((GlobalAveragePool) op).layout(), x.shape());
        List<Integer> whole = new ArrayList<>();
        for (int i = 0; i < image.spatialRank(); i++) {
            whole.add(Math.toIntExact(x.shape().dim(image.spatialAxis(i))));
        }
        List<Integer> ones = Collections.nCopies(image.spatialRank(), 1);
        ImageGeometry.Window window = ImageGeometry.Window.over(
                call, image, x.shape(), whole, ones, ones, Padding.none(image.spatialRank()), false);
        return pool(call, image, window, max ? dnnl.dnnl_pooling_max : dnnl.dnnl_pooling_avg_exclude_padding);
    }

    private static Tensor[] pool(KernelCall call, ImageGeometry image, ImageGeometry.Window window, int algorithm) {
        Shape x = call.shape(0);
        Tensor out = Tensor.allocateLike(
                call.tensor(0), image.shape(x.dim(0), image.channels(x), window.output()), image.memoryFormat());
        if (out.elementCount() == 0) {
            return new Tensor[] {out};
        }
        try (Tensor in = image.channelsLast(call.tensor(0), call.resources())) {
            Tensor result = Fusion.run(
                    call,
                    out,
                    image::toNative,
                    image::nativeAxis,
                    chain -> new Fusion.Prepared(
                            primitive(call, image, window, algorithm, in, out, chain),
                            List.of(in.pointer(), out.pointer())));
            return new Tensor[] {result};
        }
    }

    private static NativePrimitive primitive(
            KernelCall call,
            ImageGeometry image,
            ImageGeometry.Window window,
            int algorithm,
            Tensor in,
            Tensor out,
            PostChain chain) {
        NativeView src = image.toNative(NativeView.of(in));
        NativeView dst = image.toNative(NativeView.of(out));
        String key = "pool " + algorithm + src.key() + dst.key() + Arrays.toString(window.kernel())
                + Arrays.toString(window.strides()) + Arrays.toString(window.dilations())
                + Arrays.toString(window.before()) + chain.key();
        return NativePrimitive.get(call.resources(), key, () -> {
            memory.desc srcDesc = OneDnn.describe(src);
            memory.desc dstDesc = OneDnn.describe(dst);
            primitive_attr attributes = OneDnn.attributes();
            chain.addTo(attributes, dst);
            pooling_forward.primitive_desc plan = new pooling_forward.primitive_desc(
                    OneDnn.CPU,
                    dnnl.dnnl_forward_inference,
                    algorithm,
                    srcDesc,
                    dstDesc,
                    window.strides(),
                    window.kernel(),
                    window.gaps(),
                    window.before(),
                    window.exactAfter(in.shape(), image),
                    attributes,
                    false);
            NativePrimitive.Recipe recipe = new NativePrimitive.Recipe(plan, new pooling_forward(plan))
                    .argument(dnnl.DNNL_ARG_SRC, srcDesc)
                    .argument(dnnl.DNNL_ARG_DST, dstDesc);
            chain.addArguments(recipe, dst);
            return recipe;
        });
    }
}
