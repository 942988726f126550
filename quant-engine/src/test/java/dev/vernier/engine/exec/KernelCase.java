package dev.vernier.engine.exec;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.op.Op;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/** An operation, its operands (null where left out) and the result worked by hand. */
record KernelCase(String name, Op op, List<TensorData> operands, TensorData expected) {

    static KernelCase of(String name, Op op, TensorData expected, TensorData... operands) {
        return new KernelCase(name, op, Arrays.asList(operands), expected);
    }

    static TensorData f(long[] shape, float... values) {
        return TensorData.ofFloats(Shape.of(shape), values);
    }

    static TensorData f(float... values) {
        return f(d(values.length), values);
    }

    static TensorData longs(long... values) {
        return TensorData.ofLongs(Shape.of(values.length), values);
    }

    static long[] d(long... dims) {
        return dims;
    }

    static TensorData doubles(double... values) {
        ByteBuffer b = ByteBuffer.allocate(values.length * 8).order(ByteOrder.LITTLE_ENDIAN);
        b.asDoubleBuffer().put(values);
        return TensorData.of(DataType.FLOAT64, Shape.of(values.length), b);
    }

    static TensorData truths(int... truths) {
        byte[] b = new byte[truths.length];
        for (int i = 0; i < b.length; i++) {
            b[i] = (byte) truths[i];
        }
        return TensorData.ofBytes(DataType.BOOL, Shape.of(b.length), b);
    }

    @Override
    public String toString() {
        return op.type() + ": " + name;
    }
}
