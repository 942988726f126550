package dev.vernier.engine.graph.op;

/** Running sum along the axis in the second operand (ONNX {@code CumSum}). */
public record CumulativeSum(boolean exclusive, boolean reverse) implements Op {
    @Override
    public String type() {
        return "CumSum";
    }
}
