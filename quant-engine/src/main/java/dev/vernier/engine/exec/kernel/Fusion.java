package dev.vernier.engine.exec.kernel;

import dev.vernier.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;
import org.bytedeco.javacpp.Pointer;

/** Runs a primitive together with as many post-operations as it can take, and the others after it. */
final class Fusion {
    private Fusion() {}

    /** A primitive and its own arguments, result last. */
    record Prepared(NativePrimitive primitive, List<Pointer> arguments) {}

    /**
     * Fills {@code result}, which is passed on or closed.
     *
     * @param toNative how the primitive sees a tensor that has the result's shape
     * @param nativeAxis which of the primitive's axes is axis i of the result; -1 if it has none such
     * @param prepare makes the primitive for given post-operations
     * @return the result, or a larger one if a later operand was broadcast over it
     */
    static Tensor run(
            KernelCall call,
            Tensor result,
            UnaryOperator<NativeView> toNative,
            IntUnaryOperator nativeAxis,
            Function<PostChain, Prepared> prepare) {
        try {
            List<PostOperation> all = call.post();
            checkGrids(call, result, all);
            int fused = 0;
            while (fused < all.size() && isFusable(call, all.get(fused), result, nativeAxis)) {
                fused++;
            }
            PostChain chain = new PostChain(call, all.subList(0, fused), toNative, nativeAxis);
            Prepared prepared = prepare.apply(chain);
            if (fused > 0 && prepared.primitive().isReference() && result.grid().isEmpty()) {
                // Plain loops are slower still with post-operations.
                fused = 0;
                chain = new PostChain(call, List.of(), toNative, nativeAxis);
                prepared = prepare.apply(chain);
            }
            try (PostChain.Arguments more = chain.arguments(result)) {
                List<Pointer> arguments = new ArrayList<>(prepared.arguments());
                arguments.addAll(more.pointers());
                prepared.primitive().run(arguments);
            }
            return ElementwiseKernel.apply(call, result, all.subList(fused, all.size()));
        } catch (RuntimeException e) {
            if (!result.isClosed()) {
                result.close();
            }
            throw e;
        }
    }

    private static boolean isFusable(KernelCall call, PostOperation p, Tensor result, IntUnaryOperator nativeAxis) {
        if (p instanceof PostOperation.Combine) {
            Tensor other = call.tensor(((PostOperation.Combine) p).operand());
            return other.shape().equals(result.shape()) && other.type() == result.type();
        }
        return p.grid()
                .map(g -> !g.isPerChannel() || nativeAxis.applyAsInt(g.axis()) >= 0)
                .orElse(true);
    }

    /** @throws dev.vernier.engine.VernierException if a grid has not one scale for each channel of the result */
    private static void checkGrids(KernelCall call, Tensor result, List<PostOperation> operations) {
        for (PostOperation p : operations) {
            p.grid().ifPresent(g -> QuantizationKernel.checkChannels(call, g, result.shape()));
        }
    }
}
