package dev.vernier.io.tflite;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.op.Clamp;
import dev.vernier.engine.graph.op.Gemm;
import dev.vernier.engine.graph.op.MatMul;
import dev.vernier.engine.graph.op.Op;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tensorflow.lite.schema.BatchMatMulOptionsT;
import org.tensorflow.lite.schema.BuiltinOperator;
import org.tensorflow.lite.schema.BuiltinOptions;
import org.tensorflow.lite.schema.FullyConnectedOptionsT;

/** Dense layers and products of matrices. */
final class MatrixExports {
    private static final Set<DataType> CODES = Set.of(DataType.INT8, DataType.INT16);
    private static final Arrangement TRANSPOSED = new Arrangement(List.of(1, 0));

    private MatrixExports() {}

    static void addTo(Map<Class<? extends Op>, TfliteExport> table) {
        table.put(Gemm.class, ((TfliteExport) MatrixExports::gemm).onCodes(CODES, (n, c) -> {
                    Gemm op = (Gemm) n.op();
                    return LayerWeights.allowCodes(c, 1, 2)
                            && op.alpha() == 1
                            && op.beta() == 1
                            && !op.transposeA()
                            && FusedActivation.isFusable(op.activation(), Optional.of(c.result()));
                }));
        table.put(
                MatMul.class,
                ((TfliteExport) MatrixExports::matMul)
                        .onCodes(
                                CODES,
                                (n, c) -> (c.operand(1).isConstant() ? denseTakesCodes(c) : productTakesCodes(c))
                                        && FusedActivation.isFusable(
                                                n.op().fusedActivation(), Optional.of(c.result()))));
    }

    private static boolean denseTakesCodes(CodesContext c) {
        return c.shape(1).rank() == 2 && LayerWeights.allowCodes(c, 1, 2);
    }

    private static boolean productTakesCodes(CodesContext c) {
        return !c.has(2) && c.grid(0).isPresent() && c.grid(1).isPresent();
    }

    private static void gemm(Node n, TfliteEmitter out) {
        Gemm op = (Gemm) n.op();
        HeldValue w = ordered(out.held(1), out.held(0), op.transposeB() ? 1 : 0);
        if (op.alpha() != 1) {
            w = scaled(w, op.alpha(), out);
        }
        int channels = Math.toIntExact(out.spec(n.output()).shape().dim(1));
        LayerWeights weights = new LayerWeights(out, w);
        WrittenTensor x = op.transposeA() ? out.operand(0, TRANSPOSED) : rows(out);
        WrittenTensor matrix = weights.weights(op.transposeB() ? Arrangement.natural(2) : TRANSPOSED);
        Optional<WrittenTensor> bias = bias(op, weights, channels, out);
        boolean added = bias.isEmpty() && out.has(2);
        List<WrittenTensor> operands = new ArrayList<>(List.of(x, matrix));
        bias.ifPresent(operands::add);
        Clamp fused = added ? Clamp.NONE : op.activation();
        Arrangement natural = Arrangement.natural(2);
        WrittenTensor y = added
                ? out.between("product", DataType.FLOAT32, out.spec(n.output()).shape())
                : out.beforeLimit(fused, natural);
        out.op(BuiltinOperator.FULLY_CONNECTED, denseOptions(fused, weights, false, out), operands, y);
        if (added) {
            WrittenTensor sum = out.beforeLimit(op.activation(), natural);
            out.op(
                    BuiltinOperator.ADD,
                    ElementwiseExports.addOptions(op.activation(), out),
                    List.of(y, scaledAddend(op, out)),
                    sum);
            out.limit(op.activation(), sum, natural);
        } else {
            out.limit(op.activation(), y, natural);
        }
    }

    /** Operand 0 as it is held, whatever the order of its last axis: the weights follow it. */
    private static WrittenTensor rows(TfliteEmitter out) {
        HeldValue h = out.held(0);
        return out.read(h, out.onCodes(), Arrangement.natural(h.shape().rank()));
    }

    /** The weights with the axis that meets {@code x}'s last one in the order in which the file has that. */
    private static HeldValue ordered(HeldValue weights, HeldValue x, int axis) {
        if (x.flatOrder().isEmpty()) {
            return weights;
        }
        TensorData data = AxisPermutation.reordered(
                weights.constant().orElseThrow(), axis, x.flatOrder().get());
        return HeldValue.constant(weights.name(), data, weights.grid());
    }

