package dev.vernier.engine.exec;

/**
 * How samples are divided into batches: always the same way, so that cached activations fit every evaluation.
 *
 * @param samples how many samples there are
 * @param size samples of each batch but the last
 */
public record BatchPartition(int samples, int size) {
    /**
     * Small enough that the activations of a layer stay in the processor's caches and a first estimate is there at once, large enough
     * that a step's fixed cost does not show; where one core works on each, as much memory for each core.
     */
    private static final int SIZE = 64;

    private static final int SIZE_ON_ONE_CORE = 32;

    /**
     * For {@code lanes} batches at once: few samples are divided among the lanes, but not into batches so small that fixed cost shows.
     */
    public static BatchPartition of(int samples, int lanes) {
        if (lanes < 2) {
            return new BatchPartition(samples, SIZE);
        }
        int each = (samples + lanes - 1) / lanes;
        return new BatchPartition(samples, Math.max(SIZE_ON_ONE_CORE / 4, Math.min(SIZE_ON_ONE_CORE, each)));
    }

    public int batches() {
        return (samples + size - 1) / size;
    }

    public int from(int batch) {
        return batch * size;
    }

    public int count(int batch) {
        return Math.min(size, samples - from(batch));
    }
}
