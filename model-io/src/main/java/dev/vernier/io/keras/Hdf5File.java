package dev.vernier.io.keras;

import dev.vernier.engine.VernierException;
import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import io.jhdf.HdfFile;
import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import io.jhdf.api.dataset.ContiguousDataset;
import io.jhdf.object.datatype.FixedPoint;
import io.jhdf.object.datatype.FloatingPoint;
import io.jhdf.object.datatype.OpaqueDataType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * An HDF5 file that lies in memory as a whole: attributes and data sets by path, each failure one sentence. Links to other files are not
 * followed.
 *
 * <p>Data sets that lie in one piece, little-endian, become views of that memory; others are copied.
 */
final class Hdf5File {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1A, '\n'};

    /** Deflate, the filter Keras files may have, makes data at most this many times smaller. */
    private static final long MOST_COMPRESSION = 1100;

    private final HdfFile file;
    private final long bytes;

    private Hdf5File(HdfFile file, long bytes) {
        this.file = file;
        this.bytes = bytes;
    }

    /** Whether a file that begins with {@code head} is HDF5. */
    static boolean isHdf5(byte[] head) {
        return head.length >= SIGNATURE.length
                && Arrays.equals(head, 0, SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length);
    }

    /**
     * @param bytes the whole file, from its position to its limit; not written to afterwards
     * @throws VernierException if it is damaged or ends too early
     */
    static Hdf5File of(ByteBuffer bytes) {
        long size = bytes.remaining();
        HdfFile file = guarded("its beginning", () -> HdfFile.fromByteBuffer(bytes.slice()));
        long end = guarded("its beginning", () -> file.getHdfBackingStorage().getSuperblock())
                .getEndOfFileAddress();
        if (end > size) {
            throw new VernierException("The file ends after " + size + " of its " + end
                    + " bytes; it was not copied or downloaded to the end, do that again.");
        }
        return new Hdf5File(file, size);
    }

    /** Runs what reads the file; whatever the library throws on damaged bytes becomes an error that says where. */
    private static <T> T guarded(String where, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (VernierException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError | NoClassDefFoundError e) {
            throw new VernierException(
                    "The HDF5 data is damaged at " + where + "; copy the file again, or save the model again.", e);
        }
    }

    /** The group or data set at {@code path}, names separated by slashes; empty path for the root. */
    private Optional<Node> node(String path) {
        return guarded(path, () -> {
            Node at = file;
            for (String name : path.split("/")) {
                if (name.isEmpty()) {
                    continue;
                }
                if (!(at instanceof Group)) {
                    return Optional.empty();
                }
                Node next = ((Group) at).getChildren().get(name);
                if (next == null) {
                    return Optional.empty();
                }
                if (next.isLink()) {
                    throw new VernierException(path + " is a link to another place, which Vernier does not follow;"
                            + " save the model again without links.");
                }
                at = next;
            }
            return Optional.of(at);
        });
    }

    boolean hasGroup(String path) {
        return node(path).filter(Node::isGroup).isPresent();
    }

    /** Names of what is in the group at {@code path}; empty where there is none. */
    List<String> children(String path) {
        Optional<Node> group = node(path).filter(Node::isGroup);
        return group.isEmpty()
                ? List.of()
                : guarded(
                        path,
                        () -> List.copyOf(((Group) group.get()).getChildren().keySet()));
    }

    /** A text attribute of what is at {@code path}. */
    Optional<String> text(String path, String attribute) {
        return texts(path, attribute).filter(t -> t.size() == 1).map(t -> t.get(0));
    }

    /**
     * An attribute that is a list of texts, also where Keras has split it ({@code weight_names0}, {@code weight_names1}, …) because it did
     * not fit an object header.
     */
    Optional<List<String>> texts(String path, String attribute) {
        Optional<Node> at = node(path);
        if (at.isEmpty()) {
            return Optional.empty();
        }
        return guarded(path + ", attribute " + attribute, () -> {
            Attribute whole = at.get().getAttributes().get(attribute);
            if (whole != null) {
                return Optional.of(texts(whole));
            }
            List<String> parts = new ArrayList<>();
            for (int i = 0; at.get().getAttributes().containsKey(attribute + i); i++) {
                parts.addAll(texts(at.get().getAttributes().get(attribute + i)));
            }
            return parts.isEmpty() ? Optional.empty() : Optional.of(parts);
        });
    }

    private static List<String> texts(Attribute attribute) {
        if (attribute.getSize() == 0) {
            return List.of();
        }
        Object data = attribute.getData();
        List<String> texts = new ArrayList<>();
        if (data instanceof Object[]) {
            for (Object o : (Object[]) data) {
                texts.add(String.valueOf(o));
            }
        } else {
            texts.add(String.valueOf(data));
        }
        return texts;
    }

    /**
     * The numbers at {@code path}; empty where there is no data set.
     *
     * @throws VernierException if it holds no numbers, or is damaged
     */
    Optional<TensorData> tensor(String path) {
        return node(path).filter(n -> n instanceof Dataset).map(n -> guarded(path, () -> read(path, (Dataset) n)));
    }

    private TensorData read(String path, Dataset set) {
        long[] dims = new long[set.getDimensions().length];
        for (int i = 0; i < dims.length; i++) {
            dims[i] = set.getDimensions()[i];
        }
        Shape shape = Shape.of(dims);
        long size = Math.multiplyExact(
                shape.elementCount(), (long) set.getDataType().getSize());
        if (size > bytes * MOST_COMPRESSION || size > Integer.MAX_VALUE - 8) {
            throw new VernierException("Data set " + path + " claims " + size + " bytes in a file of " + bytes
                    + "; the file is damaged, copy or save it again.");
        }
        DataType type = type(path, set);
        if (set instanceof ContiguousDataset && isLittleEndian(set) && size > 0) {
            return TensorData.of(type, shape, ((ContiguousDataset) set).getBuffer());
        }
        return copied(path, set, type, shape);
    }

    private static boolean isLittleEndian(Dataset set) {
        if (set.getDataType() instanceof FloatingPoint) {
            return ((FloatingPoint) set.getDataType()).getByteOrder() == ByteOrder.LITTLE_ENDIAN;
        }
        return !(set.getDataType() instanceof FixedPoint)
                || ((FixedPoint) set.getDataType()).getByteOrder() == ByteOrder.LITTLE_ENDIAN;
    }

    private static DataType type(String path, Dataset set) {
        int size = set.getDataType().getSize();
        if (set.getDataType() instanceof FloatingPoint) {
            switch (size) {
                case 2:
                    return DataType.FLOAT16;
                case 4:
                    return DataType.FLOAT32;
                case 8:
                    return DataType.FLOAT64;
                default:
                // told below
            }
        } else if (set.getDataType() instanceof FixedPoint) {
            boolean signed = ((FixedPoint) set.getDataType()).isSigned();
            switch (size) {
                case 1:
                    return signed ? DataType.INT8 : DataType.UINT8;
                case 2:
                    return signed ? DataType.INT16 : DataType.UINT16;
                case 4:
                    return signed ? DataType.INT32 : DataType.UINT32;
                case 8:
                    return signed ? DataType.INT64 : DataType.UINT64;
                default:
                // told below
            }
        } else if (set.getDataType() instanceof OpaqueDataType && size == 2 && set instanceof ContiguousDataset) {
            Attribute dtype = set.getAttributes().get("dtype");
            if (dtype != null && String.valueOf(dtype.getData()).equals("bfloat16")) {
                return DataType.BFLOAT16;
            }
        }
        throw new VernierException("Data set " + path + " holds elements of " + size
                + " bytes that are no numbers Vernier knows; save the model with float32 weights.");
    }

    /** What lies in chunks, in an object header, or most significant byte first, put in order by the library. */
    private static TensorData copied(String path, Dataset set, DataType type, Shape shape) {
        Object flat = shape.elementCount() == 0 ? new float[0] : set.getDataFlat();
        if (flat instanceof float[]) {
            return TensorData.ofFloats(shape, (float[]) flat);
        }
        if (flat instanceof double[]) {
            ByteBuffer b = ByteBuffer.allocate(Math.multiplyExact(((double[]) flat).length, 8))
                    .order(ByteOrder.LITTLE_ENDIAN);
            b.asDoubleBuffer().put((double[]) flat);
            return TensorData.of(DataType.FLOAT64, shape, b);
        }
        if (flat instanceof int[] && type == DataType.INT32) {
            return TensorData.ofInts(shape, (int[]) flat);
        }
        if (flat instanceof long[] && type == DataType.INT64) {
            return TensorData.ofLongs(shape, (long[]) flat);
        }
        if (flat instanceof byte[]) {
            return TensorData.ofBytes(type, shape, (byte[]) flat);
        }
        throw new VernierException(
                "Data set " + path + " holds " + type + " in a layout Vernier does not read; save the model again.");
    }
}
