package dev.vernier.engine.graph.op;

/**
 * Parts of its operand along one axis, one for each result; operands x, optional lengths of the parts (ONNX {@code Split}, opset 18 form).
 *
 * @param parts how many; without lengths all are equal but the last, which is what is left
 */
public record Split(int axis, int parts) implements Op {
    @Override
    public boolean keepsScale() {
        return true;
    }
}