    private static HeldValue scaled(HeldValue weights, float factor, TfliteEmitter out) {
        if (!weights.isConstant() || weights.grid().isPresent() || weights.type() != DataType.FLOAT32) {
            throw out.cannot("it has no products with a factor");
        }
        return HeldValue.constant(weights.name(), times(weights.constant().orElseThrow(), factor), Optional.empty());
    }

    private static TensorData times(TensorData data, float factor) {
        float[] values = data.toFloats();
        for (int i = 0; i < values.length; i++) {
            values[i] *= factor;
        }
        return TensorData.ofFloats(data.shape(), values);
    }

    /** The third operand as a bias; empty where there is none or it is more than one number for each column. */
    private static Optional<WrittenTensor> bias(Gemm op, LayerWeights weights, int channels, TfliteEmitter out) {
        if (!out.has(2)) {
            return Optional.empty();
        }
        HeldValue c = out.held(2);
        boolean perColumn = c.isConstant() && c.shape().rank() == 1 && c.shape().dim(0) == channels;
        if (perColumn && op.beta() == 1) {
            return Optional.of(weights.bias(2));
        }
        boolean columns = c.isConstant()
                && c.shape().elementCount() == channels
                && c.grid().isEmpty();
        return columns && c.type() == DataType.FLOAT32
                ? Optional.of(out.constant(
                        "bias", times(c.constant().orElseThrow(), op.beta()).reshaped(Shape.of(channels))))
                : Optional.empty();
    }

    private static WrittenTensor scaledAddend(Gemm op, TfliteEmitter out) {
        WrittenTensor addend = out.operand(2);
        return op.beta() == 1 ? addend : new Formula(out).multiply(addend, new Formula(out).number(op.beta()));
    }

    private static OperatorOptions denseOptions(
            Clamp clamp, LayerWeights weights, boolean keepDims, TfliteEmitter out) {
        FullyConnectedOptionsT o = new FullyConnectedOptionsT();
        o.setFusedActivationFunction(FusedActivation.code(clamp, out.grid()));
        o.setKeepNumDims(keepDims);
        o.setAsymmetricQuantizeInputs(weights.isHybrid() && !weights.isSymmetricPerSample());
        return new OperatorOptions(BuiltinOptions.FullyConnectedOptions, o);
    }

    private static void matMul(Node n, TfliteEmitter out) {
        MatMul op = (MatMul) n.op();
        Arrangement arrangement =
                Arrangement.natural(out.spec(n.output()).shape().rank());
        boolean dense = out.held(1).isConstant() && out.rank(1) == 2 && out.rank(0) >= 2;
        if (!dense) {
            product(n, out, arrangement);
            return;
        }
        HeldValue w = ordered(out.held(1), out.held(0), 0);
        LayerWeights weights = new LayerWeights(out, w);
        List<WrittenTensor> operands = new ArrayList<>(List.of(rows(out), weights.weights(TRANSPOSED)));
        if (out.has(2)) {
            operands.add(weights.bias(2));
        }
        WrittenTensor y = out.beforeLimit(op.activation(), arrangement);
        out.op(
                BuiltinOperator.FULLY_CONNECTED,
                denseOptions(op.activation(), weights, out.rank(0) > 2, out),
                operands,
                y);
        out.limit(op.activation(), y, arrangement);
    }

    private static void product(Node n, TfliteEmitter out, Arrangement arrangement) {
        if (out.held(0).isPerSample()) {
            throw out.cannot("it takes codes at run time only in dense layers; choose w8 or int8 for it");
        }
        if (out.rank(0) < 2 || out.rank(1) < 2) {
            throw out.cannot("it has no products with vectors");
        }
        Clamp clamp = n.op().fusedActivation();
        boolean plain = clamp.isNone() && !out.has(2);
        WrittenTensor y = plain || out.onCodes()
                ? out.result(arrangement)
                : out.between("product", DataType.FLOAT32, out.spec(n.output()).shape());
        out.op(
                BuiltinOperator.BATCH_MATMUL,
                new OperatorOptions(BuiltinOptions.BatchMatMulOptions, new BatchMatMulOptionsT()),
                List.of(out.operand(0), out.operand(1)),
                y);
        if (plain || out.onCodes()) {
            return;
        }
        if (!out.has(2)) {
            out.clamp(clamp, y, out.result(arrangement));
            return;
        }
        WrittenTensor sum = out.beforeLimit(clamp, arrangement);
        out.op(BuiltinOperator.ADD, ElementwiseExports.addOptions(clamp, out), List.of(y, out.operand(2)), sum);
        out.limit(clamp, sum, arrangement);
    }
}
