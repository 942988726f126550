package dev.vernier.engine.graph.op;

/**
 * Adds a border; operands x, pads {@code [begin…, end…]}, optional value, optional axes (ONNX {@code Pad}, opset 18 form).
 */
public record Pad(PadMode mode) implements Op {
    @Override
    public boolean keepsScale() {
        return true;
    }
}
