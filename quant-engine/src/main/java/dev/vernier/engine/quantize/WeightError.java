package dev.vernier.engine.quantize;

import dev.vernier.engine.evaluate.TensorError;
import dev.vernier.engine.graph.ChannelLayout;
import dev.vernier.engine.graph.QuantParams;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.spec.ClipRange;
import java.util.List;

/** How far dequantized weights are from the float ones, summed in double over finite values. */
final class WeightError {
    private WeightError() {}

    /** @param ranges one for each channel of {@code layout}, as {@code params} has one scale for each */
    static TensorError of(
            float[] x, TensorData codes, ChannelLayout layout, QuantParams params, List<ClipRange> ranges) {
        double signal = 0;
        double noise = 0;
        double kept = 0;
        double cross = 0;
        double maxAbs = 0;
        long clipped = 0;
        long count = 0;
        for (int o = 0; o < layout.outer(); o++) {
            for (int c = 0; c < layout.channels(); c++) {
                ClipRange range = ranges.get(c);
                float scale = params.scale(c);
                int zeroPoint = params.zeroPoint(c);
                int from = layout.offset(o, c);
                for (int i = from; i < from + layout.inner(); i++) {
                    double v = x[i];
                    if (!Double.isFinite(v)) {
                        continue;
                    }
                    double y = AffineQuantization.dequantize((int) codes.longAt(i), scale, zeroPoint);
                    double d = v - y;
                    signal += v * v;
                    noise += d * d;
                    kept += y * y;
                    cross += v * y;
                    maxAbs = Math.max(maxAbs, Math.abs(d));
                    clipped += v < range.low() || v > range.high() ? 1 : 0;
                    count++;
                }
            }
        }
        double n = Math.max(1, count);
        double cosine = noise == 0 ? 1 : signal == 0 || kept == 0 ? 0 : cross / Math.sqrt(signal * kept);
        return new TensorError(sqnrDb(signal, noise), noise / n, cosine, maxAbs, clipped / n);
    }

    private static double sqnrDb(double signal, double noise) {
        return noise == 0 ? Double.POSITIVE_INFINITY : 10 * Math.log10(signal / noise);
    }
}
