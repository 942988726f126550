package dev.vernier.engine.exec.kernel;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.op.LogSoftmax;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.op.Softmax;
import dev.vernier.engine.tensor.Tensor;
import java.util.List;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.softmax_forward;

/** Softmax along one axis, or its logarithm; by oneDNN. */
final class SoftmaxKernel implements Kernel {
    @Override
    public boolean fusesPostOperations() {
        return true;
    }

    @Override
    public Tensor[] run(KernelCall call) {
        Tensor x = call.tensor(0);
        int rank = x.shape().rank();
        int axis = rank == 0 ? 0 : ShapeKernel.normalized(call, axis(call.op()), rank, rank);
        Tensor out = Tensor.allocate(DataType.FLOAT32, x.shape(), x.format());
        if (out.elementCount() == 0) {
            return new Tensor[] {out};
        }
        NativeView view = NativeView.aroundAxis(x, axis);
        Tensor result = Fusion.run(
                call,
                out,
                v -> view,
                a -> a == axis ? 1 : -1,
                chain -> new Fusion.Prepared(primitive(call, view, chain), List.of(x.pointer(), out.pointer())));
        return new Tensor[] {result};
    }

    private static int axis(Op op) {
        return op instanceof LogSoftmax ? ((LogSoftmax) op).axis() : ((Softmax) op).axis();
    }

    private static NativePrimitive primitive(KernelCall call, NativeView view, PostChain chain) {
        return NativePrimitive.get(call.resources(), call.op().type() + " " + view.key() + chain.key(), () -> {
            memory.desc data = OneDnn.describe(view);
            primitive_attr attributes = OneDnn.attributes();
            chain.addTo(attributes, view);
            softmax_forward.primitive_desc plan = new softmax_forward.primitive_desc(
                    OneDnn.CPU,
                    dnnl.dnnl_forward_inference,
                    call.op() instanceof LogSoftmax ? dnnl.dnnl_softmax_log : dnnl.dnnl_softmax_accurate,
                    data,
                    data,
                    1,
                    attributes,
                    false);
            NativePrimitive.Recipe recipe = new NativePrimitive.Recipe(plan, new softmax_forward(plan))
                    .argument(dnnl.DNNL_ARG_SRC, data)
                    .argument(dnnl.DNNL_ARG_DST, data);
            chain.addArguments(recipe, view);
            return recipe;
        });
    }
}
