package dev.vernier.engine.exec.kernel;

import dev.vernier.engine.graph.op.Add;
import dev.vernier.engine.graph.op.AveragePool;
import dev.vernier.engine.graph.op.Clip;
import dev.vernier.engine.graph.op.Conv;
import dev.vernier.engine.graph.op.DequantizeLinear;
import dev.vernier.engine.graph.op.Div;
import dev.vernier.engine.graph.op.Flatten;
import dev.vernier.engine.graph.op.Gemm;
import dev.vernier.engine.graph.op.GlobalAveragePool;
import dev.vernier.engine.graph.op.GlobalMaxPool;
import dev.vernier.engine.graph.op.HardSigmoid;
import dev.vernier.engine.graph.op.HardSwish;
import dev.vernier.engine.graph.op.Identity;
import dev.vernier.engine.graph.op.LeakyRelu;
import dev.vernier.engine.graph.op.MatMul;
import dev.vernier.engine.graph.op.MaxPool;
import dev.vernier.engine.graph.op.Mul;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.op.QuantizeLinear;
import dev.vernier.engine.graph.op.Relu;
import dev.vernier.engine.graph.op.Reshape;
import dev.vernier.engine.graph.op.Sigmoid;
import dev.vernier.engine.graph.op.Squeeze;
import dev.vernier.engine.graph.op.Sub;
import dev.vernier.engine.graph.op.Tanh;
import dev.vernier.engine.graph.op.Unsqueeze;
import java.util.Map;

/** Which kernel computes which operation. */
public final class Kernels {
    private static final Map<Class<? extends Op>, Kernel> BY_OPERATION = Map.ofEntries(
            Map.entry(Add.class, new BinaryKernel()),
            Map.entry(AveragePool.class, new PoolingKernel()),
            Map.entry(Clip.class, new ElementwiseKernel()),
            Map.entry(Conv.class, new ConvolutionKernel()),
            Map.entry(DequantizeLinear.class, new QuantizationKernel()),
            Map.entry(Div.class, new BinaryKernel()),
            Map.entry(Flatten.class, new ShapeKernel()),
            Map.entry(Gemm.class, new MatrixKernel()),
            Map.entry(GlobalAveragePool.class, new PoolingKernel()),
            Map.entry(GlobalMaxPool.class, new PoolingKernel()),
            Map.entry(HardSigmoid.class, new ElementwiseKernel()),
            Map.entry(HardSwish.class, new ElementwiseKernel()),
            Map.entry(Identity.class, new ShapeKernel()),
            Map.entry(LeakyRelu.class, new ElementwiseKernel()),
            Map.entry(MatMul.class, new MatrixKernel()),
            Map.entry(MaxPool.class, new PoolingKernel()),
            Map.entry(Mul.class, new BinaryKernel()),
            Map.entry(QuantizeLinear.class, new QuantizationKernel()),
            Map.entry(Relu.class, new ElementwiseKernel()),
            Map.entry(Reshape.class, new ShapeKernel()),
            Map.entry(Sigmoid.class, new ElementwiseKernel()),
            Map.entry(Squeeze.class, new ShapeKernel()),
            Map.entry(Sub.class, new BinaryKernel()),
            Map.entry(Tanh.class, new ElementwiseKernel()),
            Map.entry(Unsqueeze.class, new ShapeKernel()));

    private static final Kernel NONE = call -> {
        throw call.error("this operation cannot be run yet");
    };

    private Kernels() {}

    /** The kernel of an operation that is not an {@link dev.vernier.engine.graph.op.UnsupportedOp}. */
    public static Kernel of(Op op) {
        return BY_OPERATION.getOrDefault(op.getClass(), NONE);
    }
}
