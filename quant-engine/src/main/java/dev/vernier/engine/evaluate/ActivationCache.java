package dev.vernier.engine.evaluate;

import dev.vernier.engine.tensor.NativeMemory;
import dev.vernier.engine.tensor.Tensor;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

/**
 * Activations by (fingerprint, batch) under a byte budget. A smaller budget costs time, never correctness.
 *
 * <p>What goes first when the budget is full: what no recent plan used; among equals what is cheapest to compute again for each byte it
 * takes. A newcomer that would itself be the first to go is not kept. Where native memory is short it keeps less than its budget. Safe
 * for several threads.
 */
final class ActivationCache implements AutoCloseable {
    private record Key(String fingerprint, int batch) {}

    private static final class Entry {
        final Key key;
        final Tensor tensor;
        final double costPerByte;
        final long order;
        long generation;

        Entry(Key key, Tensor tensor, double costPerByte, long order, long generation) {
            this.key = key;
            this.tensor = tensor;
            this.costPerByte = costPerByte;
            this.order = order;
            this.generation = generation;
        }
    }

    private static final Comparator<Entry> FIRST_TO_GO = Comparator.<Entry>comparingLong(e -> e.generation)
            .thenComparingDouble(e -> e.costPerByte)
            .thenComparingLong(e -> e.order);

    private final long budgetBytes;
    private final NativeMemory.Reserve shortage = this::giveBack;
    private final Map<Key, Entry> entries = new HashMap<>();
    private final TreeSet<Entry> byWorth = new TreeSet<>(FIRST_TO_GO);
    private volatile long bytes;
    private long generation;
    private long orders;

    ActivationCache(long budgetBytes) {
        this.budgetBytes = budgetBytes;
        NativeMemory.add(shortage);
    }

    /** Where memory is short, drops what is worth least until {@code wanted} bytes are given back. */
    private synchronized boolean giveBack(long wanted) {
        long before = bytes;
        while (!byWorth.isEmpty() && before - bytes < wanted) {
            drop(byWorth.first());
        }
        return bytes < before;
    }

    /** A new plan is being evaluated: what it uses outlives what older ones used. */
    synchronized void nextGeneration() {
        generation++;
    }

    /** The activation, retained for the caller, who closes it; or null. */
    synchronized Tensor get(String fingerprint, int batch) {
        Entry e = entries.get(new Key(fingerprint, batch));
        if (e == null) {
            return null;
        }
        touch(e);
        return e.tensor.retain();
    }

    synchronized boolean contains(String fingerprint, int batch) {
        return entries.containsKey(new Key(fingerprint, batch));
    }

    private void touch(Entry e) {
        if (e.generation != generation) {
            byWorth.remove(e);
            e.generation = generation;
            byWorth.add(e);
        }
    }

    /**
     * Offers an activation; the cache retains it for itself if it keeps it.
     *
     * @param cost what computing it again takes, in any unit that is the same for all
     */
    synchronized void offer(String fingerprint, int batch, Tensor tensor, double cost) {
        Key key = new Key(fingerprint, batch);
        Entry known = entries.get(key);
        if (known != null) {
            touch(known);
            return;
        }
        long size = tensor.bytes();
        Entry e = new Entry(key, tensor, cost / Math.max(1, size), orders++, generation);
        while (bytes + size > budgetBytes) {
            if (byWorth.isEmpty() || FIRST_TO_GO.compare(e, byWorth.first()) <= 0) {
                return;
            }
            drop(byWorth.first());
        }
        tensor.retain();
        entries.put(key, e);
        byWorth.add(e);
        bytes += size;
    }

    private void drop(Entry e) {
        byWorth.remove(e);
        entries.remove(e.key);
        bytes -= e.tensor.bytes();
        e.tensor.close();
    }

    long bytes() {
        return bytes;
    }

    @Override
    public synchronized void close() {
        NativeMemory.remove(shortage);
        entries.values().forEach(e -> e.tensor.close());
        entries.clear();
        byWorth.clear();
        bytes = 0;
    }
}
