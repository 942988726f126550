package dev.vernier.io.tflite;

import dev.vernier.engine.graph.op.Resize;

/** Which sample of an axis nearest-neighbour resampling takes (ONNX {@code Resize}). */
final class NearestSample {
    private NearestSample() {}

    /** @param scale result length over operand length, as the operation says it */
    static int of(Resize op, int place, double scale, long length, long resultLength) {
        double x = switch (op.coordinates()) {
            case HALF_PIXEL -> (place + 0.5) / scale - 0.5;
            case HALF_PIXEL_SYMMETRIC -> {
                double adjustment = resultLength / (scale * length);
                double centre = length / 2.0;
                yield centre * (1 - adjustment) + (place + 0.5) / scale - 0.5;
            }
            case PYTORCH_HALF_PIXEL -> resultLength > 1 ? (place + 0.5) / scale - 0.5 : 0;
            case ALIGN_CORNERS -> resultLength == 1 ? 0 : place * (length - 1.0) / (resultLength - 1.0);
            default -> place / scale;
        };
        double nearest = switch (op.nearest()) {
            case ROUND_PREFER_FLOOR -> Math.ceil(x - 0.5);
            case ROUND_PREFER_CEIL -> Math.floor(x + 0.5);
            case FLOOR -> Math.floor(x);
            case CEIL -> Math.ceil(x);
        };
        return (int) Math.max(0, Math.min(length - 1, nearest));
    }
}
