package dev.vernier.engine.target;

import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.op.Sigmoid;
import dev.vernier.engine.graph.op.Softmax;
import dev.vernier.engine.graph.op.Tanh;
import dev.vernier.engine.spec.Precision;
import dev.vernier.engine.spec.RangeRule;
import dev.vernier.engine.target.TargetFinding.Weight;
import dev.vernier.engine.target.TargetRule.Asked;
import java.util.List;
import java.util.Optional;

/**
 * What TensorFlow Lite does. Source: its 8-bit quantization specification (weights in -127 … 127 with zero point 0, fixed output grids) and
 * the 16x8 rules (activations symmetric).
 */
final class TfliteRules {
    static final List<TargetRule> ALL = List.of(
            TfliteRules::halfActivations,
            TfliteRules::bfloatWeights,
            TfliteRules::narrowActivations,
            TfliteRules::zeroPointOf16Bits,
            TfliteRules::asymmetricWeights,
            TfliteRules::wholeRangeOfWeights,
            TfliteRules::smallestType,
            TfliteRules::floatWeights,
            TfliteRules::wideWeights,
            TfliteRules::fixedOutputGrid,
            TfliteRules::blocks,
            TfliteRules::float8,
            TfliteRules::dynamicForm);

    private TfliteRules() {}

    private static Optional<TargetFinding> halfActivations(Asked a) {
        Precision p = a.activations().precision();
        boolean half = a.layer().isQuantizable() && (p == Precision.FP16 || p == Precision.BF16);
        return half && a.computes()
                ? a.finding(
                        Weight.DIFFERS,
                        a.activationWords(),
                        "weights are stored so and widened, activations stay float32",
                        "nothing to do for a float16 model; choose fp32 activations to say what runs")
                : Optional.empty();
    }

    private static Optional<TargetFinding> bfloatWeights(Asked a) {
        return a.hasWeights() && a.weights().precision() == Precision.BF16
                ? a.finding(
                        Weight.REFUSED,
                        a.weightWords(),
                        "no kernel widens bfloat16",
                        "choose fp16 or int8 weights, or target research")
                : Optional.empty();
    }

    private static Optional<TargetFinding> narrowActivations(Asked a) {
        return a.staticCodes() && a.computes() && a.activations().precision().bits() < 8
                ? a.finding(
                        Weight.NOTE,
                        a.activationWords(),
                        "limited to the grid's ends, passed on in 8 bits and computed in float32: kernels take 8 or 16 bits",
                        "choose int8 activations")
                : Optional.empty();
    }

    private static Optional<TargetFinding> zeroPointOf16Bits(Asked a) {
        return a.staticCodes()
                        && a.activations().precision() == Precision.INT16
                        && !a.activations().symmetric()
                ? a.finding(
                        Weight.REFUSED,
                        "affine int16 activations",
                        "kernels with 16-bit activations take zero point 0 only",
                        "choose symmetric")
                : Optional.empty();
    }

    private static Optional<TargetFinding> asymmetricWeights(Asked a) {
        boolean kernels = a.staticCodes() || a.dynamic();
        return a.weightCodes() && !a.weights().symmetric() && kernels
                ? a.finding(
                        Weight.NOTE,
                        "affine " + a.weightWords(),
                        "widened to float32 and computed so: kernels take zero point 0 only",
                        "choose symmetric weights")
                : Optional.empty();
    }

    private static Optional<TargetFinding> wholeRangeOfWeights(Asked a) {
        return a.weightCodes()
                        && a.weights().precision() == Precision.INT8
                        && a.weights().symmetric()
                        && !a.weights().narrowRange()
                ? a.finding(
                        Weight.NOTE,
                        "weights in -128 … 127",
                        "the specification allows -127 … 127; some kernels rely on it",
                        "choose the narrow range")
                : Optional.empty();
    }

    private static Optional<TargetFinding> smallestType(Asked a) {
        int bits = a.weights().precision().bits();
        return a.weightCodes() && bits != 4 && bits < 8
                ? a.finding(
                        Weight.NOTE,
                        a.weightWords(),
                        "stored in 8 bits: the runtime's types are int4 and int8",
                        "the numbers are the simulation's, the size is that of int8")
                : Optional.empty();
    }

    private static Optional<TargetFinding> floatWeights(Asked a) {
        return a.hasWeights() && a.weights().precision().isFloat() && a.staticCodes()
                ? a.finding(
                        Weight.NOTE,
                        a.weightWords() + " with " + a.activationWords(),
                        "computed in float32: integer kernels need integer weights",
                        "choose int8 weights, or leave the layer float")
                : Optional.empty();
    }

    private static Optional<TargetFinding> wideWeights(Asked a) {
        return a.weightCodes() && a.weights().precision().bits() > 8
                ? a.finding(
                        Weight.NOTE,
                        a.weightWords(),
                        "widened to float32 and computed so: kernels take weights of 8 or 4 bits",
                        "choose int8 weights")
                : Optional.empty();
    }

    private static Optional<TargetFinding> fixedOutputGrid(Asked a) {
        Optional<Op> op = a.op();
        boolean byHand = a.activations().rule() instanceof RangeRule.Manual;
        if (!a.staticCodes() || !byHand || op.isEmpty()) {
            return Optional.empty();
        }
        boolean unit = op.get() instanceof Softmax || op.get() instanceof Sigmoid;
        return unit || op.get() instanceof Tanh
                ? a.finding(
                        Weight.DIFFERS,
                        "a range of its own for " + op.get().type(),
                        "its result is always " + (unit ? "0 … 1" : "-1 … 1"),
                        "take the range back to its rule")
                : Optional.empty();
    }

    private static Optional<TargetFinding> blocks(Asked a) {
        return a.weightBlocks()
                ? a.finding(
                        Weight.REFUSED,
                        "weight scales per block",
                        "weights of a layer have one scale, or one a channel",
                        "choose per channel, or target onnxruntime")
                : Optional.empty();
    }

    private static Optional<TargetFinding> float8(Asked a) {
        return a.float8()
                ? a.finding(
                        Weight.REFUSED,
                        "8-bit floats",
                        "there is no type for them",
                        "choose int8 or fp16, or target onnxruntime")
                : Optional.empty();
    }

    private static Optional<TargetFinding> dynamicForm(Asked a) {
        boolean form = a.activations().precision() == Precision.INT8;
        boolean weights = a.weightCodes()
                && a.weights().symmetric()
                && a.weights().precision().bits() <= 8;
        return a.dynamic() && !(form && weights)
                ? a.finding(
                        Weight.REFUSED,
                        a.activationWords() + " with ranges at run time and " + a.weightWords(),
                        "ranges at run time are for 8-bit activations beside symmetric weights of at most 8 bits",
                        "choose the preset dynamic or w8 for this layer")
                : Optional.empty();
    }
}
