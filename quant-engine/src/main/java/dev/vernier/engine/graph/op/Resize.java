package dev.vernier.engine.graph.op;

/**
 * Resampling (ONNX {@code Resize}, opset 13 form): operands x, optional region, optional scales, optional sizes.
 */
public record Resize(
        Mode mode,
        Coordinates coordinates,
        Nearest nearest,
        float cubicCoefficient,
        boolean excludeOutside,
        float extrapolationValue,
        boolean antialias)
        implements Op {
    /** How a value between samples is found. */
    public enum Mode {
        NEAREST,
        LINEAR,
        CUBIC
    }

    /** Which input position an output position stands for. */
    public enum Coordinates {
        HALF_PIXEL,
        HALF_PIXEL_SYMMETRIC,
        PYTORCH_HALF_PIXEL,
        ALIGN_CORNERS,
        ASYMMETRIC,
        TF_CROP_AND_RESIZE
    }

    /** Which neighbour {@link Mode#NEAREST} takes. */
    public enum Nearest {
        ROUND_PREFER_FLOOR,
        ROUND_PREFER_CEIL,
        FLOOR,
        CEIL
    }

    @Override
    public boolean keepsScale() {
        return mode == Mode.NEAREST;
    }
}
