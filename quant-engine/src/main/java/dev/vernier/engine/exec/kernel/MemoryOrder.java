package dev.vernier.engine.exec.kernel;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.tensor.MemoryFormat;
import dev.vernier.engine.tensor.StridedCopy;
import dev.vernier.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.reorder;

/** Puts the elements of tensors in another order in memory. */
final class MemoryOrder {
    private MemoryOrder() {}

    /** {@code t} in the given format: itself, once more owned, or a copy. */
    static Tensor inFormat(Tensor t, MemoryFormat format, PreparedResources resources) {
        if (t.format() == format) {
            return t.retain();
        }
        if (format == MemoryFormat.ROW_MAJOR && t.isRowMajorInMemory()) {
            return t.reshaped(t.shape());
        }
        Tensor copy = Tensor.allocateLike(t, t.shape(), format);
        copy(t, NativeView.of(t), copy, NativeView.of(copy), resources);
        return copy;
    }

    static Tensor rowMajor(Tensor t, PreparedResources resources) {
        return inFormat(t, MemoryFormat.ROW_MAJOR, resources);
    }

    /** A row-major tensor of the axes of {@code t} in another order: axis i is what axis {@code order[i]} was. */
    static Tensor transposed(Tensor t, int[] order, PreparedResources resources) {
        NativeView from = NativeView.of(t).permuted(order);
        Tensor out = Tensor.allocateLike(t, Shape.of(from.dims()), MemoryFormat.ROW_MAJOR);
        copy(t, from, out, NativeView.of(out), resources);
        return out;
    }

    /** Copies element by element between two views of equal dimensions, from the first element of either tensor. */
    static void copy(Tensor from, NativeView source, Tensor to, NativeView target, PreparedResources resources) {
        copy(from, 0, source, to, 0, target, resources);
    }

    /** Copies element by element between two views of equal dimensions that begin at the given elements in memory. */
    static void copy(
            Tensor from,
            long fromElement,
            NativeView source,
            Tensor to,
            long toElement,
            NativeView target,
            PreparedResources resources) {
        if (Arrays.equals(source.strides(), target.strides()) || !isFast(from.type(), source)) {
            StridedCopy.copy(
                    from.buffer(),
                    fromElement,
                    source.strides(),
                    to.buffer(),
                    toElement,
                    target.strides(),
                    source.dims(),
                    from.elementBytes());
            return;
        }
        String key = "reorder " + source.key() + " to " + target.key();
        NativePrimitive primitive = NativePrimitive.get(resources, key, () -> {
            memory.desc src = OneDnn.describe(source);
            memory.desc dst = OneDnn.describe(target);
            reorder.primitive_desc plan = new reorder.primitive_desc(OneDnn.CPU, src, OneDnn.CPU, dst);
            return new NativePrimitive.Recipe(plan, new reorder(plan))
                    .argument(dnnl.DNNL_ARG_FROM, src)
                    .argument(dnnl.DNNL_ARG_TO, dst);
        });
        primitive.run(from.pointer(fromElement), to.pointer(toElement));
    }

    private static boolean isFast(DataType type, NativeView view) {
        return (type == DataType.FLOAT32 || type == DataType.INT8 || type == DataType.UINT8)
                && view.rank() >= 1
                && view.rank() <= 6
                && IntStream.range(0, view.rank()).allMatch(i -> view.dims()[i] > 0 && view.strides()[i] > 0);
    }
}
