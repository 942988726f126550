package dev.vernier.engine.quantize;

import dev.vernier.engine.graph.Layer;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.op.Softmax;
import dev.vernier.engine.spec.ClipRange;
import dev.vernier.engine.spec.QuantSpec;

/** Ranges that ONNX Runtime's kernels on codes can answer on. */
final class OnnxRuntimeRange {
    /** With a little to spare of e⁵ = 148.4. */
    private static final double LARGEST_INVERSE_STEP = 128;

    private OnnxRuntimeRange() {}

    /**
     * {@code range}, or one wide enough for the kernel.
     *
     * <p>Softmax over {@code n} values takes exponentials from a table that ends at the largest float divided by {@code n·e⁵}, and multiplies them
     * by the inverse step of its result (its {@code qlinear_softmax.cc}): where that is above
     * {@code n·e⁵} the product is infinite, and the kernel answers 0. So nearly equal probabilities get a step of {@code 1/(128·n)}.
     *
     * @param producer whose result has the range
     */
    static ClipRange of(Layer producer, QuantSpec spec, ClipRange range) {
        boolean onCodes = spec.precision().isInteger() && spec.precision().bits() == Byte.SIZE && !spec.symmetric();
        if (!onCodes
                || producer.node()
                        .map(Node::op)
                        .filter(Softmax.class::isInstance)
                        .isEmpty()) {
            return range;
        }
        Shape shape = producer.output().shape();
        int axis = ((Softmax) producer.node().get().op()).axis();
        int at = axis < 0 ? axis + shape.rank() : axis;
        if (at < 0 || at >= shape.rank() || shape.dim(at) <= 0) {
            return range;
        }
        float high = (float) (((1 << Byte.SIZE) - 1) / (LARGEST_INVERSE_STEP * shape.dim(at)));
        return range.high() >= high ? range : new ClipRange(range.low(), high);
    }
}
