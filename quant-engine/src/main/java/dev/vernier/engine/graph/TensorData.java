package dev.vernier.engine.graph;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/**
 * The numbers of a tensor outside the executor: a constant of a graph, a batch of a data set, an output that was read back.
 * Immutable; row-major, little-endian; on the heap, off it, or mapped from a file.
 *
 * <p>4-bit elements are held one to a byte. Strings are not held.
 */
public final class TensorData {
    private final DataType type;
    private final Shape shape;
    private final ByteBuffer bytes;
    private volatile String contentHash;

    private TensorData(DataType type, Shape shape, ByteBuffer bytes) {
        this.type = Objects.requireNonNull(type);
        this.shape = Objects.requireNonNull(shape);
        this.bytes = bytes;
    }

    /**
     * A tensor over the remaining bytes of {@code bytes}, which must not be written to afterwards.
     *
     * @throws IllegalArgumentException if the number of bytes does not fit type and shape
     */
    public static TensorData of(DataType type, Shape shape, ByteBuffer bytes) {
        ByteBuffer view =
                bytes.slice().order(ByteOrder.LITTLE_ENDIAN).asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
        long expected = Math.multiplyExact(shape.elementCount(), (long) elementBytes(type));
        if (view.remaining() != expected) {
            throw new IllegalArgumentException(
                    type + " tensor of shape " + shape + " needs " + expected + " bytes but has " + view.remaining());
        }
        return new TensorData(type, shape, view);
    }

    public static TensorData ofFloats(Shape shape, float... values) {
        ByteBuffer b = allocate(DataType.FLOAT32, values.length);
        b.asFloatBuffer().put(values);
        return of(DataType.FLOAT32, shape, b);
    }

    public static TensorData ofInts(Shape shape, int... values) {
        ByteBuffer b = allocate(DataType.INT32, values.length);
        b.asIntBuffer().put(values);
        return of(DataType.INT32, shape, b);
    }

    public static TensorData ofLongs(Shape shape, long... values) {
        ByteBuffer b = allocate(DataType.INT64, values.length);
        b.asLongBuffer().put(values);
        return of(DataType.INT64, shape, b);
    }

    /** Bytes, signed or not as {@code type} (INT8, UINT8, INT4, UINT4, BOOL or an 8-bit float) says. */
    public static TensorData ofBytes(DataType type, Shape shape, byte... values) {
        return of(type, shape, ByteBuffer.wrap(values.clone()));
    }

    public static TensorData ofShorts(DataType type, Shape shape, short... values) {
        ByteBuffer b = allocate(type, values.length);
        b.asShortBuffer().put(values);
        return of(type, shape, b);
    }

    /** Whole numbers, each in the range of {@code type}: an integer type of up to 32 bits. */
    public static TensorData ofCodes(DataType type, Shape shape, int... values) {
        ByteBuffer b = allocate(type, values.length);
        for (int value : values) {
            switch (elementBytes(type)) {
                case 1:
                    b.put((byte) value);
                    break;
                case 2:
                    b.putShort((short) value);
                    break;
                default:
                    b.putInt(value);
            }
        }
        return of(type, shape, b.flip());
    }

    public static TensorData scalar(float value) {
        return ofFloats(Shape.SCALAR, value);
    }

    private static ByteBuffer allocate(DataType type, long elements) {
        long n = Math.multiplyExact(elements, (long) elementBytes(type));
        return ByteBuffer.allocate(Math.toIntExact(n)).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Bytes one element takes here (4-bit types take a whole byte). */
    public static int elementBytes(DataType type) {
        if (type == DataType.STRING) {
            throw new IllegalArgumentException("strings are not held as tensor data");
        }
        return Math.max(1, type.bits() / 8);
    }

    public DataType type() {
        return type;
    }

    public Shape shape() {
        return shape;
    }

    public long elementCount() {
        return shape.elementCount();
    }

    /** The raw elements: a fresh read-only view, little-endian, from first element to last. */
    public ByteBuffer bytes() {
        return bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The same elements under another shape of equal element count. */
    public TensorData reshaped(Shape other) {
        return of(type, other, bytes());
    }

    /** All elements as float; integers are converted, halves widened. A fresh array. */
    public float[] toFloats() {
        int n = Math.toIntExact(elementCount());
        float[] out = new float[n];
        if (type == DataType.FLOAT32) {
            bytes().asFloatBuffer().get(out);
            return out;
        }
        for (int i = 0; i < n; i++) {
            out[i] = (float) doubleAt(i);
        }
        return out;
    }

    /** All elements as long; floating values are truncated. A fresh array. */
    public long[] toLongs() {
        int n = Math.toIntExact(elementCount());
        long[] out = new long[n];
        for (int i = 0; i < n; i++) {
            out[i] = longAt(i);
        }
        return out;
    }

    public int[] toInts() {
        long[] longs = toLongs();
        int[] out = new int[longs.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = Math.toIntExact(longs[i]);
        }
        return out;
    }

    /** Element {@code i} in row-major order, as double. */
    public double doubleAt(int i) {
        switch (type) {
            case FLOAT32:
                return bytes.getFloat(i * 4);
            case FLOAT64:
                return bytes.getDouble(i * 8);
            case FLOAT16:
                return HalfPrecision.fromFloat16(bytes.getShort(i * 2));
            case BFLOAT16:
                return Float.intBitsToFloat(bytes.getShort(i * 2) << 16);
            case FLOAT8E4M3FN:
            case FLOAT8E4M3FNUZ:
            case FLOAT8E5M2:
            case FLOAT8E5M2FNUZ:
                return Float8.of(type).decode(bytes.get(i));
            case UINT64:
                long v = bytes.getLong(i * 8);
                return v >= 0 ? v : (v >>> 1) * 2.0 + (v & 1);
            default:
                return longAt(i);
        }
    }

    /** Element {@code i} in row-major order, as long; floating values are truncated. */
    public long longAt(int i) {
        switch (type) {
            case INT8:
            case INT4:
                return bytes.get(i);
            case UINT8:
            case UINT4:
            case BOOL:
                return bytes.get(i) & 0xFF;
            case INT16:
                return bytes.getShort(i * 2);
            case UINT16:
                return bytes.getShort(i * 2) & 0xFFFF;
            case INT32:
                return bytes.getInt(i * 4);
            case UINT32:
                return bytes.getInt(i * 4) & 0xFFFFFFFFL;
            case INT64:
            case UINT64:
                return bytes.getLong(i * 8);
            default:
                return (long) doubleAt(i);
        }
    }

    /** SHA-256 over type, shape and elements, as hexadecimal; computed once. */
    public String contentHash() {
        String h = contentHash;
        if (h == null) {
            try {
                MessageDigest sha = MessageDigest.getInstance("SHA-256");
                sha.update((type + " " + shape + "\n").getBytes(StandardCharsets.UTF_8));
                sha.update(bytes());
                h = HexFormat.of().formatHex(sha.digest());
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has SHA-256", e);
            }
            contentHash = h;
        }
        return h;
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof TensorData)) {
            return false;
        }
        TensorData that = (TensorData) other;
        return type == that.type && shape.equals(that.shape) && bytes().equals(that.bytes());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(new int[] {type.hashCode(), shape.hashCode(), bytes().hashCode()});
    }

    @Override
    public String toString() {
        return type + " " + shape;
    }
}
