package dev.vernier.engine.tensor;

import dev.vernier.engine.VernierException;
import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.QuantParams;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.quantize.AffineQuantization;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.bytedeco.javacpp.Pointer;

/**
 * Numbers in native memory: what runs through a compiled graph.
 *
 * <p>Whoever makes one closes it. {@link #retain()} lets another owner keep it: the memory goes back to the pool when each owner has
 * closed it. Using a tensor after that throws {@link IllegalStateException}. 4-bit elements take one byte each, as in
 * {@link TensorData}.
 *
 * <p>A tensor may be <em>coded</em>: real values that lie on a {@linkplain #grid() grid}, kept as their codes of one byte. It stands for
 * the real values; {@link #type()} and {@link #buffer()} speak of the codes.
 */
public final class Tensor implements AutoCloseable {
    private final DataType type;
    private final Shape shape;
    private final MemoryFormat format;
    private final Storage storage;
    /** Null unless the elements are codes that stand for real values. */
    private final QuantParams grid;

    private Tensor(DataType type, Shape shape, MemoryFormat format, Storage storage, QuantParams grid) {
        this.grid = grid;
        this.type = type;
        this.shape = shape;
        this.format = format;
        this.storage = storage;
    }

    /** A tensor with arbitrary contents, row-major. */
    public static Tensor allocate(DataType type, Shape shape) {
        return allocate(type, shape, MemoryFormat.ROW_MAJOR);
    }

    /**
     * A tensor with arbitrary contents.
     *
     * @param shape without unknown dimensions; rank 3 to 5 for {@link MemoryFormat#CHANNELS_LAST}
     * @throws VernierException if there is not enough memory for it
     */
    public static Tensor allocate(DataType type, Shape shape, MemoryFormat format) {
        if (format == MemoryFormat.CHANNELS_LAST && (shape.rank() < 3 || shape.rank() > 5)) {
            throw new IllegalArgumentException("shape " + shape + " has no spatial axes to put before the channels");
        }
        return new Tensor(type, shape, format, new Storage(sizeInBytes(type, shape)), null);
    }

    /**
     * A coded tensor with arbitrary contents.
     *
     * @param grid one for all elements, of codes that are stored in one byte
     */
    public static Tensor allocateCodes(QuantParams grid, Shape shape, MemoryFormat format) {
        DataType codes = grid.type().storage();
        if (grid.isPerChannel() || (codes != DataType.INT8 && codes != DataType.UINT8)) {
            throw new IllegalArgumentException("codes on grid " + grid + " do not stand for a tensor");
        }
        return new Tensor(codes, shape, format, new Storage(sizeInBytes(codes, shape)), grid);
    }

    /** A tensor with arbitrary contents, of the elements' type of {@code like}, coded on the same grid if that is coded. */
    public static Tensor allocateLike(Tensor like, Shape shape, MemoryFormat format) {
        return like.grid == null ? allocate(like.type, shape, format) : allocateCodes(like.grid, shape, format);
    }

    private static long sizeInBytes(DataType type, Shape shape) {
        try {
            return Math.multiplyExact(shape.elementCount(), (long) TensorData.elementBytes(type));
        } catch (ArithmeticException e) {
            throw new VernierException("A tensor of shape " + shape + " is too large; use smaller batches", e);
        }
    }

    /** A row-major copy of {@code data}. */
    public static Tensor of(TensorData data) {
        Tensor t = allocate(data.type(), data.shape());
        t.buffer().put(data.bytes());
        return t;
    }

    /** A row-major copy of this tensor outside native memory; of a coded one its real values. */
    public TensorData toData() {
        TensorData elements = elements();
        return grid == null ? elements : AffineQuantization.dequantize(elements, grid);
    }

    private TensorData elements() {
        ByteBuffer copy = ByteBuffer.allocate(Math.toIntExact(bytes())).order(ByteOrder.nativeOrder());
        if (format == MemoryFormat.ROW_MAJOR) {
            copy.put(buffer());
            copy.flip();
        } else {
            StridedCopy.copy(buffer(), 0, strides(), copy, 0, rowMajorStrides(shape), shape.toArray(), elementBytes());
        }
        return TensorData.of(type, shape, copy);
    }

    public DataType type() {
        return type;
    }

    /** The grid of a coded tensor; empty if the elements stand for themselves. */
    public Optional<QuantParams> grid() {
        return Optional.ofNullable(grid);
    }

    /** The logical shape: the same for both memory formats. */
    public Shape shape() {
        return shape;
    }

    public MemoryFormat format() {
        return format;
    }

    public long elementCount() {
        return shape.elementCount();
    }

    /** Bytes the elements take. */
    public long bytes() {
        return elementCount() * elementBytes();
    }

    public int elementBytes() {
        return TensorData.elementBytes(type);
    }

