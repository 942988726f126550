package dev.vernier.engine.exec.kernel;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.QuantParams;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.op.DequantizeLinear;
import dev.vernier.engine.graph.op.QuantizeLinear;
import dev.vernier.engine.quantize.AffineQuantization;
import dev.vernier.engine.tensor.ParallelLoop;
import dev.vernier.engine.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.List;

/** Real values to codes, codes to real values; a pair of both is {@link PostOperation.FakeQuantize}. */
final class QuantizationKernel implements Kernel {
    private static final int MIN_PER_THREAD = 16384;

    @Override
    public boolean fusesPostOperations() {
        return true;
    }

    @Override
    public Tensor[] run(KernelCall call) {
        Tensor x = call.tensor(0);
        if (call.op() instanceof DequantizeLinear) {
            Tensor real = dequantize(call, x, ((DequantizeLinear) call.op()).params());
            return new Tensor[] {ElementwiseKernel.apply(call, real, call.post())};
        }
        if (x.type() != DataType.FLOAT32) {
            throw call.error("quantizes float32 values, not " + x.type() + "; insert a Cast");
        }
        return new Tensor[] {
            call.post().isEmpty()
                    ? quantize(call, x, ((QuantizeLinear) call.op()).params())
                    : ElementwiseKernel.apply(call, x.retain(), List.copyOf(call.post()))
        };
    }

    /** @throws dev.vernier.engine.VernierException if there is not one scale for each index along the grid's axis */
    static void checkChannels(KernelCall call, QuantParams grid, Shape shape) {
        if (grid.isPerChannel() && (grid.axis() >= shape.rank() || shape.dim(grid.axis()) != grid.channels())) {
            throw call.error(grid.channels() + " scales along axis " + grid.axis() + " do not fit a tensor of shape "
                    + shape + "; quantize the model again");
        }
    }

    private static Tensor quantize(KernelCall call, Tensor x, QuantParams grid) {
        checkChannels(call, grid, x.shape());
        Tensor codes = Tensor.allocate(grid.type().storage(), x.shape(), x.format());
        FloatBuffer from = x.floats();
        ByteBuffer to = codes.buffer();
        forEachRun(x, grid, (channel, begin, end) -> {
            float scale = grid.scale(channel);
            int zeroPoint = grid.zeroPoint(channel);
            for (int i = begin; i < end; i++) {
                // In double, so that the sum with the zero point is exact even for 32-bit codes.
                double q = Math.rint((double) (from.get(i) / scale)) + zeroPoint;
                long code =
                        (long) Math.max(grid.type().qMin(), Math.min(grid.type().qMax(), q));
                ScalarLoops.putLong(to, codes.type(), i, code);
            }
        });
        return codes;
    }

    private static Tensor dequantize(KernelCall call, Tensor codes, QuantParams grid) {
        if (!codes.type().isInteger()) {
            throw call.error("dequantizes integer codes, not " + codes.type());
        }
        checkChannels(call, grid, codes.shape());
        Tensor real = Tensor.allocate(DataType.FLOAT32, codes.shape(), codes.format());
        ByteBuffer from = codes.buffer();
        FloatBuffer to = real.floats();
        DataType type = codes.type();
        forEachRun(codes, grid, (channel, begin, end) -> {
            float scale = grid.scale(channel);
            int zeroPoint = grid.zeroPoint(channel);
            for (int i = begin; i < end; i++) {
                to.put(i, AffineQuantization.dequantize((int) ScalarLoops.getLong(from, type, i), scale, zeroPoint));
            }
        });
        return real;
    }

    private interface Run {
        /** Elements {@code begin} up to {@code end} in physical order, all of one channel. */
        void over(int channel, int begin, int end);
    }

    private static void forEachRun(Tensor t, QuantParams grid, Run body) {
        long n = t.elementCount();
        if (!grid.isPerChannel()) {
            ParallelLoop.run(n, MIN_PER_THREAD, (from, to) -> body.over(0, (int) from, (int) to));
            return;
        }
        int axis = t.physicalAxis(grid.axis());
        long inner = 1;
        for (int i = axis + 1; i < t.shape().rank(); i++) {
            inner *= t.physicalShape().dim(i);
        }
        int length = (int) inner;
        if (length == 0) {
            return;
        }
        ParallelLoop.run(n / length, Math.max(1, MIN_PER_THREAD / length), (from, to) -> {
            for (long run = from; run < to; run++) {
                body.over((int) (run % grid.channels()), (int) run * length, (int) (run + 1) * length);
            }
        });
    }
}
