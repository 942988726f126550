package dev.vernier.engine.exec.kernel;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.op.Add;
import dev.vernier.engine.graph.op.Mul;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.op.Sub;
import dev.vernier.engine.tensor.MemoryFormat;
import dev.vernier.engine.tensor.StridedCopy;
import dev.vernier.engine.tensor.Tensor;
import java.util.List;
import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;

/** Sum, difference, product and quotient of two tensors with broadcasting. */
final class BinaryKernel implements Kernel {
    @Override
    public boolean fusesPostOperations() {
        return true;
    }

    @Override
    public Tensor[] run(KernelCall call) {
        Tensor a = call.tensor(0);
        Tensor b = call.tensor(1);
        if (a.type() != b.type()) {
            throw call.error("its operands have types " + a.type() + " and " + b.type() + "; insert a Cast");
        }
        if (a.type() != DataType.FLOAT32) {
            return new Tensor[] {ScalarLoops.binary(call, a, b)};
        }
        return new Tensor[] {compute(call, call.op(), a, b)};
    }

    /** {@code x} combined with the operation's other operand, broadcast; a new tensor. */
    static Tensor combine(KernelCall call, Tensor x, PostOperation.Combine p) {
        Tensor other = call.tensor(p.operand());
        if (other.type() != x.type()) {
            throw call.error("is combined with a tensor of type " + other.type() + "; insert a Cast");
        }
        return compute(call.withoutPost(), p.operation(), x, other);
    }

    private static Tensor compute(KernelCall call, Op op, Tensor a, Tensor b) {
        Shape shape = broadcast(call, a.shape(), b.shape());
        MemoryFormat format = formatOf(a, b, shape);
        Tensor out = Tensor.allocate(DataType.FLOAT32, shape, format);
        if (out.elementCount() == 0) {
            return out;
        }
        try (Owned owned = new Owned()) {
            Tensor left = owned.add(inFormatOf(a, shape, format, call.resources()));
            Tensor right = owned.add(inFormatOf(b, shape, format, call.resources()));
            int rank = Math.max(1, shape.rank());
            NativeView l = NativeView.of(left).padded(rank);
            NativeView r = NativeView.of(right).padded(rank);
            boolean swap = (op instanceof Add || op instanceof Mul) && l.elementCount() < r.elementCount();
            NativeView dst = NativeView.of(out);
            NativeView f = swap ? r : l;
            NativeView s = swap ? l : r;
            Tensor second = swap ? left : right;
            // oneDNN is fast only where the second operand alone is broadcast.
            boolean full = f.elementCount() == dst.elementCount();
            Tensor first = full ? (swap ? right : left) : owned.add(expanded(swap ? right : left, f, out));
            NativeView whole = full ? f : dst;
            return Fusion.run(call, out, v -> v, axis -> axis, chain -> {
                String key = "binary " + algorithm(op) + whole.key() + s.key() + dst.key() + chain.key();
                NativePrimitive primitive =
                        NativePrimitive.get(call.resources(), key, () -> recipe(op, whole, s, dst, chain));
                return new Fusion.Prepared(primitive, List.of(first.pointer(), second.pointer(), out.pointer()));
            });
        }
    }

    /** {@code t}, seen as {@code view}, repeated to the shape and format of {@code like}. */
    private static Tensor expanded(Tensor t, NativeView view, Tensor like) {
        Tensor whole = Tensor.allocate(like.type(), like.shape(), like.format());
        long[] strides = view.strides().clone();
        for (int axis = 0; axis < strides.length; axis++) {
            strides[axis] = view.dims()[axis] == 1 ? 0 : strides[axis];
        }
        NativeView target = NativeView.of(like);
        StridedCopy.copy(t.buffer(), 0, strides, whole.buffer(), 0, target.strides(), target.dims(), t.elementBytes());
        return whole;
    }

    private static NativePrimitive.Recipe recipe(
            Op op, NativeView first, NativeView second, NativeView result, PostChain chain) {
        memory.desc a = OneDnn.describe(first);
        memory.desc b = OneDnn.describe(second);
        memory.desc dst = OneDnn.describe(result);
        primitive_attr attributes = OneDnn.attributes();
        chain.addTo(attributes, result);
        binary.primitive_desc plan = new binary.primitive_desc(OneDnn.CPU, algorithm(op), a, b, dst, attributes, false);
        NativePrimitive.Recipe recipe = new NativePrimitive.Recipe(plan, new binary(plan))
                .argument(dnnl.DNNL_ARG_SRC_0, a)
                .argument(dnnl.DNNL_ARG_SRC_1, b)
                .argument(dnnl.DNNL_ARG_DST, dst);
        chain.addArguments(recipe, result);
        return recipe;
    }

    private static int algorithm(Op op) {
        return op instanceof Add
                ? dnnl.dnnl_binary_add
                : op instanceof Sub
                        ? dnnl.dnnl_binary_sub
                        : op instanceof Mul ? dnnl.dnnl_binary_mul : dnnl.dnnl_binary_div;
    }

    /** Channels-last if an operand of the result's rank is. */
    private static MemoryFormat formatOf(Tensor a, Tensor b, Shape result) {
        boolean last = a.format() == MemoryFormat.CHANNELS_LAST && a.shape().rank() == result.rank()
                || b.format() == MemoryFormat.CHANNELS_LAST && b.shape().rank() == result.rank();
        return last ? MemoryFormat.CHANNELS_LAST : MemoryFormat.ROW_MAJOR;
    }

    private static Tensor inFormatOf(Tensor t, Shape result, MemoryFormat format, PreparedResources resources) {
        boolean sameRank = t.shape().rank() == result.rank();
        return MemoryOrder.inFormat(t, sameRank ? format : MemoryFormat.ROW_MAJOR, resources);
    }

    /** @throws dev.vernier.engine.VernierException if the shapes cannot be broadcast to one */
    static Shape broadcast(KernelCall call, Shape a, Shape b) {
        int rank = Math.max(a.rank(), b.rank());
        long[] dims = new long[rank];
        for (int i = 0; i < rank; i++) {
            long da = i < rank - a.rank() ? 1 : a.dim(i - (rank - a.rank()));
            long db = i < rank - b.rank() ? 1 : b.dim(i - (rank - b.rank()));
            if (da != db && da != 1 && db != 1) {
                throw call.shapeError("shapes " + a + " and " + b + " cannot be broadcast to one another");
            }
            dims[i] = da == 1 ? db : da;
        }
        return Shape.of(dims);
    }
}
