package dev.vernier.engine.graph.op;

/**
 * {@code x / sqrt(mean(x²) + epsilon) · scale}, the mean over the axes from {@code axis} on (ONNX {@code RMSNormalization}; Zhang and
 * Sennrich 2019). Operands x, scale, broadcast to x.
 *
 * @param axis the first of the axes normalized over; negative counts from the end
 */
public record RmsNormalization(int axis, float epsilon) implements Op {
    @Override
    public String type() {
        return "RMSNormalization";
    }
}
