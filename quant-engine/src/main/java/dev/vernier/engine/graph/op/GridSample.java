package dev.vernier.engine.graph.op;

import java.util.List;

/**
 * Samples images at given places (ONNX {@code GridSample}; Jaderberg et al. 2015). Operands x {@code [N, C, D1, …]} and grid
 * {@code [N, O1, …, spatial axes]}, whose last axis holds coordinates from the last spatial axis to the first, -1 and 1 being the ends.
 *
 * @param alignCorners whether -1 and 1 are the middles of the outermost elements instead of their outer edges
 */
public record GridSample(Mode mode, Border border, boolean alignCorners) implements Op {
    /** How a value between elements is found. */
    public enum Mode {
        NEAREST,
        LINEAR,
        /** By Keys' cubic with a coefficient of -0.75, on two spatial axes. */
        CUBIC
    }

    /** What stands outside the image. */
    public enum Border {
        ZEROS,
        EDGE,
        REFLECTION
    }

    @Override
    public List<Integer> quantizableInputs() {
        return List.of(0);
    }
}
