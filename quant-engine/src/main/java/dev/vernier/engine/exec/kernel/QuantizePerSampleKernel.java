package dev.vernier.engine.exec.kernel;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.QuantParams;
import dev.vernier.engine.graph.op.QuantizePerSample;
import dev.vernier.engine.quantize.ScaleCalculator;
import dev.vernier.engine.spec.ClipRange;
import dev.vernier.engine.tensor.ParallelLoop;
import dev.vernier.engine.tensor.Tensor;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/** Quantizes and dequantizes each sample with the range of its own values, as a runtime with dynamic quantization does. */
final class QuantizePerSampleKernel implements Kernel {
    private static final int CHUNK = 2048;

    @Override
    public boolean fusesPostOperations() {
        return true;
    }

    @Override
    public Tensor[] run(KernelCall call) {
        Tensor x = call.tensor(0);
        if (x.type() != DataType.FLOAT32) {
            throw call.error("quantizes float32 values, not " + x.type() + "; insert a Cast");
        }
        boolean scalar = x.shape().rank() == 0;
        int samples = scalar ? 1 : Math.toIntExact(x.shape().dim(0));
        if (x.elementCount() == 0) {
            return new Tensor[] {ElementwiseKernel.apply(call, x.retain(), call.post())};
        }
        List<PostOperation> chain = new ArrayList<>();
        chain.add(new PostOperation.FakeQuantize(grids(call.op(QuantizePerSample.class), x, samples, scalar)));
        chain.addAll(call.post());
        return new Tensor[] {ElementwiseKernel.apply(call, x.retain(), chain)};
    }

    private static QuantParams grids(QuantizePerSample op, Tensor x, int samples, boolean scalar) {
        int length = (int) (x.elementCount() / samples);
        float[] scales = new float[samples];
        int[] zeroPoints = new int[samples];
        FloatBuffer values = x.floats();
        ParallelLoop.run(samples, Math.max(1, 16384 / length), (from, to) -> {
            float[] chunk = new float[CHUNK];
            for (int s = (int) from; s < to; s++) {
                QuantParams grid = ScaleCalculator.perTensor(
                        rangeOf(values, s * length, length, chunk), op.codes(), op.symmetric());
                scales[s] = grid.scale();
                zeroPoints[s] = grid.zeroPoint();
            }
        });
        return scalar
                ? QuantParams.perTensor(op.codes(), scales[0], zeroPoints[0])
                : QuantParams.perChannel(op.codes(), scales, zeroPoints, 0);
    }

    /** The finite extremes of a sample and 0. */
    private static ClipRange rangeOf(FloatBuffer values, int from, int length, float[] chunk) {
        float low = 0;
        float high = 0;
        for (int start = 0; start < length; start += CHUNK) {
            int n = Math.min(CHUNK, length - start);
            values.get(from + start, chunk, 0, n);
            for (int i = 0; i < n; i++) {
                float v = chunk[i];
                if (v < low && v >= -Float.MAX_VALUE) {
                    low = v;
                }
                if (v > high && v <= Float.MAX_VALUE) {
                    high = v;
                }
            }
        }
        return new ClipRange(low, high);
    }
}
