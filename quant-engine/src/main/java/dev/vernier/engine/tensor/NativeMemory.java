package dev.vernier.engine.tensor;

import dev.vernier.engine.VernierException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
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
import java.util.concurrent.CopyOnWriteArrayList;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * The native memory tensors live in: blocks aligned to a cache line, recycled by size because fresh pages cost more than the arithmetic
 * that fills them. Larger blocks are cut from {@linkplain Slab slabs}. Safe to use from several threads.
 *
 * <p>All that Vernier takes outside the Java heap counts towards one limit: tensors, those kept for the next, what kernels prepare, and
 * Java's direct buffers, in which models' weights are read. Before a tensor is refused, {@linkplain Reserve reserves} are asked to do with less.
 */
public final class NativeMemory {
    /** Largest block, in bytes: what one Java buffer can address. */
    public static final long MAX_BLOCK_BYTES = Integer.MAX_VALUE - 4096L;

    private static final int ALIGNMENT = 64;
    private static final long MIN_LIMIT_BYTES = 32L << 20;
    private static final long LARGEST_POOL_BYTES = Math.max(64L << 20, PhysicalMemory.bytes() / 16);
    private static long poolLimitBytes = LARGEST_POOL_BYTES;
    private static long totalLimitBytes = PhysicalMemory.bytes() / 4;

    static {
        // JavaCPP would refuse objects of a few bytes once the process holds some multiple of the Java heap, most of it
        // these blocks; their limit is below.
        if (System.getProperty("org.bytedeco.javacpp.maxPhysicalBytes") == null) {
            System.setProperty("org.bytedeco.javacpp.maxPhysicalBytes", "0");
        }
    }

    /** Blocks ready to be used again, by capacity. */
    private static final Map<Long, ArrayDeque<Block>> FREE = new HashMap<>();

    /** The slab new blocks of a capacity are cut from. */
    private static final Map<Long, Slab> CURRENT = new HashMap<>();

    private static final Set<Slab> SLABS = new HashSet<>();
    private static long inUse;
    private static long pooled;
    private static long releases;
    private static long slabBytes;
    private static long preparedBytes;

    private static final List<Reserve> RESERVES = new CopyOnWriteArrayList<>();
    private static final List<BufferPoolMXBean> BUFFER_POOLS =
            ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class);

    private NativeMemory() {}

    /** Holds tensors that it can do without. */
    @FunctionalInterface
    public interface Reserve {
        /**
         * Closes tensors of about {@code bytes}. Called on the thread that needs memory.
         *
         * @return whether there was any
         */
        boolean giveBack(long bytes);
    }

    /** Asks {@code reserve} from now on where memory is short. */
    public static void add(Reserve reserve) {
        RESERVES.add(reserve);
    }

    public static void remove(Reserve reserve) {
        RESERVES.remove(reserve);
    }

    /** Counts what a native library holds besides tensors; a negative number when it lets go. */
    public static synchronized void countPrepared(long bytes) {
        preparedBytes += bytes;
    }

    /** Must come before anything else of JavaCPP is used in the process; tensors see to it themselves. */
    public static void prepare() {
        // Initializing this class is all.
    }

    /** Most bytes that may be taken outside the Java heap. */
    public static synchronized long limitBytes() {
        return totalLimitBytes;
    }

    /**
     * Lets {@code bytes} be taken at most from now on; what is in use already stays.
     *
     * @throws IllegalArgumentException if that is less than 32 MB, which no evaluation fits
     */
    public static synchronized void limitTo(long bytes) {
        if (bytes < MIN_LIMIT_BYTES) {
            throw new IllegalArgumentException("a limit of " + bytes + " bytes");
        }
        totalLimitBytes = bytes;
        poolLimitBytes = Math.min(LARGEST_POOL_BYTES, bytes / 4);
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

    /** Bytes taken outside the Java heap: what the limit is compared with. */
    public static synchronized long bytesHeld() {
        return slabBytes + preparedBytes + bufferBytes();
    }

    /** Bytes of Java's direct buffers, in which models' weights are read. */
    public static long bufferBytes() {
        return BUFFER_POOLS.stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }

    /** Gives all pooled bytes back to the system. */
    public static synchronized void trim() {
        shrinkPool(0);
    }

    /**
     * A block of at least {@code bytes} bytes with arbitrary contents.
     *
     * @throws VernierException if it is too large, or there is no more memory that may be taken
     */
    static Block acquire(long bytes) {
        if (bytes < 0 || bytes > MAX_BLOCK_BYTES) {
            throw new VernierException("A tensor of " + bytes + " bytes is larger than one tensor can be ("
                    + MAX_BLOCK_BYTES + " bytes); use smaller batches");
        }
        long capacity = sizeClass(bytes);
        Block block = take(capacity);
        while (block == null && reservesGiveBack(capacity)) {
            block = take(capacity);
        }
        if (block == null) {
            throw new VernierException("Not enough memory: a tensor of " + megabytes(bytes) + " is needed beside "
                    + megabytes(bytesHeld()) + ", and " + megabytes(limitBytes())
                    + " may be taken for tensors; give more with --memory, or use fewer samples");
        }
        return block;
    }

    private static String megabytes(long bytes) {
        return (bytes + 999_999) / 1_000_000 + " MB";
    }

    /** Not while this class is locked: reserves have locks of their own. */
    private static boolean reservesGiveBack(long capacity) {
        boolean any = false;
        for (Reserve reserve : RESERVES) {
            any |= reserve.giveBack(Math.max(capacity, limitBytes() / 16));
        }
        return any;
    }

    /** Null if the limit, or the system, does not allow it. */
    private static synchronized Block take(long capacity) {
        ArrayDeque<Block> free = FREE.get(capacity);
        Block block = free == null ? null : free.pollLast();
        if (block != null) {
            pooled -= capacity;
            block.slab.idle--;
        } else {
            block = cut(capacity);
        }
        if (block != null) {
            inUse += capacity;
        }
        return block;
    }

    private static Block cut(long capacity) {
        if (!fits(capacity)) {
            shrinkPool(0);
            if (!fits(capacity)) {
                return null;
            }
        }
        Slab slab = CURRENT.get(capacity);
        if (slab == null || slab.isFull()) {
            slab = Slab.allocate(capacity);
            if (slab == null) {
                return null;
            }
            SLABS.add(slab);
            CURRENT.put(capacity, slab);
        }
        long before = slab.reachedBytes();
        Block block = slab.cut();
        slabBytes += slab.reachedBytes() - before;
        return block;
    }

    private static boolean fits(long capacity) {
        return bytesHeld() + capacity <= totalLimitBytes;
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
            slabBytes -= slab.reachedBytes();
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

        /** Bytes the system has had to provide so far: whole huge pages where blocks share them. */
        long reachedBytes() {
            long bytes = cut * blockBytes;
            return blockBytes < MIN_SHARED_BYTES
                    ? bytes
                    : (bytes + HUGE_PAGE_BYTES - 1) / HUGE_PAGE_BYTES * HUGE_PAGE_BYTES;
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
