package dev.vernier.engine.exec.kernel;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.op.DequantizeRows;
import dev.vernier.engine.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/** Codes in rows to real values; of weights, so once for a model. */
final class DequantizeRowsKernel implements Kernel {
    @Override
    public Tensor[] run(KernelCall call) {
        int block = call.op(DequantizeRows.class).blockSize();
        Tensor codes = call.tensor(0);
        Tensor scales = call.tensor(1);
        int rows = (int) codes.shape().dim(0);
        int n = (int) codes.shape().dim(1);
        int blocks = (n + block - 1) / block;
        if (scales.elementCount() != (long) rows * blocks) {
            throw call.error("has " + scales.elementCount() + " scales for " + rows + " rows of " + blocks
                    + " blocks; quantize the model again");
        }
        Tensor out = Tensor.allocate(DataType.FLOAT32, codes.shape(), codes.format());
        ByteBuffer from = codes.buffer();
        FloatBuffer scale = scales.floats();
        FloatBuffer to = out.floats();
        for (int r = 0; r < rows; r++) {
            for (int i = 0; i < n; i++) {
                int b = r * blocks + i / block;
                double zero = call.has(2) ? ScalarLoops.getDouble(call.tensor(2).buffer(), codes.type(), b) : 0;
                double q = ScalarLoops.getDouble(from, codes.type(), r * n + i);
                to.put(r * n + i, (float) (q - zero) * scale.get(b));
            }
        }
        return new Tensor[] {out};
    }
}
