package dev.vernier.engine.exec.kernel;

import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.op.Concat;
import dev.vernier.engine.tensor.MemoryFormat;
import dev.vernier.engine.tensor.Tensor;

/** Tensors joined along one axis; channels-last if one of them is. */
final class ConcatKernel implements Kernel {
    @Override
    public Tensor[] run(KernelCall call) {
        Tensor first = call.tensor(0);
        Shape shape = first.shape();
        int axis = ShapeKernel.normalized(call, call.op(Concat.class).axis(), shape.rank(), shape.rank());
        MemoryFormat format = MemoryFormat.ROW_MAJOR;
        long length = 0;
        for (int i = 0; i < call.operandCount(); i++) {
            Tensor t = call.tensor(i);
            if (t.type() != first.type()
                    || !t.grid().equals(first.grid())
                    || t.shape().rank() != shape.rank()
                    || !t.shape().with(axis, 0).equals(shape.with(axis, 0))) {
                throw call.shapeError("operand " + i + " does not fit the others along axis " + axis);
            }
            length = Math.addExact(length, t.shape().dim(axis));
            format = t.format() == MemoryFormat.CHANNELS_LAST ? t.format() : format;
        }
        Tensor out = Tensor.allocateLike(first, shape.with(axis, length), format);
        long[] strides = out.strides();
        long at = 0;
        for (int i = 0; i < call.operandCount(); i++) {
            try (Tensor t = MemoryOrder.inFormat(call.tensor(i), format, call.resources())) {
                NativeView part = NativeView.of(t);
                NativeView target = new NativeView(t.type(), part.dims(), strides);
                MemoryOrder.copy(t, 0, part, out, at * strides[axis], target, call.resources());
                at += t.shape().dim(axis);
            }
        }
        return new Tensor[] {out};
    }
}
