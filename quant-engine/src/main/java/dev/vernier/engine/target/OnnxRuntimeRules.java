package dev.vernier.engine.target;

import dev.vernier.engine.graph.op.Add;
import dev.vernier.engine.graph.op.AveragePool;
import dev.vernier.engine.graph.op.Concat;
import dev.vernier.engine.graph.op.Conv;
import dev.vernier.engine.graph.op.Gemm;
import dev.vernier.engine.graph.op.GlobalAveragePool;
import dev.vernier.engine.graph.op.LeakyRelu;
import dev.vernier.engine.graph.op.MatMul;
import dev.vernier.engine.graph.op.Mul;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.op.Relu;
import dev.vernier.engine.graph.op.Sigmoid;
import dev.vernier.engine.graph.op.Softmax;
import dev.vernier.engine.graph.op.Where;
import dev.vernier.engine.spec.Precision;
import dev.vernier.engine.spec.QuantSpec;
import dev.vernier.engine.spec.Rounding;
import dev.vernier.engine.target.TargetFinding.Weight;
import dev.vernier.engine.target.TargetRule.Asked;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What ONNX Runtime does on a processor with a model of quantize and dequantize steps. Sources: its operator kernels
 * ({@code docs/OperatorKernels.md}) and the groups it fuses ({@code qdq_selector_action_transformer}), both of version 1.29.
 */
final class OnnxRuntimeRules {
    static final List<TargetRule> ALL = List.of(
            OnnxRuntimeRules::halfActivations,
            OnnxRuntimeRules::activations16,
            OnnxRuntimeRules::narrowActivations,
            OnnxRuntimeRules::dynamicForm,
            OnnxRuntimeRules::dynamicBatch,
            OnnxRuntimeRules::smallestType,
            OnnxRuntimeRules::weightsWithoutKernel,
            OnnxRuntimeRules::floatWeights,
            OnnxRuntimeRules::noIntegerKernel,
            OnnxRuntimeRules::blocks,
            OnnxRuntimeRules::float8,
            OnnxRuntimeRules::rounding);

    /** Operations that are fused with the steps around them into a kernel on 8-bit codes; those that only move codes need none. */
    private static final Set<Class<? extends Op>> FUSED = Set.of(
            Conv.class,
            Gemm.class,
            MatMul.class,
            Add.class,
            Mul.class,
            AveragePool.class,
            GlobalAveragePool.class,
            Concat.class,
            LeakyRelu.class,
            Sigmoid.class,
            Softmax.class,
            Where.class,
            Relu.class);

    private OnnxRuntimeRules() {}

    private static Optional<TargetFinding> halfActivations(Asked a) {
        Precision p = a.activations().precision();
        boolean half = a.layer().isQuantizable() && (p == Precision.FP16 || p == Precision.BF16);
        return half && a.computes()
                ? a.finding(
                        Weight.NOTE,
                        a.activationWords(),
                        "stored and passed on in 16 bits, but computed in float32: a processor has no kernels for them",
                        "the file is smaller, not faster; leave it, or choose int8 for speed")
                : Optional.empty();
    }

    private static Optional<TargetFinding> activations16(Asked a) {
        return a.staticCodes() && a.activations().precision() == Precision.INT16 && a.computes()
                ? a.finding(
                        Weight.NOTE,
                        a.activationWords(),
                        "needs operator set 21, and is computed in float32 between the steps: there are no 16-bit kernels",
                        "the numbers are the simulation's; choose int8 for speed")
                : Optional.empty();
    }

    private static Optional<TargetFinding> narrowActivations(Asked a) {
        int bits = a.activations().precision().bits();
        boolean narrow = a.staticCodes() && bits < 8 && a.computes();
        if (!narrow) {
            return Optional.empty();
        }
        return a.finding(
                Weight.NOTE,
                a.activationWords(),
                (bits <= 4 ? "needs operator set 21, and is" : "is limited to the grid's ends and stored in 8 bits;")
                        + " computed in float32: kernels take 8-bit codes",
                "the numbers are the simulation's; choose int8 for speed");
    }

