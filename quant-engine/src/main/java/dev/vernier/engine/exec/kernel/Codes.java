package dev.vernier.engine.exec.kernel;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.QuantParams;
import dev.vernier.engine.graph.QuantType;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.quantize.AffineQuantization;
import dev.vernier.engine.tensor.ParallelLoop;
import dev.vernier.engine.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.javacpp.Pointer;

/**
 * Real values to codes of one byte and back, in one pass each: what {@link PostOperation.FakeQuantize} does, with the codes kept in
 * between. Bit for bit the same real values but for the sign of zero.
 */
public final class Codes {
    /** Scale, lowest and highest distance from the zero point, zero point; each in a row of its own for the primitive's sake. */
    private static final int NUMBERS = 4;

    private static final int ROW = 16;

    private static final int CHUNK = 1 << 12;
    private static final int MIN_PER_THREAD = 1 << 14;

    private static final QuantType UNSIGNED = new QuantType(Byte.SIZE, 0, 255);

    private Codes() {}

    /**
     * The grid codes are kept on for {@code grid}: one of the same real values whose codes count from 0 where those take all eight bits,
     * since processors multiply unsigned codes by signed weights, and a zero point of 0, which any value behind a ReLU has then, costs nothing.
     */
    public static QuantParams stored(QuantParams grid) {
        return grid.type().equals(QuantType.INT8)
                ? QuantParams.perTensor(UNSIGNED, grid.scale(), grid.zeroPoint() - Byte.MIN_VALUE)
                : grid;
    }

    /** {@code x}, FLOAT32, as codes on {@code grid}; a new tensor. */
    public static Tensor encoded(Tensor x, QuantParams grid, PreparedResources resources) {
        Tensor codes = Tensor.allocateCodes(grid, x.shape(), x.format());
        if (codes.elementCount() == 0) {
            return codes;
        }
        NativePrimitive primitive = encoding(resources, x, codes);
        try (Tensor numbers = numbersOf(grid)) {
            List<Pointer> arguments = new ArrayList<>(List.of(x.pointer(), numbers.pointer(), codes.pointer()));
            arguments.addAll(encodingPointers(numbers));
            primitive.run(arguments);
            return codes;
        } catch (RuntimeException e) {
            codes.close();
            throw e;
        }
    }

    /** The real values of a coded tensor; a new FLOAT32 tensor. */
    public static Tensor decoded(Tensor codes) {
        QuantParams grid = codes.grid().orElseThrow();
        Tensor x = Tensor.allocate(DataType.FLOAT32, codes.shape(), codes.format());
        if (x.elementCount() == 0) {
            return x;
        }
        // oneDNN has only its plain loops for this pair of types.
        float[] reals = realValues(grid);
        ByteBuffer from = codes.buffer();
        FloatBuffer to = x.floats();
        ParallelLoop.run(x.elementCount(), MIN_PER_THREAD, (begin, end) -> {
            byte[] chunk = new byte[CHUNK];
            float[] values = new float[CHUNK];
            for (int at = (int) begin; at < end; at += CHUNK) {
                int n = (int) Math.min(CHUNK, end - at);
                from.get(at, chunk, 0, n);
                for (int i = 0; i < n; i++) {
                    values[i] = reals[chunk[i] & 0xff];
                }
                to.put(at, values, 0, n);
            }
        });
        return x;
    }

    /** The real value of each code of one byte, by the code's bits read as an unsigned number. */
    public static float[] realValues(QuantParams grid) {
        float[] values = new float[1 << Byte.SIZE];
        boolean signed = grid.type().storage() == DataType.INT8;
        for (int bits = 0; bits < values.length; bits++) {
            values[bits] = AffineQuantization.dequantize(signed ? (byte) bits : bits, grid.scale(), grid.zeroPoint());
        }
        return values;
    }

    /** What {@link #appendEncoding} reads, each number in a row of its own. */
    static Tensor numbersOf(QuantParams grid) {
        Tensor numbers = Tensor.allocate(DataType.FLOAT32, Shape.of(NUMBERS, ROW));
        FloatBuffer f = numbers.floats();
        f.put(0, grid.scale());
        f.put(ROW, grid.type().qMin() - grid.zeroPoint());
        f.put(2 * ROW, grid.type().qMax() - grid.zeroPoint());
        f.put(3 * ROW, grid.zeroPoint());
        return numbers;
    }

    /** Division by the scale, then what follows it while the quotient is in registers. */
    private static NativePrimitive encoding(PreparedResources resources, Tensor from, Tensor to) {
        NativeView source = NativeView.rowMajor(from.type(), 1, 1, from.elementCount());
        NativeView result = NativeView.rowMajor(to.type(), 1, 1, to.elementCount());
        return NativePrimitive.get(resources, "encode" + source.key() + result.key(), () -> {
            memory.desc src = OneDnn.describe(source);
            memory.desc dst = OneDnn.describe(result);
            memory.desc number = OneDnn.describe(NativeView.rowMajor(DataType.FLOAT32, 1, 1, 1));
            primitive_attr attributes = OneDnn.attributes();
            post_ops chain = new post_ops();
            appendEncoding(chain, number);
            attributes.set_post_ops(chain);
            binary.primitive_desc plan =
                    new binary.primitive_desc(OneDnn.CPU, dnnl.dnnl_binary_div, src, number, dst, attributes, false);
            NativePrimitive.Recipe recipe = new NativePrimitive.Recipe(plan, new binary(plan))
                    .argument(dnnl.DNNL_ARG_SRC_0, src)
                    .argument(dnnl.DNNL_ARG_SRC_1, number)
                    .argument(dnnl.DNNL_ARG_DST, dst);
            addEncodingArguments(recipe, 0, number);
            return recipe;
        });
    }

    /** From quotients by the scale to codes: rounds half to even, limits, adds the zero point; four post-operations. */
    static void appendEncoding(post_ops chain, memory.desc number) {
        chain.append_eltwise(dnnl.dnnl_eltwise_round, 0, 0);
        chain.append_binary(dnnl.dnnl_binary_max, number);
        chain.append_binary(dnnl.dnnl_binary_min, number);
        chain.append_binary(dnnl.dnnl_binary_add, number);
    }

    /** @param index of the first of the four in its chain */
    static void addEncodingArguments(NativePrimitive.Recipe recipe, int index, memory.desc number) {
        // The rounding, which comes first, takes no argument.
        for (int i = 1; i < NUMBERS; i++) {
            recipe.argument(PostChain.argumentOf(index + i), number);
        }
    }

    /** @param numbers from {@link #numbersOf} */
    static List<Pointer> encodingPointers(Tensor numbers) {
        return List.of(numbers.pointer(ROW), numbers.pointer(2L * ROW), numbers.pointer(3L * ROW));
    }
}
