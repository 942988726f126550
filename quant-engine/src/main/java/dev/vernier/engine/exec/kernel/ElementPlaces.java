package dev.vernier.engine.exec.kernel;

import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.tensor.Tensor;

/** Where in a row-major tensor the elements stand that a tensor of indices along one axis speaks of. */
final class ElementPlaces {
    private ElementPlaces() {}

    /**
     * For each element of {@code indexShape}, in row-major order, the element of {@code shape} at the same place but for {@code axis}, where
     * the index says which.
     *
     * @param indices negative ones count from the end
     * @throws dev.vernier.engine.VernierException if an index is outside, or the shapes do not fit
     */
    static int[] of(KernelCall call, Shape shape, Shape indexShape, int axis, long[] indices) {
        boolean fits = shape.rank() == indexShape.rank() && shape.rank() > 0;
        for (int i = 0; fits && i < shape.rank(); i++) {
            fits = i == axis || indexShape.dim(i) <= shape.dim(i);
        }
        if (!fits) {
            throw call.shapeError("indices of shape " + indexShape + " do not fit a tensor of shape " + shape);
        }
        long[] strides = Tensor.rowMajorStrides(shape);
        long n = shape.dim(axis);
        int[] places = new int[indices.length];
        long[] at = new long[shape.rank()];
        long base = 0; // of all axes but the one that is indexed
        for (int i = 0; i < places.length; i++) {
            long index = indices[i];
            if (index < -n || index >= n) {
                throw call.shapeError("index " + index + " is outside axis " + axis + " of length " + n);
            }
            places[i] = (int) (base + (index < 0 ? index + n : index) * strides[axis]);
            for (int a = at.length - 1; a >= 0; a--) {
                long stride = a == axis ? 0 : strides[a];
                base += stride;
                if (++at[a] < indexShape.dim(a)) {
                    break;
                }
                base -= at[a] * stride;
                at[a] = 0;
            }
        }
        return places;
    }
}
