package dev.vernier.engine.tensor;

import dev.vernier.engine.VernierException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * The native memory tensors live in: blocks aligned to a cache line, recycled by size because fresh pages cost more than the arithmetic
 * that fills them. Larger blocks are cut from {@linkplain Slab slabs}. Safe to use from several threads.
 */
public final class NativeMemory {
    /** Largest block, in bytes: what one Java buffer can address. */
    public static final long MAX_BLOCK_BYTES = Integer.MAX_VALUE - 4096L;

    private static final int ALIGNMENT = 64;
    private static final long MIN_LIMIT_BYTES = 32L << 20;
    private static final long PHYSICAL_BYTES;
    private static long poolLimitBytes;
    private static long totalLimitBytes;

    static {
        // JavaCPP would refuse objects of a few bytes once the process holds some multiple of the Java heap, most of
        // which are these
        // blocks; their limit is below.
        if (System.getProperty("org.bytedeco.javacpp.maxPhysicalBytes") == null) {
            System.setProperty("org.bytedeco.javacpp.maxPhysicalBytes", "0");
        }
        PHYSICAL_BYTES = PhysicalMemory.bytes();
        poolLimitBytes = Math.max(64L << 20, PHYSICAL_BYTES / 16);
        totalLimitBytes = PHYSICAL_BYTES / 10 * 9;
    }

    /** Blocks ready to be used again, by capacity. */
    private static final Map<Long, ArrayDeque<Block>> FREE = new HashMap<>();

    /** The slab new blocks of a capacity are cut from. */
    private static final Map<Long, Slab> CURRENT = new HashMap<>();

    private static final Set<Slab> SLABS = new HashSet<>();
    private static long inUse;
    private static long pooled;
    private static long releases;

    private NativeMemory() {}

    /** Must come before anything else of JavaCPP is used in the process; tensors see to it themselves. */
    public static void prepare() {
        // Initializing this class is all.
    }

    /** Most bytes that tensors, those in use and those kept for the next, may take together. */
    public static synchronized long limitBytes() {
        return totalLimitBytes;
    }

    /**
     * Lets tensors take {@code bytes} at most from now on; what is in use already stays.
     *
     * @throws IllegalArgumentException if that is less than 32 MB, which no evaluation fits
     */
    public static synchronized void limitTo(long bytes) {
        if (bytes < MIN_LIMIT_BYTES) {
            throw new IllegalArgumentException("a limit of " + bytes + " bytes");
        }
        totalLimitBytes = bytes;
        poolLimitBytes = Math.min(poolLimitBytes, bytes / 4);
        shrinkPool(poolLimitBytes);
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
        long capacity = sizeClass(bytes);
        ArrayDeque<Block> free = FREE.get(capacity);
        Block block = free == null ? null : free.pollLast();
        if (block != null) {
            pooled -= capacity;
            block.slab.idle--;
        } else {
            block = cut(capacity, bytes);
        }
        inUse += capacity;
        return block;
    }

    private static Block cut(long capacity, long bytes) {
        Slab slab = CURRENT.get(capacity);
        if (slab == null || slab.isFull()) {
            if (inUse + pooled + capacity > totalLimitBytes) {
                shrinkPool(0);
            }
            slab = inUse + capacity > totalLimitBytes ? null : Slab.allocate(capacity);
            if (slab == null) {
                throw new VernierException("Not enough memory for another tensor of " + bytes + " bytes beside the "
                        + inUse + " bytes in use; use smaller batches, fewer samples or a smaller cache");
            }
            SLABS.add(slab);
            CURRENT.put(capacity, slab);
        }
        return slab.cut();
    }

    static synchronized void release(Block block) {
        inUse -= block.slab.blockBytes;
        pooled += block.slab.blockBytes;
        block.slab.idle++;
        block.slab.releasedAt = releases++;
        FREE.computeIfAbsent(block.slab.blockBytes, k -> new ArrayDeque<>()).addLast(block);
        if (pooled > poolLimitBytes) {
            shrinkPool(poolLimitBytes);
        }
    }

    /** Rounds up so that at most an eighth is wasted and few sizes exist. */
    private static long sizeClass(long bytes) {
        if (bytes <= ALIGNMENT * 8) {
            return Math.max(ALIGNMENT, (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
        }
        long step = Long.highestOneBit(bytes) / 8;
        return Math.min((bytes + step - 1) / step * step, MAX_BLOCK_BYTES);
    }

    /** Frees the slabs of which no block is in use, longest idle first, until at most {@code limit} bytes are pooled. */
    private static void shrinkPool(long limit) {
        List<Slab> idle = new ArrayList<>();
        for (Slab slab : SLABS) {
            if (slab.idle == slab.cut) {
                idle.add(slab);
            }
        }
        idle.sort(Comparator.comparingLong(slab -> slab.releasedAt));
        for (Slab slab : idle) {
            if (pooled <= limit) {
                return;
            }
            pooled -= slab.cut * slab.blockBytes;
            FREE.get(slab.blockBytes).removeIf(block -> block.slab == slab);
            CURRENT.remove(slab.blockBytes, slab);
            SLABS.remove(slab);
            slab.free();
        }
    }

    /** A stretch of native memory that belongs to one tensor at a time. */
    static final class Block {
        final Pointer pointer;
        final ByteBuffer bytes;
        private final Slab slab;

        private Block(Slab slab, long address) {
            this.slab = slab;
            this.pointer = new View(address, slab.blockBytes);
            this.bytes = pointer.asByteBuffer().order(ByteOrder.nativeOrder());
        }
    }

    /**
     * Several blocks of one capacity in one allocation, aligned so that the system can back it with huge pages where it is allowed to
     * (on Linux with {@code GLIBC_TUNABLES=glibc.malloc.hugetlb=1}): a first touch of 2 MB then costs little more than one of 4 kB.
     */
    private static final class Slab {
        private static final long HUGE_PAGE_BYTES = 2L << 20;
        private static final long SLAB_BYTES = 16 * HUGE_PAGE_BYTES;

        /** Smaller blocks are too few to fill a huge page. */
        private static final long MIN_SHARED_BYTES = 64 << 10;

        private final long blockBytes;
        private final int blocks;
        private final Pointer allocation;
        private final long first;
        private int cut;
        private int idle;
        private long releasedAt;

        private Slab(Pointer allocation, long alignment, long blockBytes, int blocks) {
            this.allocation = allocation;
            this.first = (allocation.address() + alignment - 1) / alignment * alignment;
            this.blockBytes = blockBytes;
            this.blocks = blocks;
        }

        /** Null if the system has no memory left. */
        static Slab allocate(long blockBytes) {
            boolean huge = blockBytes >= MIN_SHARED_BYTES;
            int blocks = huge ? (int) Math.max(1, SLAB_BYTES / blockBytes) : 1;
            long alignment = huge ? HUGE_PAGE_BYTES : ALIGNMENT;
            Pointer p = Pointer.malloc(blocks * blockBytes + alignment);
            return p == null || p.isNull() ? null : new Slab(p, alignment, blockBytes, blocks);
        }

        boolean isFull() {
            return cut == blocks;
        }

        Block cut() {
            return new Block(this, first + blockBytes * cut++);
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
