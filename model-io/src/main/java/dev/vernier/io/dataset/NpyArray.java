package dev.vernier.io.dataset;

import dev.vernier.engine.VernierException;
import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the header of a NumPy array says.
 *
 * @param dataOffset bytes before the first element
 * @see <a href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">numpy.lib.format</a>
 */
record NpyArray(DataType type, ByteOrder order, Shape shape, int dataOffset) {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int LONGEST_HEADER = 1 << 16;
    private static final Pattern DESCR = Pattern.compile("'descr'\\s*:\\s*'([<>|=])([a-z])(\\d+)'");
    private static final Pattern FORTRAN = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([\\d,\\sL]*)\\)");

    static boolean accepts(byte[] start) {
        return start.length >= MAGIC.length && Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
    }

    /**
     * Reads a header and leaves {@code in} at the first element.
     *
     * @param what the array, for messages: {@code x.npy} or {@code array x of data.npz}
     */
    static NpyArray readHeader(InputStream in, String what) throws IOException {
        byte[] magic = in.readNBytes(8);
        if (magic.length < 8 || !accepts(magic)) {
            throw new VernierException(
                    "NumPy " + what + " does not begin as an array saved by NumPy does; save it with numpy.save");
        }
        int lengthBytes = magic[6] == 1 ? 2 : 4;
        byte[] lengthField = in.readNBytes(lengthBytes);
        long length = 0;
        for (int i = lengthField.length - 1; i >= 0; i--) {
            length = length << 8 | lengthField[i] & 0xFF;
        }
        if (magic[6] < 1 || magic[6] > 3 || length > LONGEST_HEADER) {
            throw new VernierException("NumPy " + what + " is of format version " + magic[6] + " with a header of "
                    + length + " bytes, which cannot be read; save it again with numpy.save");
        }
        byte[] text = in.readNBytes((int) length);
        if (lengthField.length < lengthBytes || text.length < length) {
            throw new VernierException("NumPy " + what + " ends inside its header; copy or download it again");
        }
        return parse(new String(text, StandardCharsets.UTF_8), 8 + lengthBytes + (int) length, what);
    }

    private static NpyArray parse(String header, int dataOffset, String what) {
        Matcher descr = DESCR.matcher(header);
        Matcher fortran = FORTRAN.matcher(header);
        Matcher shape = SHAPE.matcher(header);
        if (!descr.find() || !fortran.find() || !shape.find()) {
            throw new VernierException(
                    "NumPy " + what + " has the header " + header.strip().replaceAll("\\p{Cntrl}", "?")
                            + ", not one plain array of numbers; save x and y as arrays of integers or floats");
        }
        DataType type = typeOf(descr.group(2) + descr.group(3))
                .orElseThrow(() -> new VernierException("NumPy " + what + " holds elements of type " + descr.group(2)
                        + descr.group(3) + "; save it as uint8, int64 or float32"));
        Shape dims = shape(shape.group(1), what);
        if (fortran.group(1).equals("True") && dims.rank() > 1) {
            throw new VernierException(
                    "NumPy " + what + " is stored column by column; save numpy.ascontiguousarray(array) instead");
        }
        return new NpyArray(
                type, descr.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN, dims, dataOffset);
    }

    private static Shape shape(String list, String what) {
        try {
            long[] dims = Pattern.compile("[,\\sL]+")
                    .splitAsStream(list)
                    .filter(s -> !s.isEmpty())
                    .mapToLong(Long::parseLong)
                    .toArray();
            return Shape.of(dims);
        } catch (NumberFormatException e) {
            throw new VernierException(
                    "NumPy " + what + " has the impossible shape (" + list + "); save it again with numpy.save");
        }
    }

    private static Optional<DataType> typeOf(String code) {
        switch (code) {
            case "b1":
                return Optional.of(DataType.BOOL);
            case "i1":
                return Optional.of(DataType.INT8);
            case "u1":
                return Optional.of(DataType.UINT8);
            case "i2":
                return Optional.of(DataType.INT16);
            case "u2":
                return Optional.of(DataType.UINT16);
            case "i4":
                return Optional.of(DataType.INT32);
            case "u4":
                return Optional.of(DataType.UINT32);
            case "i8":
                return Optional.of(DataType.INT64);
            case "u8":
                return Optional.of(DataType.UINT64);
            case "f2":
                return Optional.of(DataType.FLOAT16);
            case "f4":
                return Optional.of(DataType.FLOAT32);
            case "f8":
                return Optional.of(DataType.FLOAT64);
            default:
                return Optional.empty();
        }
    }

    /** Bytes of all elements. */
    long payloadBytes(String what) {
        try {
            return Math.multiplyExact(shape.elementCount(), (long) TensorData.elementBytes(type));
        } catch (ArithmeticException e) {
            throw new VernierException("NumPy " + what + " says its shape is " + shape
                    + ", more than any file could hold; it is damaged, copy or download it again");
        }
    }

    /** The samples of this array, its first axis counting them. */
    StoredSamples samples(FileBytes bytes, long first, String what) {
        if (shape.rank() == 0) {
            throw new VernierException("NumPy " + what + " is a single number; its first axis must count the samples");
        }
        long sampleBytes = new NpyArray(type, order, shape.withoutBatch(), dataOffset).payloadBytes(what);
        if (shape.dim(0) > Integer.MAX_VALUE || sampleBytes > Integer.MAX_VALUE) {
            throw new VernierException("NumPy " + what + " has shape " + shape + ", more than can be used; split it");
        }
        return new BufferSamples(
                bytes, (int) shape.dim(0), type, shape.withoutBatch(), order, first, (int) sampleBytes);
    }
}
