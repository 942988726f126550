package dev.vernier.engine.exec;

import dev.vernier.engine.exec.kernel.Codes;
import dev.vernier.engine.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/** The real values of a tensor in physical order, read in pieces: floats, or codes by a table of what they stand for. */
interface RealValues {
    /**
     * Reads {@code count} values from element {@code from} on into {@code into[0..count)}.
     *
     * @param codes room for as many codes
     */
    void read(int from, float[] into, int count, byte[] codes);

    static RealValues of(Tensor t) {
        if (t.grid().isEmpty()) {
            FloatBuffer floats = t.floats();
            return (from, into, count, unused) -> floats.get(from, into, 0, count);
        }
        float[] table = Codes.realValues(t.grid().get());
        ByteBuffer all = t.buffer();
        return (from, into, count, codes) -> {
            all.get(from, codes, 0, count);
            for (int i = 0; i < count; i++) {
                into[i] = table[codes[i] & 0xff];
            }
        };
    }
}