    /** The shape in the order the elements lie in: {@code [N, spatial…, C]} for {@link MemoryFormat#CHANNELS_LAST}. */
    public Shape physicalShape() {
        if (format == MemoryFormat.ROW_MAJOR) {
            return shape;
        }
        long[] dims = new long[shape.rank()];
        for (int axis = 0; axis < dims.length; axis++) {
            dims[physicalAxis(axis)] = shape.dim(axis);
        }
        return Shape.of(dims);
    }

    /** Where axis {@code axis} of {@link #shape()} stands in {@link #physicalShape()}. */
    public int physicalAxis(int axis) {
        if (format == MemoryFormat.ROW_MAJOR || axis == 0) {
            return axis;
        }
        return axis == 1 ? shape.rank() - 1 : axis - 1;
    }

    /** For each axis of {@link #shape()}, how many elements lie between one index and the next. */
    public long[] strides() {
        long[] physical = rowMajorStrides(physicalShape());
        long[] strides = new long[physical.length];
        for (int axis = 0; axis < strides.length; axis++) {
            strides[axis] = physical[physicalAxis(axis)];
        }
        return strides;
    }

    /** Strides, in elements, of a row-major tensor of the given shape. */
    public static long[] rowMajorStrides(Shape shape) {
        long[] strides = new long[shape.rank()];
        long step = 1;
        for (int axis = strides.length - 1; axis >= 0; axis--) {
            strides[axis] = step;
            step *= Math.max(1, shape.dim(axis));
        }
        return strides;
    }

    /** Whether the elements lie in row-major order: also true of channels-last images of one channel or one pixel. */
    public boolean isRowMajorInMemory() {
        return format == MemoryFormat.ROW_MAJOR || shape.dim(1) == 1 || elementCount() == shape.dim(0) * shape.dim(1);
    }

    /** The elements of a FLOAT32 tensor in physical order: a fresh view, valid until the tensor is closed. */
    public FloatBuffer floats() {
        if (type != DataType.FLOAT32) {
            throw new IllegalStateException("the elements are " + type + ", not FLOAT32");
        }
        return buffer().asFloatBuffer();
    }

    /** The elements in physical order, native byte order: a fresh view, valid until the tensor is closed. */
    public ByteBuffer buffer() {
        return storage.block().bytes.slice(0, Math.toIntExact(bytes())).order(ByteOrder.nativeOrder());
    }

    /** For native libraries: where the elements are. Valid until the tensor is closed. */
    public Pointer pointer() {
        return storage.block().pointer;
    }

    /** For native libraries: element {@code index} in physical order and what follows it. */
    public Pointer pointer(long index) {
        return new NativeMemory.View(
                storage.block().pointer.address() + index * elementBytes(), bytes() - index * elementBytes());
    }

    /**
     * The same elements in memory under another shape, which owns them too. The tensor must be row-major in memory.
     *
     * @throws IllegalArgumentException if the element counts differ
     */
    public Tensor reshaped(Shape other) {
        if (!isRowMajorInMemory()) {
            throw new IllegalStateException("a channels-last tensor is put in row-major order before it is reshaped");
        }
        if (other.elementCount() != elementCount()) {
            throw new IllegalArgumentException("shape " + shape + " has not as many elements as " + other);
        }
        retain();
        return new Tensor(type, other, MemoryFormat.ROW_MAJOR, storage, grid);
    }

    /**
     * The same memory seen as a tensor of another shape and format, which owns it too: for transposes that change nothing in memory.
     *
     * @throws IllegalArgumentException if the element counts differ
     */
    public Tensor relabelled(Shape otherShape, MemoryFormat otherFormat) {
        if (otherShape.elementCount() != elementCount()) {
            throw new IllegalArgumentException("shape " + shape + " has not as many elements as " + otherShape);
        }
        retain();
        return new Tensor(type, otherShape, otherFormat, storage, grid);
    }

    /** One more owner; returns this tensor, which must be closed once more. */
    public Tensor retain() {
        storage.retain();
        return this;
    }

    @Override
    public void close() {
        storage.release();
    }

    public boolean isClosed() {
        return storage.owners.get() <= 0;
    }

    @Override
    public String toString() {
        return type + " " + shape + (grid == null ? "" : " coded")
                + (format == MemoryFormat.CHANNELS_LAST ? " channels last" : "");
    }

    /** Memory with a count of its owners. */
    private static final class Storage {
        private final NativeMemory.Block block;
        private final AtomicInteger owners = new AtomicInteger(1);

        Storage(long bytes) {
            block = NativeMemory.acquire(bytes);
        }

        NativeMemory.Block block() {
            if (owners.get() <= 0) {
                throw new IllegalStateException("the tensor is closed");
            }
            return block;
        }

        void retain() {
            if (owners.getAndUpdate(n -> n <= 0 ? n : n + 1) <= 0) {
                throw new IllegalStateException("the tensor is closed");
            }
        }

        void release() {
            int before = owners.getAndDecrement();
            if (before == 1) {
                NativeMemory.release(block);
            } else if (before <= 0) {
                owners.incrementAndGet();
                throw new IllegalStateException("the tensor is closed more often than it has owners");
            }
        }
    }
}
