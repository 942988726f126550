package dev.vernier.engine.graph.op;

/** Elements or slices of the first operand at the index tuples in the second's last axis (ONNX {@code GatherND}). */
public record GatherNd(int batchDims) implements Op {
    @Override
    public boolean keepsScale() {
        return true;
    }

    @Override
    public String type() {
        return "GatherND";
    }
}
