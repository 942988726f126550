package dev.vernier.engine.graph.op;

import java.util.List;

/**
 * Codes that lie in rows to real values, with a scale for each block of a row: {@code (q - zeroPoint) · scale}, as ONNX's {@code
 * DequantizeLinear} with {@code block_size} along axis 1. Codes are integers, or floats of 8 bits, which stand for their own values.
 *
 * <p>Operands: codes {@code [rows, n]}; scales {@code [rows, ⌈n / blockSize⌉]}; zero points of the scales' shape and the codes' type, or none
 * for 0.
 *
 * @param blockSize how many consecutive elements of a row share a scale; the last block may have fewer
 */
public record DequantizeRows(int blockSize) implements Op {
    public DequantizeRows {
        if (blockSize < 1) {
            throw new IllegalArgumentException("block size " + blockSize);
        }
    }

    @Override
    public List<Integer> quantizableInputs() {
        return List.of();
    }
}
