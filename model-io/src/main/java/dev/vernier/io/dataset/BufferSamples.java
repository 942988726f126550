package dev.vernier.io.dataset;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;

/** Samples that lie at equal distances in the bytes of a file. */
final class BufferSamples implements StoredSamples {
    private final FileBytes bytes;
    private final int size;
    private final DataType type;
    private final Shape shape;
    private final ByteOrder order;
    private final long first;
    private final int stride;
    private final int sampleBytes;
    private volatile String contentHash;

    /**
     * @param first byte offset of the first sample
     * @param stride bytes from one sample to the next, at least the bytes of a sample
     */
    BufferSamples(FileBytes bytes, int size, DataType type, Shape shape, ByteOrder order, long first, int stride) {
        this.bytes = bytes;
        this.size = size;
        this.type = type;
        this.shape = shape;
        this.order = TensorData.elementBytes(type) == 1 ? ByteOrder.LITTLE_ENDIAN : order;
        this.first = first;
        this.stride = stride;
        this.sampleBytes = Math.toIntExact(shape.elementCount() * TensorData.elementBytes(type));
        long end = size == 0 ? first : first + (size - 1L) * stride + sampleBytes;
        if (stride < sampleBytes || end > bytes.size()) {
            throw new IllegalArgumentException(size + " samples end at byte " + end + " of " + bytes.size());
        }
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public DataType type() {
        return type;
    }

    @Override
    public Shape shape() {
        return shape;
    }

    @Override
    public TensorData read(int from, int count) {
        Objects.checkFromIndexSize(from, count, size);
        int span = count == 0 ? 0 : Math.addExact(Math.multiplyExact(count - 1, stride), sampleBytes);
        ByteBuffer data = bytes.slice(first + (long) from * stride, span);
        if (stride != sampleBytes) {
            ByteBuffer packed = ByteBuffer.allocate(count * sampleBytes);
            for (int i = 0; i < count; i++) {
                packed.put(data.slice(i * stride, sampleBytes));
            }
            data = packed.flip();
        }
        return TensorData.of(type, shape.prepended(count), order == ByteOrder.LITTLE_ENDIAN ? data : swapped(data));
    }

    private ByteBuffer swapped(ByteBuffer big) {
        ByteBuffer little = ByteBuffer.allocate(big.remaining()).order(ByteOrder.LITTLE_ENDIAN);
        big = big.duplicate().order(ByteOrder.BIG_ENDIAN);
        switch (TensorData.elementBytes(type)) {
            case 2:
                little.asShortBuffer().put(big.asShortBuffer());
                break;
            case 4:
                little.asIntBuffer().put(big.asIntBuffer());
                break;
            default:
                little.asLongBuffer().put(big.asLongBuffer());
                break;
        }
        return little;
    }

    @Override
    public String contentHash() {
        String hash = contentHash;
        if (hash == null) {
            hash = bytes.contentHash() + " " + type + " " + shape + " from " + first;
            contentHash = hash;
        }
        return hash;
    }
}
