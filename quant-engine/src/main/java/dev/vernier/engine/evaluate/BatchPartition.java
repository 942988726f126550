package dev.vernier.engine.evaluate;

/**
 * How samples are divided into batches: always the same way, so that cached activations fit every evaluation.
 *
 * @param samples how many samples there are
 * @param size samples of each batch but the last
 */
record BatchPartition(int samples, int size) {
    /**
     * Small enough that the activations of a layer stay in the processor's caches and a first estimate is there at once, large enough
     * that a step's fixed cost does not show.
     */
    static final int DEFAULT_SIZE = 64;

    int batches() {
        return (samples + size - 1) / size;
    }

    int from(int batch) {
        return batch * size;
    }

    int count(int batch) {
        return Math.min(size, samples - from(batch));
    }
}
