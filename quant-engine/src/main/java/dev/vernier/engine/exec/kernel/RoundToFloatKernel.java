package dev.vernier.engine.exec.kernel;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Float8;
import dev.vernier.engine.graph.HalfPrecision;
import dev.vernier.engine.graph.op.RoundToFloat;
import dev.vernier.engine.tensor.ParallelLoop;
import dev.vernier.engine.tensor.Tensor;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;

/** Values rounded to binary16 or bfloat16, as {@link HalfPrecision} does, or to {@link Float8}. */
final class RoundToFloatKernel implements Kernel {
    private static final int MIN_PER_THREAD = 16384;
    private static final int CHUNK = 2048;

    @Override
    public Tensor[] run(KernelCall call) {
        Tensor x = call.tensor(0);
        DataType format = call.op(RoundToFloat.class).format();
        if (x.type() != DataType.FLOAT32) {
            throw call.error("rounds float32 values, not " + x.type() + "; insert a Cast");
        }
        if (format.isFloating() && format.bits() == 8) {
            return new Tensor[] {
                roundToFloat8(x, Float8.of(format), call.op(RoundToFloat.class).scale())
            };
        }
        if (format != DataType.FLOAT16 && format != DataType.BFLOAT16) {
            throw call.error("cannot round to " + format + "; choose FLOAT16, BFLOAT16 or a float of 8 bits");
        }
        Tensor out = Tensor.allocate(DataType.FLOAT32, x.shape(), x.format());
        IntBuffer from = x.buffer().asIntBuffer();
        IntBuffer to = out.buffer().asIntBuffer();
        boolean half = format == DataType.FLOAT16;
        ParallelLoop.run(x.elementCount(), MIN_PER_THREAD, (begin, end) -> {
            int[] chunk = new int[CHUNK];
            int[] rounded = new int[CHUNK];
            for (int start = (int) begin; start < end; start += CHUNK) {
                int n = Math.min(CHUNK, (int) end - start);
                from.get(start, chunk, 0, n);
                if (!(half ? roundCommonHalves(chunk, rounded, n) : roundCommonBrains(chunk, rounded, n))) {
                    for (int i = 0; i < n; i++) {
                        float v = Float.intBitsToFloat(chunk[i]);
                        float r = half ? HalfPrecision.roundToFloat16(v) : HalfPrecision.roundToBFloat16(v);
                        rounded[i] = Float.floatToRawIntBits(r);
                    }
                }
                to.put(start, rounded, 0, n);
            }
        });
        return new Tensor[] {out};
    }

    private static Tensor roundToFloat8(Tensor x, Float8 format, float scale) {
        Tensor out = Tensor.allocate(DataType.FLOAT32, x.shape(), x.format());
        FloatBuffer from = x.floats();
        FloatBuffer to = out.floats();
        ParallelLoop.run(x.elementCount(), MIN_PER_THREAD, (begin, end) -> {
            float[] chunk = new float[CHUNK];
            for (int start = (int) begin; start < end; start += CHUNK) {
                int n = Math.min(CHUNK, (int) end - start);
                from.get(start, chunk, 0, n);
                for (int i = 0; i < n; i++) {
                    chunk[i] = format.round(chunk[i] / scale) * scale;
                }
                to.put(start, chunk, 0, n);
            }
        });
        return out;
    }

    /**
     * Rounds the bits of floats that are 0 or normal in binary16, without a branch so that the loop is compiled to vector instructions.
     *
     * @return whether all were of that kind; otherwise {@code rounded} is of no use
     */
    private static boolean roundCommonHalves(int[] bits, int[] rounded, int n) {
        int others = 0;
        for (int i = 0; i < n; i++) {
            int b = bits[i];
            int magnitude = b & 0x7FFFFFFF;
            int r = magnitude + 0xFFF + ((b >>> 13) & 1) & ~0x1FFF;
            rounded[i] = r | (b & 0x80000000);
            // Negative where the magnitude is below 2^-14 but not 0, or was rounded to 2^16 or more.
            others |= (magnitude - 0x38800000 & -magnitude) | (0x477FFFFF - r);
        }
        return others >= 0;
    }

    /** The same for bfloat16, whose common floats are all but NaN. */
    private static boolean roundCommonBrains(int[] bits, int[] rounded, int n) {
        int others = 0;
        for (int i = 0; i < n; i++) {
            int b = bits[i];
            rounded[i] = b + 0x7FFF + ((b >>> 16) & 1) & 0xFFFF0000;
            others |= 0x7F800000 - (b & 0x7FFFFFFF);
        }
        return others >= 0;
    }
}