    private static Optional<TargetFinding> dynamicForm(Asked a) {
        QuantSpec s = a.activations();
        return a.dynamic() && (s.precision() != Precision.INT8 || s.symmetric())
                ? a.finding(
                        Weight.REFUSED,
                        a.activationWords() + " with ranges at run time" + (s.symmetric() ? ", symmetric" : ""),
                        "DynamicQuantizeLinear gives affine 8-bit codes only",
                        "choose affine int8, or a calibrated range")
                : Optional.empty();
    }

    private static Optional<TargetFinding> dynamicBatch(Asked a) {
        return a.dynamic()
                ? a.finding(
                        Weight.NOTE,
                        "a range at run time for each sample",
                        "one range for the whole batch",
                        "the same for one sample at a time; give the runtime single samples")
                : Optional.empty();
    }

    private static Optional<TargetFinding> smallestType(Asked a) {
        if (!a.weightCodes() || a.weights().precision().bits() == 4) {
            return Optional.empty();
        }
        int bits = a.weights().precision().bits();
        boolean exact = bits == 8 || bits == 16;
        return exact
                ? Optional.empty()
                : a.finding(
                        Weight.NOTE,
                        a.weightWords(),
                        "stored in " + (bits < 4 ? 4 : 8) + " bits, the next type that ONNX has",
                        "the numbers are the simulation's, the size is that of int" + (bits < 4 ? 4 : 8));
    }

    private static Optional<TargetFinding> weightsWithoutKernel(Asked a) {
        boolean integer = a.staticCodes() && a.activations().precision() == Precision.INT8;
        // Those of 4 bits are widened to 8 when the file is loaded.
        boolean kernel = a.weightCodes() && a.weights().precision().bits() <= 8;
        return a.weightCodes() && integer && !kernel
                ? a.finding(
                        Weight.NOTE,
                        a.weightWords() + " with " + a.activationWords(),
                        "weights are widened to float32 and the layer is computed so: kernels take 8-bit weights",
                        "the numbers are the simulation's; choose int8 weights for speed")
                : Optional.empty();
    }

    private static Optional<TargetFinding> floatWeights(Asked a) {
        return a.hasWeights()
                        && a.weights().precision().isFloat()
                        && a.staticCodes()
                        && a.activations().precision() == Precision.INT8
                ? a.finding(
                        Weight.NOTE,
                        a.weightWords() + " with " + a.activationWords(),
                        "computed in float32 between the steps: integer kernels need integer weights",
                        "choose int8 weights, or leave the layer float")
                : Optional.empty();
    }

    private static Optional<TargetFinding> noIntegerKernel(Asked a) {
        boolean integer = a.staticCodes() && a.activations().precision() == Precision.INT8 && a.op().isPresent();
        if (!integer || a.layer().keepsScale() || FUSED.contains(a.op().get().getClass())) {
            return Optional.empty();
        }
        return a.finding(
                Weight.NOTE,
                "int8 " + a.op().get().type(),
                "computed in float32 between the steps: there is no kernel for it on codes",
                "the numbers are the simulation's; leaving the layer float saves the steps");
    }

    private static Optional<TargetFinding> blocks(Asked a) {
        return a.weightBlocks()
                ? a.finding(
                        Weight.NOTE,
                        "weight scales per block",
                        "needs operator set 21; weights are widened to float32 and the layer is computed so",
                        "the numbers are the simulation's; choose per channel for speed")
                : Optional.empty();
    }

    private static Optional<TargetFinding> float8(Asked a) {
        return a.float8() && a.computes()
                ? a.finding(
                        Weight.NOTE,
                        "8-bit floats",
                        "needs operator set 19, and is computed in float32 between the steps: a processor has no kernels for them",
                        "the numbers are the simulation's; choose int8 for speed")
                : Optional.empty();
    }

    private static Optional<TargetFinding> rounding(Asked a) {
        return a.staticCodes() && a.activations().rounding() != Rounding.HALF_TO_EVEN
                ? a.finding(
                        Weight.DIFFERS,
                        "activations rounded half away from zero",
                        "QuantizeLinear rounds half to even",
                        "choose half-to-even for activations")
                : Optional.empty();
    }
}
