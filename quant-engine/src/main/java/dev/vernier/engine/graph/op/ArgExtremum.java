package dev.vernier.engine.graph.op;

import java.util.List;

/**
 * Where along an axis the largest or smallest element stands, as int64 (ONNX {@code ArgMax}, {@code ArgMin}).
 *
 * @param lastOfEquals of equal elements the last one counts instead of the first
 */
public record ArgExtremum(Extremum.Kind kind, int axis, boolean keepDims, boolean lastOfEquals) implements Op {
    @Override
    public List<Integer> quantizableInputs() {
        return List.of();
    }

    @Override
    public String type() {
        return kind == Extremum.Kind.MAX ? "ArgMax" : "ArgMin";
    }
}
