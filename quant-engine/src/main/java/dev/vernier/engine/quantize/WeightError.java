package dev.vernier.engine.quantize;

import dev.vernier.engine.evaluate.TensorError;
import dev.vernier.engine.graph.ChannelLayout;
import dev.vernier.engine.graph.QuantParams;
import dev.vernier.engine.graph.TensorData;

/** How far dequantized weights are from the float ones, summed in double over finite values. */
final class WeightError {
    private WeightError() {}

    /** @param layout with as many channels as {@code params} has scales */
    static TensorError of(float[] x, TensorData codes, ChannelLayout layout, QuantParams params) {
        double signal = 0;
        double noise = 0;
        double kept = 0;
        double cross = 0;
        double maxAbs = 0;
        long clipped = 0;
        long count = 0;
        for (int o = 0; o < layout.outer(); o++) {
            for (int c = 0; c < layout.channels(); c++) {
                float scale = params.scale(c);
                int zeroPoint = params.zeroPoint(c);
                double lowest = (params.type().qMin() - zeroPoint - 0.5) * scale;
                double highest = (params.type().qMax() - zeroPoint + 0.5) * scale;
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
                    clipped += v < lowest || v > highest ? 1 : 0;
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
