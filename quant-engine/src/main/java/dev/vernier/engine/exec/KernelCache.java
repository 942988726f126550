package dev.vernier.engine.exec;

import dev.vernier.engine.exec.kernel.OneThread;
import dev.vernier.engine.exec.kernel.PreparedResources;
import dev.vernier.engine.tensor.NativeMemory;

/**
 * Packed weights and native primitives, shared by the graphs compiled with it: a new plan prepares only what differs from the plans
 * before it. Bounded; closing it releases everything, after which graphs compiled with it cannot run.
 *
 * <p>Steps of graphs that share a cache run one at a time, whatever threads they are called from, unless they run on {@linkplain #lane
 * lanes} of it.
 */
public final class KernelCache implements AutoCloseable {
    private final PreparedResources resources;

    /** With room for prepared weights in a third of the native memory that may be taken. */
    public KernelCache() {
        this(NativeMemory.limitBytes() / 3);
    }

    /** @param limitBytes how much prepared weights and primitives may take together */
    public KernelCache(long limitBytes) {
        this(new PreparedResources(limitBytes));
    }

    private KernelCache(PreparedResources resources) {
        this.resources = resources;
    }

    /**
     * This cache for one more thread, on which steps of graphs compiled with it run beside those on other lanes; to be closed before this.
     */
    public KernelCache lane() {
        return new KernelCache(resources.lane());
    }

    /**
     * Loads the native libraries now, which takes half a second, so that the first graph need not wait for them. Where they cannot be loaded
     * the first graph tells it.
     */
    public static void loadNativeLibraries() {
        OneThread.loadLibraries();
    }

    /** How many threads, each with a {@link #lane} of its own and {@linkplain #keepToThisThread kept to}, make use of the machine; 1: none. */
    public static int lanesWorthHaving() {
        return OneThread.worthHaving();
    }

    /** From now on steps that the calling thread runs use no other thread. */
    public static void keepToThisThread() {
        OneThread.stay();
    }

    /** Bytes of packed weights and, estimated, of primitives. */
    public long bytes() {
        return resources.bytes();
    }

    /** How many prepared things it holds. */
    public int size() {
        return resources.size();
    }

    PreparedResources resources() {
        return resources;
    }

    @Override
    public void close() {
        resources.close();
    }
}
