package dev.vernier.engine.exec.kernel;

import dev.vernier.engine.VernierException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * What kernels prepare once and use again: packed weights, native primitives, folded constants. Bounded; what was used longest ago goes
 * first. Steps use one at a time, each between {@link #enter} and {@link #leave}; nothing is dropped while a step runs.
 *
 * <p>A {@linkplain #lane lane} shares all but the native primitives, which serve one thread at a time, with what it is a lane of.
 */
public final class PreparedResources implements AutoCloseable {
    private final long limitBytes;
    /** What a lane takes everything but primitives from; null for what is no lane. */
    private final PreparedResources shared;
    /** One turn for all steps, so that steps run one at a time. */
    private final ReentrantLock turn = new ReentrantLock();
    /** Held for reading by each step that runs, on any lane; for writing while something is dropped. */
    private final ReentrantReadWriteLock use = new ReentrantReadWriteLock();

    private final Map<String, Entry> entries = new LinkedHashMap<>(64, 0.75f, true);
    private long bytes;
    private boolean closed;

    public PreparedResources(long limitBytes) {
        this(limitBytes, null);
    }

    private PreparedResources(long limitBytes, PreparedResources shared) {
        this.limitBytes = limitBytes;
        this.shared = shared;
    }

    /** With primitives of its own, for another thread; to be closed before this. */
    public PreparedResources lane() {
        return new PreparedResources(limitBytes, this);
    }

    /** A step begins to run. */
    public void enter() {
        turn.lock();
        root().use.readLock().lock();
    }

    /** The step has run: what it was given may be dropped from now on. */
    public void leave() {
        root().use.readLock().unlock();
        trim();
        if (shared != null) {
            shared.trim();
        }
        turn.unlock();
    }

    private PreparedResources root() {
        return shared == null ? this : shared;
    }

    /**
     * The resource called {@code key}, made now if it is not there. It stays usable until {@link #leave()}.
     *
     * @param size bytes it takes
     */
    public <T extends AutoCloseable> T get(String key, Class<T> type, Supplier<T> make, ToLongFunction<T> size) {
        return shared == null || type == NativePrimitive.class
                ? own(key, type, make, size)
                : shared.own(key, type, make, size);
    }

    private synchronized <T extends AutoCloseable> T own(
            String key, Class<T> type, Supplier<T> make, ToLongFunction<T> size) {
        if (closed) {
            throw new IllegalStateException("the kernel cache is closed");
        }
        Entry e = entries.get(key);
        if (e == null) {
            T made = make.get();
            e = new Entry(made, size.applyAsLong(made));
            entries.put(key, e);
            bytes += e.bytes;
        }
        return type.cast(e.resource);
    }

    /** Drops what was used longest ago until the rest fits the limit. */
    private void trim() {
        if (bytes() <= limitBytes) {
            return;
        }
        root().use.writeLock().lock();
        try {
            dropEldest();
        } finally {
            root().use.writeLock().unlock();
        }
    }

    private synchronized void dropEldest() {
        Iterator<Entry> eldest = entries.values().iterator();
        while (bytes > limitBytes && eldest.hasNext()) {
            Entry e = eldest.next();
            eldest.remove();
            bytes -= e.bytes;
            e.close();
        }
    }

    public synchronized long bytes() {
        return bytes;
    }

    public synchronized int size() {
        return entries.size();
    }

    @Override
    public synchronized void close() {
        closed = true;
        entries.values().forEach(Entry::close);
        entries.clear();
        bytes = 0;
    }

    private record Entry(AutoCloseable resource, long bytes) {
        void close() {
            try {
                resource.close();
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new VernierException("A prepared kernel could not be released: " + e.getMessage(), e);
            }
        }
    }
}
