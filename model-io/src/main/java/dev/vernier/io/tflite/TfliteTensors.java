package dev.vernier.io.tflite;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.quantize.AffineQuantization;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The numbers of constant tensors: as they are stored, and as the real numbers their codes stand for. */
final class TfliteTensors {
    /** A constant that the file does not hold (the first state of a variable) is made only up to this size. */
    private static final long MAX_ZEROS = 1L << 24;

    private final TfliteFile file;

    TfliteTensors(TfliteFile file) {
        this.file = file;
    }

    /** As stored; 4-bit elements one to a byte. A view of the file where that is possible. */
    TensorData stored(TfliteTensor t) {
        DataType type = t.type().orElseThrow(() -> new UnsupportedOperator("because it reads " + t.typeName()));
        if (t.sparse()) {
            throw new UnsupportedOperator("because its weights are stored sparse");
        }
        Shape shape = t.asShape();
        if (!shape.isStatic()) {
            throw file.damaged(t.label() + " is a constant of unknown shape " + shape);
        }
        long elements = elements(t, shape);
        if (t.data() == null) {
            return zeros(t, type, shape, elements);
        }
        if (t.data().remaining() != type.bytesFor(elements)) {
            throw file.damaged(t.label() + " has " + t.data().remaining() + " bytes but its shape " + shape + " needs "
                    + type.bytesFor(elements));
        }
        ByteBuffer bytes = type.bits() == 4 ? unpacked(t.data(), (int) elements) : t.data();
        return TensorData.of(type, shape, bytes);
    }

    private long elements(TfliteTensor t, Shape shape) {
        try {
            return shape.elementCount();
        } catch (ArithmeticException e) {
            throw file.damaged(t.label() + " has shape " + shape);
        }
    }

    private static TensorData zeros(TfliteTensor t, DataType type, Shape shape, long elements) {
        if (elements > MAX_ZEROS) {
            throw new UnsupportedOperator("because " + t.label() + " of shape " + shape + " has no data in the file");
        }
        return TensorData.of(type, shape, ByteBuffer.allocate((int) elements * TensorData.elementBytes(type)));
    }

    /** Two signed 4-bit codes to a byte, the lower half first. */
    private static ByteBuffer unpacked(ByteBuffer packed, int elements) {
        byte[] codes = new byte[elements];
        for (int i = 0; i < elements; i++) {
            int both = packed.get(packed.position() + i / 2);
            codes[i] = (byte) (i % 2 == 0 ? (byte) (both << 4) >> 4 : both >> 4);
        }
        return ByteBuffer.wrap(codes);
    }

    /** The real numbers: codes times scale, halves widened, float32 as it is. Other types as stored. */
    TensorData real(TfliteTensor t) {
        if (t.blockwise()) {
            throw new UnsupportedOperator("because " + t.label() + " is quantized in blocks");
        }
        TensorData stored = stored(t);
        if (t.isQuantized()) {
            return dequantized(stored, t.quantization());
        }
        boolean half = stored.type() == DataType.FLOAT16 || stored.type() == DataType.BFLOAT16;
        return half ? TensorData.ofFloats(stored.shape(), stored.toFloats()) : stored;
    }

    /**
     * {@code (q - zeroPoint) · scale} of each code.
     *
     * @throws UnsupportedOperator if there are not as many scales as channels
     */
    static TensorData dequantized(TensorData codes, TfliteQuantization q) {
        long[] dims = codes.shape().toArray();
        int channels = q.scales().length;
        if (q.isPerChannel() && (q.axis() < 0 || q.axis() >= dims.length || dims[q.axis()] != channels)) {
            throw new UnsupportedOperator("because it has " + channels + " scales along axis " + q.axis()
                    + " of a tensor of shape " + codes.shape());
        }
        int inner = 1;
        for (int d = q.axis() + 1; q.isPerChannel() && d < dims.length; d++) {
            inner *= (int) dims[d];
        }
        int n = (int) codes.elementCount();
        ByteBuffer real = ByteBuffer.allocateDirect(4 * n).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < n; i++) {
            int c = q.isPerChannel() ? i / inner % channels : 0;
            real.putFloat(
                    4 * i, AffineQuantization.dequantize((int) codes.longAt(i), q.scales()[c], q.zeroPoints()[c]));
        }
        return TensorData.of(DataType.FLOAT32, codes.shape(), real);
    }
}
