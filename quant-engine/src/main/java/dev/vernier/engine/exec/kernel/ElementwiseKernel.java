package dev.vernier.engine.exec.kernel;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.QuantParams;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.op.Clamp;
import dev.vernier.engine.graph.op.Clip;
import dev.vernier.engine.graph.op.FixedPointRescale;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.op.Relu;
import dev.vernier.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;
import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.javacpp.Pointer;

/** Activations, and any chain of operations on single elements, in one pass over the tensor. */
final class ElementwiseKernel implements Kernel {
    @Override
    public boolean fusesPostOperations() {
        return true;
    }

    @Override
    public Tensor[] run(KernelCall call) {
        Tensor x = call.tensor(0);
        if (x.type() != DataType.FLOAT32) {
            return new Tensor[] {ScalarLoops.elementwise(call, x)};
        }
        List<PostOperation> chain = new ArrayList<>(List.of(asPostOperation(call, call.op())));
        chain.addAll(call.post());
        return new Tensor[] {apply(call, x.retain(), chain)};
    }

    private static PostOperation asPostOperation(KernelCall call, Op op) {
        if (op instanceof Relu) {
            return new PostOperation.Limit(Clamp.RELU);
        }
        if (op instanceof Clip) {
            Clip clip = (Clip) op;
            // Limits in the wrong order: the upper one is applied last and wins.
            return new PostOperation.Limit(new Clamp(Math.min(clip.low(), clip.high()), clip.high()));
        }
        return op instanceof FixedPointRescale
                ? new PostOperation.RoundToSteps(((FixedPointRescale) op).steps())
                : new PostOperation.Activate(op);
    }

    /**
     * Applies {@code operations} to {@code x}.
     *
     * @param x FLOAT32; owned: it is passed on or closed
     */
    static Tensor apply(KernelCall call, Tensor x, List<PostOperation> operations) {
        Tensor current = x;
        List<PostOperation> rest = operations;
        try {
            while (!rest.isEmpty()) {
                int fit = segment(call, current, rest);
                Tensor next = fit == 0
                        ? BinaryKernel.combine(call, current, (PostOperation.Combine) rest.get(0))
                        : onePass(call, current, rest.subList(0, fit));
                current.close();
                current = next;
                rest = rest.subList(Math.max(1, fit), rest.size());
            }
            return current;
        } catch (RuntimeException e) {
            current.close();
            throw e;
        }
    }

    /** How many of the operations fit one pass: grids along one axis, operands of the same shape. */
    private static int segment(KernelCall call, Tensor x, List<PostOperation> operations) {
        int axis = QuantParams.PER_TENSOR;
        for (int i = 0; i < operations.size(); i++) {
            PostOperation p = operations.get(i);
            if (p instanceof PostOperation.Combine) {
                Tensor other = call.tensor(((PostOperation.Combine) p).operand());
                if (!other.shape().equals(x.shape()) || other.type() != x.type()) {
                    return i;
                }
            } else if (p.grid().isPresent()) {
                QuantParams grid = p.grid().get();
                QuantizationKernel.checkChannels(call, grid, x.shape());
                if (grid.isPerChannel() && axis != QuantParams.PER_TENSOR && axis != grid.axis()) {
                    return i;
                }
                axis = grid.isPerChannel() ? grid.axis() : axis;
            }
        }
        return operations.size();
    }

    private static Tensor onePass(KernelCall call, Tensor x, List<PostOperation> operations) {
        int axis = channelAxis(operations);
        UnaryOperator<NativeView> toNative = v -> viewOf(x, axis);
        IntUnaryOperator nativeAxis = a -> 1;
        NativeView view = viewOf(x, axis);
        Tensor out = Tensor.allocate(DataType.FLOAT32, x.shape(), x.format());
        if (x.elementCount() == 0) {
            return out;
        }
        PostChain chain = new PostChain(call, operations, toNative, nativeAxis);
        NativePrimitive primitive = NativePrimitive.get(
                call.resources(), "elementwise " + view.key() + chain.key(), () -> recipe(view, chain));
        try (PostChain.Arguments more = chain.arguments(out);
                Tensor one = Tensor.allocate(DataType.FLOAT32, Shape.SCALAR)) {
            one.floats().put(0, 1f);
            List<Pointer> arguments = new ArrayList<>(List.of(x.pointer(), one.pointer(), out.pointer()));
            arguments.addAll(more.pointers());
            primitive.run(arguments);
            return out;
        } catch (RuntimeException e) {
            out.close();
            throw e;
        }
    }

    private static int channelAxis(List<PostOperation> operations) {
        for (PostOperation p : operations) {
            if (p.grid().isPresent() && p.grid().get().isPerChannel()) {
                return p.grid().get().axis();
            }
        }
        return QuantParams.PER_TENSOR;
    }

    private static NativeView viewOf(Tensor x, int axis) {
        return axis == QuantParams.PER_TENSOR
                ? NativeView.rowMajor(x.type(), 1, 1, x.elementCount())
                : NativeView.aroundAxis(x, axis);
    }

    /** A product with 1, which changes nothing, carries the operations: binary primitives take any of them. */
    private static NativePrimitive.Recipe recipe(NativeView view, PostChain chain) {
        memory.desc data = OneDnn.describe(view);
        memory.desc one = OneDnn.describe(NativeView.rowMajor(DataType.FLOAT32, 1, 1, 1));
        primitive_attr attributes = OneDnn.attributes();
        chain.addTo(attributes, view);
        binary.primitive_desc plan =
                new binary.primitive_desc(OneDnn.CPU, dnnl.dnnl_binary_mul, data, one, data, attributes, false);
        NativePrimitive.Recipe recipe = new NativePrimitive.Recipe(plan, new binary(plan))
                .argument(dnnl.DNNL_ARG_SRC_0, data)
                .argument(dnnl.DNNL_ARG_SRC_1, one)
                .argument(dnnl.DNNL_ARG_DST, data);
        chain.addArguments(recipe, view);
        return recipe;
    }
}
