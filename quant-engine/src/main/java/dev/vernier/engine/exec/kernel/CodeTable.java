package dev.vernier.engine.exec.kernel;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.QuantParams;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.tensor.ParallelLoop;
import dev.vernier.engine.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * An element-wise operation on one or two values of a byte each, as a table of all its results: what the operation on real values answers
 * for every pair of codes, so that looking up is exact.
 */
public final class CodeTable implements AutoCloseable {
    private static final int CODES = 256;
    private static final int CHUNK = 1 << 12;
    private static final int MIN_PER_THREAD = 1 << 15;

    private final byte[] results;
    private final QuantParams grid;

    private CodeTable(byte[] results, QuantParams grid) {
        this.results = results;
        this.grid = grid;
    }

    /**
     * The table called {@code key}, filled now if it is not there.
     *
     * @param grids of the operands, one or two
     * @param operation on FLOAT32 tensors of one shape, one for each grid; answers a coded tensor of that shape; closes nothing
     */
    public static CodeTable of(
            PreparedResources resources,
            String key,
            List<QuantParams> grids,
            Function<List<Tensor>, Tensor> operation) {
        return resources.get(key, CodeTable.class, () -> filled(grids, operation), t -> (long) t.results.length);
    }

    private static CodeTable filled(List<QuantParams> grids, Function<List<Tensor>, Tensor> operation) {
        Shape shape = grids.size() == 1 ? Shape.of(CODES) : Shape.of(CODES, CODES);
        try (Owned owned = new Owned()) {
            List<Tensor> values = new ArrayList<>();
            for (int i = 0; i < grids.size(); i++) {
                Tensor t = owned.add(Tensor.allocate(DataType.FLOAT32, shape));
                FloatBuffer f = t.floats();
                float[] reals = Codes.realValues(grids.get(i));
                for (int at = 0; at < t.elementCount(); at++) {
                    int bits = i == grids.size() - 1 ? at % CODES : at / CODES;
                    f.put(at, reals[bits]);
                }
                values.add(t);
            }
            Tensor codes = owned.add(operation.apply(values));
            byte[] results = new byte[Math.toIntExact(codes.elementCount())];
            codes.buffer().get(results);
            return new CodeTable(results, codes.grid().orElseThrow());
        }
    }

    /** The results for each element of {@code x}. */
    public Tensor apply(Tensor x) {
        Tensor out = Tensor.allocateCodes(grid, x.shape(), x.format());
        ByteBuffer from = x.buffer();
        ByteBuffer to = out.buffer();
        ParallelLoop.run(x.elementCount(), MIN_PER_THREAD, (begin, end) -> {
            byte[] a = new byte[CHUNK];
            for (int at = (int) begin; at < end; at += CHUNK) {
                int n = (int) Math.min(CHUNK, end - at);
                from.get(at, a, 0, n);
                for (int i = 0; i < n; i++) {
                    a[i] = results[a[i] & 0xff];
                }
                to.put(at, a, 0, n);
            }
        });
        return out;
    }

    /** The results for each pair of elements of {@code x} and {@code y}, which have one shape. */
    public Tensor apply(Tensor x, Tensor y, PreparedResources resources) {
        try (Tensor sameOrder = MemoryOrder.inFormat(y, x.format(), resources)) {
            return applyInOrder(x, sameOrder);
        }
    }

    private Tensor applyInOrder(Tensor x, Tensor y) {
        Tensor out = Tensor.allocateCodes(grid, x.shape(), x.format());
        ByteBuffer first = x.buffer();
        ByteBuffer second = y.buffer();
        ByteBuffer to = out.buffer();
        ParallelLoop.run(x.elementCount(), MIN_PER_THREAD, (begin, end) -> {
            byte[] a = new byte[CHUNK];
            byte[] b = new byte[CHUNK];
            for (int at = (int) begin; at < end; at += CHUNK) {
                int n = (int) Math.min(CHUNK, end - at);
                first.get(at, a, 0, n);
                second.get(at, b, 0, n);
                for (int i = 0; i < n; i++) {
                    a[i] = results[(a[i] & 0xff) << 8 | b[i] & 0xff];
                }
                to.put(at, a, 0, n);
            }
        });
        return out;
    }

    @Override
    public void close() {
        // On the heap: the collector frees it.
    }
}
