package dev.vernier.engine.quantize;

import dev.vernier.engine.evaluate.TensorError;
import dev.vernier.engine.graph.ChannelLayout;
import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Float8;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.spec.ClipRange;
import dev.vernier.engine.spec.Granularity;
import dev.vernier.engine.spec.QuantSpec;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Weights as rows of codes with a scale for each block of a row: what has no form with one scale a channel, blocks and floats of 8 bits.
 *
 * <p>A row is an output channel, {@code in · kernel height · kernel width} weights in the order of the float ones; the whole tensor where it has one
 * scale.
 *
 * @param codes {@code [rows, n]}
 * @param scales {@code [rows, ⌈n / blockSize⌉]}
 * @param zeroPoints like the scales, in the codes' type; empty where all are 0
 * @param blockSize weights that share a scale
 * @param ranges clipping ranges asked for, one for each scale, row by row
 * @param error of the dequantized against the float weights
 */
record RowWeights(
        TensorData codes,
        TensorData scales,
        Optional<TensorData> zeroPoints,
        int blockSize,
        List<ClipRange> ranges,
        TensorError error) {

    /** Whether weights asked for by {@code spec} take this form. */
    static boolean isAskedBy(QuantSpec spec) {
        boolean codes = !spec.precision().isFloat();
        return spec.precision().isScaledFloat() || (codes && spec.granularity() instanceof Granularity.PerBlock);
    }

    /**
     * Chooses clipping ranges by {@code spec}'s rule, then scales, then codes.
     *
     * @param channelAxis axis of the output channels; negative counts from the end
     * @throws dev.vernier.engine.VernierException if the rule does not suit
     */
    static RowWeights of(TensorData weights, int channelAxis, QuantSpec spec) {
        ChannelLayout channels = spec.granularity() instanceof Granularity.PerTensor
                ? ChannelLayout.oneChannel(Math.toIntExact(weights.elementCount()))
                : ChannelLayout.of(weights.shape(), channelAxis);
        int rows = channels.channels();
        int n = channels.perChannel();
        int block = spec.granularity() instanceof Granularity.PerBlock
                ? Math.min(n, ((Granularity.PerBlock) spec.granularity()).size())
                : n;
        block = Math.max(1, block);
        int blocks = (n + block - 1) / block;
        // Blocks all of one length; NaN, which statistics leave out, where a row is no multiple of them.
        float[] padded = new float[Math.multiplyExact(Math.multiplyExact(rows, blocks), block)];
        Arrays.fill(padded, Float.NaN);
        float[] values = weights.toFloats();
        for (int r = 0; r < rows; r++) {
            System.arraycopy(channels.gather(values, r), 0, padded, r * blocks * block, n);
        }
        Shape asBlocks = Shape.of((long) rows * blocks, block);
        QuantSpec perBlock = spec.withGranularity(Granularity.CHANNEL);
        Quantized q = spec.precision().isScaledFloat()
                ? floats(padded, asBlocks, perBlock)
                : integers(padded, asBlocks, perBlock);
        Shape grid = Shape.of(rows, blocks);
        return new RowWeights(
                unpadded(q.codes(), rows, n, blocks * block),
                TensorData.ofFloats(grid, q.scales()),
                q.zeroPoints().map(z -> z.reshaped(grid)),
                block,
                q.ranges(),
                q.error());
    }

    private record Quantized(
            TensorData codes,
            float[] scales,
            Optional<TensorData> zeroPoints,
            List<ClipRange> ranges,
            TensorError error) {}

    private static Quantized integers(float[] padded, Shape shape, QuantSpec spec) {
        QuantizedWeights q = WeightQuantizer.quantize(TensorData.ofFloats(shape, padded), 0, spec);
        int[] zeros = q.params().zeroPoints();
        DataType type = q.codes().type();
        Optional<TensorData> zeroPoints = Arrays.stream(zeros).allMatch(z -> z == 0)
                ? Optional.empty()
                : Optional.of(TensorData.ofCodes(type, Shape.of(zeros.length), zeros));
        return new Quantized(q.codes(), q.params().scales(), zeroPoints, q.ranges(), q.error());
    }

    private static Quantized floats(float[] padded, Shape shape, QuantSpec spec) {
        Float8 format = Float8Quantization.format(spec.precision());
        ChannelLayout layout = ChannelLayout.of(shape, 0);
        List<ClipRange> ranges = WeightQuantizer.ranges(padded, layout, spec);
        float[] scales = new float[layout.channels()];
        byte[] codes = new byte[padded.length];
        RunningError error = new RunningError();
        for (int b = 0; b < scales.length; b++) {
            scales[b] = Float8Quantization.scale(ranges.get(b), format);
            for (int i = layout.offset(0, b); i < layout.offset(0, b) + layout.inner(); i++) {
                codes[i] = format.encode(padded[i] / scales[b]);
                error.add(padded[i], format.decode(codes[i]) * scales[b], ranges.get(b));
            }
        }
        TensorData data = TensorData.ofBytes(format.type(), shape, codes);
        return new Quantized(data, scales, Optional.empty(), ranges, error.error());
    }

    /** Sums over finite values. */
    private static final class RunningError {
        private double xx;
        private double yy;
        private double xy;
        private double dd;
        private double max;
        private long clipped;
        private long count;

        void add(double x, double y, ClipRange range) {
            if (!Double.isFinite(x)) {
                return;
            }
            xx += x * x;
            yy += y * y;
            xy += x * y;
            dd += (x - y) * (x - y);
            max = Math.max(max, Math.abs(x - y));
            clipped += x < range.low() || x > range.high() ? 1 : 0;
            count++;
        }

        TensorError error() {
            return TensorError.ofSums(count, xx, yy, xy, dd, max)
                    .withClippedShare(count == 0 ? 0 : (double) clipped / count);
        }
    }

    private static TensorData unpadded(TensorData codes, int rows, int n, int paddedRow) {
        int size = TensorData.elementBytes(codes.type());
        byte[] from = new byte[Math.toIntExact(codes.elementCount()) * size];
        codes.bytes().get(from);
        byte[] to = new byte[rows * n * size];
        for (int r = 0; r < rows; r++) {
            System.arraycopy(from, r * paddedRow * size, to, r * n * size, n * size);
        }
        return TensorData.of(codes.type(), Shape.of(rows, n), ByteBuffer.wrap(to));
    }
}
