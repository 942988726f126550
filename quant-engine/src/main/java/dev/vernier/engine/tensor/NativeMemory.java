package dev.vernier.engine.tensor;

import dev.vernier.engine.VernierException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * The native memory tensors live in: blocks aligned to a cache line, recycled by size because fresh pages cost more than the arithmetic
 * that fills them. Safe to use from several threads.
 */
public final class NativeMemory {
    /** Largest block, in bytes: what one Java buffer can address. */
    public static final long MAX_BLOCK_BYTES = Integer.MAX_VALUE - 4096L;

    private static final int ALIGNMENT = 64;
    private static final long PHYSICAL_BYTES;
    private static final long POOL_LIMIT_BYTES;
    private static final long TOTAL_LIMIT_BYTES;

    static {
        // JavaCPP would refuse objects of a few bytes once the process holds some multiple of the Java heap, most of
        // which are these
        // blocks; their limit is below.
        if (System.getProperty("org.bytedeco.javacpp.maxPhysicalBytes") == null) {
            System.setProperty("org.bytedeco.javacpp.maxPhysicalBytes", "0");
        }
        PHYSICAL_BYTES = Pointer.totalPhysicalBytes();
        POOL_LIMIT_BYTES = Math.max(64L << 20, PHYSICAL_BYTES / 16);
        TOTAL_LIMIT_BYTES = PHYSICAL_BYTES / 10 * 9;
    }

    private static final Map<Long, ArrayDeque<Block>> FREE = new TreeMap<>();
    private static long inUse;
    private static long pooled;
    private static long releases;

    private NativeMemory() {}

    /** Must come before anything else of JavaCPP is used in the process; tensors see to it themselves. */
    public static void prepare() {
        // Initializing this class is all.
    }

    /** Bytes of memory the machine has. */
    public static long physicalBytes() {
        return PHYSICAL_BYTES;
    }

    /** Bytes held by tensors that are not closed, rounded up to the sizes blocks come in. */
    public static synchronized long bytesInUse() {
        return inUse;
    }

    /** Bytes kept for the next tensors. */
    public static synchronized long bytesPooled() {
        return pooled;
    }

    /** Gives all pooled bytes back to the system. */
    public static synchronized void trim() {
        shrinkPool(0);
    }

    /**
     * A block of at least {@code bytes} bytes with arbitrary contents.
     *
     * @throws VernierException if it is too large or the machine has not that much memory left
     */
    static synchronized Block acquire(long bytes) {
        if (bytes < 0 || bytes > MAX_BLOCK_BYTES) {
            throw new VernierException("A tensor of " + bytes + " bytes is larger than one tensor can be ("
                    + MAX_BLOCK_BYTES + " bytes); use smaller batches");
        }
        long capacity = Math.min(sizeClass(bytes), MAX_BLOCK_BYTES);
        ArrayDeque<Block> free = FREE.get(capacity);
        Block block = free == null ? null : free.pollLast();
        if (block != null) {
            pooled -= capacity;
        } else {
            if (inUse + pooled + capacity > TOTAL_LIMIT_BYTES) {
                shrinkPool(0);
            }
            if (inUse + capacity > TOTAL_LIMIT_BYTES) {
                throw outOfMemory(bytes);
            }
            block = Block.allocate(capacity);
            if (block == null) {
                shrinkPool(0);
                block = Block.allocate(capacity);
            }
            if (block == null) {
                throw outOfMemory(bytes);
            }
        }
        inUse += capacity;
        return block;
    }

    static synchronized void release(Block block) {
        inUse -= block.capacity;
        pooled += block.capacity;
        block.releasedAt = releases++;
        FREE.computeIfAbsent(block.capacity, k -> new ArrayDeque<>()).addLast(block);
        shrinkPool(POOL_LIMIT_BYTES);
    }

    /** Rounds up so that at most an eighth is wasted and few sizes exist. */
    private static long sizeClass(long bytes) {
        if (bytes <= ALIGNMENT * 8) {
            return Math.max(ALIGNMENT, (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
        }
        long step = Long.highestOneBit(bytes) / 8;
        return (bytes + step - 1) / step * step;
    }

    /** Frees the blocks that have been idle longest until at most {@code limit} bytes are pooled. */
    private static void shrinkPool(long limit) {
        while (pooled > limit) {
            ArrayDeque<Block> stalest = null;
            for (Iterator<ArrayDeque<Block>> it = FREE.values().iterator(); it.hasNext(); ) {
                ArrayDeque<Block> blocks = it.next();
                if (blocks.isEmpty()) {
                    it.remove();
                } else if (stalest == null || blocks.peekFirst().releasedAt < stalest.peekFirst().releasedAt) {
                    stalest = blocks;
                }
            }
            Block block = stalest.pollFirst();
            pooled -= block.capacity;
            block.free();
        }
    }

    private static VernierException outOfMemory(long bytes) {
        return new VernierException("Not enough memory for another tensor of " + bytes + " bytes beside the " + inUse
                + " bytes in use; use smaller batches, fewer samples or a smaller cache");
    }

    /** A stretch of native memory. */
    static final class Block {
        final long capacity;
        final Pointer pointer;
        final ByteBuffer bytes;
        private final Pointer allocation;
        private long releasedAt;

        private Block(Pointer allocation, long capacity) {
            this.allocation = allocation;
            this.capacity = capacity;
            long aligned = (allocation.address() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
            this.pointer = new View(aligned, capacity);
            this.bytes = pointer.asByteBuffer().order(ByteOrder.nativeOrder());
        }

        static Block allocate(long capacity) {
            Pointer p = Pointer.malloc(capacity + ALIGNMENT);
            return p == null || p.isNull() ? null : new Block(p, capacity);
        }

        void free() {
            Pointer.free(allocation);
        }
    }

    /** Points into a block and owns nothing. */
    static final class View extends BytePointer {
        View(long address, long bytes) {
            super((Pointer) null);
            this.address = address;
            this.limit = bytes;
            this.capacity = bytes;
        }
    }
}
