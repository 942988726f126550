package dev.vernier.engine.exec.kernel;

import dev.vernier.engine.VernierException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * What kernels prepare once and use again: packed weights, native primitives, folded constants. Bounded; what was used longest ago goes
 * first. Used under its own lock by {@code Step}; nothing is dropped while a step runs.
 */
public final class PreparedResources implements AutoCloseable {
    private final long limitBytes;
    private final Map<String, Entry> entries = new LinkedHashMap<>(64, 0.75f, true);
    private long bytes;
    private boolean closed;

    public PreparedResources(long limitBytes) {
        this.limitBytes = limitBytes;
    }

    /**
     * The resource called {@code key}, made now if it is not there. It stays usable until {@link #trim()}.
     *
     * @param size bytes it takes
     */
    public synchronized <T extends AutoCloseable> T get(
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
    public synchronized void trim() {
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
