package dev.vernier.io.keras;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/** Kernels in the engine's order of axes, {@code [out, in, spatial…]}; float32, outside the Java heap. */
final class KernelOrder {
    private KernelOrder() {}

    /** {@code [spatial…, in, out]} (Keras) to {@code [out, in, spatial…]}; also {@code [spatial…, out, in]} of a transposed one. */
    static TensorData lastTwoFirst(TensorData kernel) {
        int rank = kernel.shape().rank();
        int[] permutation = new int[rank];
        permutation[0] = rank - 1;
        permutation[1] = rank - 2;
        for (int i = 2; i < rank; i++) {
            permutation[i] = i - 2;
        }
        return permuted(kernel, permutation);
    }

    /** {@code [spatial…, channels, multiplier]} of a depthwise convolution to {@code [channels · multiplier, 1, spatial…]}. */
    static TensorData depthwise(TensorData kernel) {
        int rank = kernel.shape().rank();
        int[] permutation = new int[rank];
        permutation[0] = rank - 2;
        permutation[1] = rank - 1;
        long[] dims = new long[rank];
        dims[0] = kernel.shape().dim(rank - 2) * kernel.shape().dim(rank - 1);
        dims[1] = 1;
        for (int i = 2; i < rank; i++) {
            permutation[i] = i - 2;
            dims[i] = kernel.shape().dim(i - 2);
        }
        return permuted(kernel, permutation).reshaped(Shape.of(dims));
    }

    /** With axis {@code i} of the result being axis {@code permutation[i]} of {@code data}. */
    static TensorData permuted(TensorData data, int... permutation) {
        int rank = permutation.length;
        long[] strides = new long[rank];
        long step = 1;
        for (int axis = rank - 1; axis >= 0; axis--) {
            strides[axis] = step;
            step *= data.shape().dim(axis);
        }
        long[] dims = new long[rank];
        long[] stride = new long[rank];
        for (int axis = 0; axis < rank; axis++) {
            dims[axis] = data.shape().dim(permutation[axis]);
            stride[axis] = strides[permutation[axis]];
        }
        FloatBuffer from = data.bytes().asFloatBuffer();
        ByteBuffer bytes = ByteBuffer.allocateDirect(Math.toIntExact(data.elementCount() * Float.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        FloatBuffer to = bytes.asFloatBuffer();
        long[] position = new long[rank];
        long at = 0;
        while (to.hasRemaining()) {
            to.put(from.get((int) at));
            for (int axis = rank - 1; axis >= 0; axis--) {
                at += stride[axis];
                if (++position[axis] < dims[axis]) {
                    break;
                }
                at -= dims[axis] * stride[axis];
                position[axis] = 0;
            }
        }
        return TensorData.of(DataType.FLOAT32, Shape.of(dims), bytes);
    }

    /** With the elements along each of the first {@code axes} axes in reverse: a convolution's kernel as a correlation's. */
    static TensorData flipped(TensorData kernel, int firstAxis, int axes) {
        float[] values = kernel.toFloats();
        float[] flipped = new float[values.length];
        long[] dims = kernel.shape().toArray();
        for (int i = 0; i < values.length; i++) {
            int rest = i;
            int target = 0;
            int stride = 1;
            for (int axis = dims.length - 1; axis >= 0; axis--) {
                int n = (int) dims[axis];
                int index = rest % n;
                rest /= n;
                boolean flip = axis >= firstAxis && axis < firstAxis + axes;
                target += stride * (flip ? n - 1 - index : index);
                stride *= n;
            }
            flipped[target] = values[i];
        }
        return TensorData.ofFloats(kernel.shape(), flipped);
    }
}
