package dev.vernier.engine.calibrate;

import java.nio.FloatBuffer;

/** Copies chunks of a buffer into an array, which loops run over much faster. */
final class ChunkReader {
    /** Floats read at a time: they stay in the processor's first cache. */
    static final int CHUNK = 4096;

    private final FloatBuffer values;
    private final float[] chunk = new float[CHUNK];

    ChunkReader(FloatBuffer values) {
        this.values = values;
    }

    /**
     * Reads at most a chunk.
     *
     * @param from index after the buffer's position
     * @return how many floats are in {@link #chunk()} now
     */
    int read(int from, int wanted) {
        int n = Math.min(CHUNK, wanted);
        values.get(values.position() + from, chunk, 0, n);
        return n;
    }

    float[] chunk() {
        return chunk;
    }
}
