package dev.vernier.io.tflite;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.QuantParams;
import dev.vernier.engine.graph.QuantType;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import java.util.Arrays;
import java.util.Optional;

/** The weights and the bias of one layer in the form its operator wants. */
final class LayerWeights {
    private final TfliteEmitter out;
    private final HeldValue x;
    private final HeldValue weights;
    private final boolean codes;

    /** @param operand index of the weights */
    LayerWeights(TfliteEmitter out, int operand) {
        this(out, out.held(operand));
    }

    LayerWeights(TfliteEmitter out, HeldValue weights) {
        this.out = out;
        this.x = out.held(0);
        this.weights = weights;
        this.codes = out.onCodes() || isHybrid();
        if (x.isPerSample() && !isHybrid()) {
            throw out.cannot("its activations get codes at run time only where its weights are symmetric int8 codes;"
                    + " choose dynamic or w8 for it");
        }
    }

    /** Whether the operator takes real numbers and codes as weights, and takes codes of the numbers as it runs. */
    boolean isHybrid() {
        return x.isPerSample() && hasSymmetricCodes(weights);
    }

    boolean isSymmetricPerSample() {
        return x.isSymmetricPerSample();
    }

    /** Whether an operator on codes takes such weights: constant, zero points 0. */
    static boolean hasSymmetricCodes(HeldValue weights) {
        return weights.isConstant()
                && weights.grid().isPresent()
                && weights.grid().get().type().bits() <= 8
                && Arrays.stream(weights.grid().get().zeroPoints()).allMatch(z -> z == 0);
    }

    /** Whether an operator on codes takes weights and bias as the plan has them. */
    static boolean allowCodes(CodesContext context, int weightOperand, int biasOperand) {
        boolean bias = !context.has(biasOperand)
                || context.grid(biasOperand)
                        .map(g -> g.type().equals(QuantType.INT32))
                        .orElse(false);
        return context.has(weightOperand) && hasSymmetricCodes(context.operand(weightOperand)) && bias;
    }

    /** The weights, axis {@code i} being the graph's axis {@code arrangement.axes().get(i)}. */
    WrittenTensor weights(Arrangement arrangement) {
        return out.read(weights, codes && weights.grid().isPresent(), arrangement);
    }

    /**
     * The bias: int32 codes (64 bits beside 16-bit activations) or real numbers.
     *
     * @param operand its index; zeros where there is none
     */
    WrittenTensor biasOrZeros(int operand, int channels) {
        return out.has(operand) ? bias(operand) : zeros(channels);
    }

    WrittenTensor bias(int operand) {
        HeldValue bias = out.held(operand);
        if (!out.onCodes()) {
            return out.operand(operand);
        }
        TensorData stored = bias.constant().orElseThrow();
        return out.constant("bias", is16() ? StoredCodes.asLongs(stored) : stored, bias.grid());
    }

    private WrittenTensor zeros(int channels) {
        Shape shape = Shape.of(channels);
        if (!out.onCodes()) {
            return out.constant("bias", TensorData.ofFloats(shape, new float[channels]));
        }
        float input = x.grid().orElseThrow().scale();
        QuantParams w = weights.grid().orElseThrow();
        float[] scales = w.scales();
        for (int c = 0; c < scales.length; c++) {
            scales[c] *= input;
        }
        QuantParams grid = w.isPerChannel()
                ? QuantParams.perChannel(QuantType.INT32, scales, new int[scales.length], 0)
                : QuantParams.perTensor(QuantType.INT32, scales[0], 0);
        TensorData codes =
                is16() ? TensorData.ofLongs(shape, new long[channels]) : TensorData.ofInts(shape, new int[channels]);
        return out.constant("bias", codes, Optional.of(grid));
    }

    private boolean is16() {
        return x.grid().map(g -> g.type().storage() == DataType.INT16).orElse(false);
    }
}
