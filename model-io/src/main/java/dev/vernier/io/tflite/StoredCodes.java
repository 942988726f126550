package dev.vernier.io.tflite;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.QuantParams;
import dev.vernier.engine.graph.QuantType;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import java.util.Arrays;
import java.util.Optional;

/** Codes as TensorFlow Lite stores them. */
final class StoredCodes {
    private StoredCodes() {}

    /** {@code grid} of a tensor whose axis {@code i} was axis {@code permutation[i]}. */
    static QuantParams permuted(QuantParams grid, int... permutation) {
        if (!grid.isPerChannel()) {
            return grid;
        }
        for (int i = 0; i < permutation.length; i++) {
            if (permutation[i] == grid.axis()) {
                return QuantParams.perChannel(grid.type(), grid.scales(), grid.zeroPoints(), i);
            }
        }
        throw new IllegalArgumentException("axis " + grid.axis() + " is lost");
    }

    /** Codes of fewer than 8 bits in a byte each, unless they have 4: the runtime knows no other widths. */
    static TensorData asStored(TensorData data, Optional<QuantParams> grid) {
        boolean codes = grid.isPresent() && grid.get().type().bits() < 8;
        if (!codes || grid.get().type().bits() == 4) {
            return data;
        }
        return asBytes(data);
    }

    /** The same codes, each in a byte. */
    static TensorData asBytes(TensorData data) {
        byte[] bytes = new byte[Math.toIntExact(data.elementCount())];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) data.longAt(i);
        }
        return TensorData.ofBytes(DataType.INT8, data.shape(), bytes);
    }

    /** int32 codes in 64 bits, as the kernels with 16-bit activations want a bias. */
    static TensorData asLongs(TensorData data) {
        return TensorData.ofLongs(data.shape(), data.toLongs());
    }

    /** {@code count} times the same code. */
    static TensorData filled(QuantType type, Shape shape, int code) {
        if (type.storage() == DataType.INT16) {
            short[] shorts = new short[Math.toIntExact(shape.elementCount())];
            Arrays.fill(shorts, (short) code);
            return TensorData.ofShorts(DataType.INT16, shape, shorts);
        }
        byte[] bytes = new byte[Math.toIntExact(shape.elementCount())];
        Arrays.fill(bytes, (byte) code);
        return TensorData.ofBytes(DataType.INT8, shape, bytes);
    }

    /** Whether activations of this grid can be codes in TensorFlow Lite: all of int8, or int16. */
    static boolean isActivationGrid(QuantParams grid) {
        QuantType type = grid.type();
        return !grid.isPerChannel() && ((type.bits() == 8 && type.levels() == 256) || type.bits() == 16);
    }
}
