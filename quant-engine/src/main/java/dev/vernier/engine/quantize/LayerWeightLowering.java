package dev.vernier.engine.quantize;

import dev.vernier.engine.VernierException;
import dev.vernier.engine.evaluate.TensorError;
import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.HalfPrecision;
import dev.vernier.engine.graph.Layer;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.QuantParams;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.op.Cast;
import dev.vernier.engine.graph.op.DequantizeLinear;
import dev.vernier.engine.graph.op.DequantizeRows;
import dev.vernier.engine.graph.op.Gemm;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.op.Reshape;
import dev.vernier.engine.graph.op.Transpose;
import dev.vernier.engine.quantize.GraphLowering.LayerWeights;
import dev.vernier.engine.spec.BiasCorrection;
import dev.vernier.engine.spec.Cures;
import dev.vernier.engine.spec.LayerConfig;
import dev.vernier.engine.spec.LearnedRounding;
import dev.vernier.engine.spec.Precision;
import dev.vernier.engine.spec.QuantSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Puts a layer's weights and bias into the lowered graph as they are stored: codes and their grid, halves, or floats. */
final class LayerWeightLowering {
    private final Graph source;
    private final Graph.Builder lowered;
    private final QuantizedWeightCache cache;
    private final Cures cures;
    private final UnaryOperator<String> fresh;

    LayerWeightLowering(
            Graph source, Graph.Builder lowered, QuantizedWeightCache cache, Cures cures, UnaryOperator<String> fresh) {
        this.source = source;
        this.cures = cures;
        this.lowered = lowered;
        this.cache = cache;
        this.fresh = fresh;
    }

    /** @param inputGrid grid of the layer's input, where it has one before the model runs */
    LayerWeights lower(Layer layer, LayerConfig config, Optional<QuantParams> inputGrid) {
        String constant = layer.weights().orElseThrow();
        TensorData values = source.constant(constant).orElseThrow();
        QuantSpec spec = config.weights();
        Optional<TensorData> bias = layer.bias().flatMap(source::constant).map(b -> corrected(layer, spec, b));
        long floatBiasBytes =
                bias.map(b -> DataType.FLOAT32.bytesFor(b.elementCount())).orElse(0L);
        if (spec.precision() == Precision.FP32) {
            long bytes = DataType.FLOAT32.bytesFor(values.elementCount()) + floatBiasBytes;
            return new LayerWeights(
                    Optional.empty(), Optional.empty(), Optional.empty(), List.of(), bytes, Optional.empty());
        }
        if (RowWeights.isAskedBy(spec)) {
            return rows(layer, values, spec, floatBiasBytes, bias);
        }
        if (spec.precision().isFloat()) {
            return halves(layer, values, bias, spec.precision());
        }
        QuantizedWeights q = cache.quantize(constant, layer.weightChannelAxis(), spec);
        Optional<LearnedRounding> rounding = rounding(layer, spec, values);
        Optional<String> biasOperand = Optional.empty();
        long biasBytes = floatBiasBytes;
        if (bias.isPresent() && inputGrid.isPresent() && isPerOutputChannel(layer, bias.get(), q.params())) {
            float inputScale = inputGrid.get().scale();
            QuantizedBias b = cache.bias(bias.get(), inputScale, q.params(), spec.rounding());
            if (b.saturated() > 0) {
                // A channel of tiny weights has a tiny scale, in which its bias does not fit 32 bits: a coarser one
                // loses less.
                float[] smallest = BiasQuantizer.smallestWeightScale(bias.get(), inputScale);
                q = WeightQuantizer.quantize(values, layer.weightChannelAxis(), spec, smallest);
                b = cache.bias(bias.get(), inputScale, q.params(), spec.rounding());
            }
            biasOperand = Optional.of(dequantized(layer.bias().orElseThrow(), b.codes(), b.params()));
            biasBytes = DataType.INT32.bytesFor(bias.get().elementCount());
        } else {
            biasOperand = correctedBias(layer, spec, bias);
        }
        if (rounding.isPresent()) {
            q = WeightQuantizer.rounded(values, q, rounding.get());
        }
        String real = dequantized(constant, q.codes(), q.params());
        long bytes = codeBytes(values.elementCount(), q.params(), spec) + gridBytes(q.params(), spec) + biasBytes;
        return new LayerWeights(
                Optional.of(real), biasOperand, Optional.of(q.params()), q.ranges(), bytes, Optional.of(q.error()));
    }

    /** The float bias where the plan corrects it; empty where it stays as it is. */
    private Optional<String> correctedBias(Layer layer, QuantSpec spec, Optional<TensorData> bias) {
        if (bias.isEmpty() || correction(layer, spec).isEmpty()) {
            return Optional.empty();
        }
        String stored = fresh.apply(layer.bias().orElseThrow() + "__corrected");
        lowered.constant(stored, bias.get());
        return Optional.of(stored);
    }

    /** Codes in rows, whose real values are brought to the shape and the order of axes that the layer reads; the bias stays float. */
    private LayerWeights rows(
            Layer layer, TensorData values, QuantSpec spec, long biasBytes, Optional<TensorData> bias) {
        String constant = layer.weights().orElseThrow();
        RowWeights w = cache.rows(constant, layer.weightChannelAxis(), spec);
        // not named after the constant: it is of another shape
        String codes = fresh.apply("codes");
        lowered.constant(codes, w.codes());
        String scales = fresh.apply("scales");
        lowered.constant(scales, w.scales());
        List<String> operands = new ArrayList<>(List.of(codes, scales));
        w.zeroPoints().ifPresent(z -> {
            String zeros = fresh.apply("zeros");
            lowered.constant(zeros, z);
            operands.add(zeros);
        });
        String real = step(new DequantizeRows(w.blockSize()), operands);
        Shape shape = values.shape();
        int axis = w.scales().shape().dim(0) == 1 ? 0 : Math.floorMod(layer.weightChannelAxis(), shape.rank());
        List<Long> dims = new ArrayList<>();
        List<Integer> order = new ArrayList<>();
        for (int d = 0; d < shape.rank(); d++) {
            dims.add(shape.dim(d));
            order.add(d == axis ? 0 : d < axis ? d + 1 : d);
        }
        dims.add(0, dims.remove(axis));
        // Even where the shape is the same: ONNX Runtime's integer kernels take no blocks, and look at the step before
        // a layer.
        String target = fresh.apply("shape");
        long[] sizes = dims.stream().mapToLong(Long::longValue).toArray();
        lowered.constant(target, TensorData.ofLongs(Shape.of(sizes.length), sizes));
        real = step(new Reshape(false), List.of(real, target));
        if (axis != 0) {
            real = step(new Transpose(order), List.of(real));
        }
        long codeBytes = (Math.multiplyExact(
                                values.elementCount(), (long) spec.precision().bits())
                        + 7)
                / 8;
        long gridBytes = 4L * w.scales().elementCount()
                + w.zeroPoints().map(z -> z.type().bytesFor(z.elementCount())).orElse(0L);
        return new LayerWeights(
                Optional.of(real),
                correctedBias(layer, spec, bias),
                Optional.empty(),
                w.ranges(),
                codeBytes + gridBytes + biasBytes,
                Optional.of(w.error()));
    }

    private String step(Op op, List<String> operands) {
        String result = fresh.apply("rows");
        lowered.node(new Node(fresh.apply(result + "_" + op.type()), op, operands, List.of(result)));
        return result;
    }

    private Optional<BiasCorrection> correction(Layer layer, QuantSpec spec) {
        return Optional.ofNullable(cures.biasCorrections().get(layer.name()))
                .filter(c -> c.learnedFor().equals(spec));
    }

    /** @throws VernierException if the plan's correction is for another number of channels */
    private TensorData corrected(Layer layer, QuantSpec spec, TensorData bias) {
        return correction(layer, spec)
                .map(correction -> {
                    float[] values = bias.toFloats();
                    if (correction.added().size() != values.length) {
                        throw new VernierException("The plan corrects "
                                + correction.added().size() + " biases of layer \"" + layer.name()
                                + "\", which has " + values.length + "; use a plan made for this model");
                    }
                    for (int c = 0; c < values.length; c++) {
                        values[c] += correction.added().get(c);
                    }
                    return TensorData.ofFloats(bias.shape(), values);
                })
                .orElse(bias);
    }

    /** @throws VernierException if the plan's rounding is for another number of weights */
    private Optional<LearnedRounding> rounding(Layer layer, QuantSpec spec, TensorData values) {
        Optional<LearnedRounding> rounding = Optional.ofNullable(
                        cures.roundings().get(layer.name()))
                .filter(r -> r.learnedFor().equals(spec));
        if (rounding.isPresent() && rounding.get().size() != values.elementCount()) {
            throw new VernierException("The plan rounds " + rounding.get().size() + " weights of layer \""
                    + layer.name() + "\", which has " + values.elementCount() + "; use a plan made for this model");
        }
        return rounding;
    }

    /** Signs are packed, eight binary or four ternary ones to a byte; other codes take their storage type. */
    private static long codeBytes(long codes, QuantParams params, QuantSpec spec) {
        boolean signs = !spec.precision().isInteger();
        return signs
                ? (Math.multiplyExact(codes, (long) spec.precision().bits()) + 7) / 8
                : params.type().storage().bytesFor(codes);
    }

    private static long gridBytes(QuantParams params, QuantSpec spec) {
        long zeroPointBytes = spec.symmetric() ? 0 : params.type().storage().bytesFor(params.channels());
        return 4L * params.channels() + zeroPointBytes;
    }

    /** A bias that is quantized has one value for each output channel (or the weights have one scale) and is not scaled by the op. */
    private static boolean isPerOutputChannel(Layer layer, TensorData bias, QuantParams weightParams) {
        Op op = layer.node().orElseThrow().op();
        boolean scaled = op instanceof Gemm && (((Gemm) op).alpha() != 1 || ((Gemm) op).beta() != 1);
        boolean fits = bias.shape().rank() == 1
                && (!weightParams.isPerChannel() || bias.elementCount() == weightParams.channels());
        return fits && !scaled;
    }

    private LayerWeights halves(Layer layer, TensorData values, Optional<TensorData> bias, Precision precision) {
        DataType format = precision == Precision.FP16 ? DataType.FLOAT16 : DataType.BFLOAT16;
        TensorData halves = toHalf(values, format);
        String weights = widened(layer.weights().orElseThrow(), halves);
        Optional<String> biasOperand = bias.map(b -> widened(layer.bias().orElseThrow(), toHalf(b, format)));
        long elements =
                values.elementCount() + bias.map(TensorData::elementCount).orElse(0L);
        return new LayerWeights(
                Optional.of(weights),
                biasOperand,
                Optional.empty(),
                List.of(),
                format.bytesFor(elements),
                Optional.of(TensorError.between(values.toFloats(), halves.toFloats())));
    }

    private static TensorData toHalf(TensorData values, DataType format) {
        float[] floats = values.toFloats();
        short[] bits = new short[floats.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = format == DataType.FLOAT16
                    ? HalfPrecision.toFloat16(floats[i])
                    : (short) (Float.floatToRawIntBits(HalfPrecision.roundToBFloat16(floats[i])) >>> 16);
        }
        return TensorData.ofShorts(format, values.shape(), bits);
    }

    private String widened(String constant, TensorData halves) {
        String stored = fresh.apply(constant + "__half");
        String real = fresh.apply(constant + "__real");
        lowered.constant(stored, halves);
        lowered.node(new Node(fresh.apply(real + "_Cast"), new Cast(DataType.FLOAT32), List.of(stored), List.of(real)));
        return real;
    }

    private String dequantized(String constant, TensorData codes, QuantParams params) {
        String stored = fresh.apply(constant + "__q");
        String real = fresh.apply(constant + "__real");
        lowered.constant(stored, codes);
        lowered.node(new Node(
                fresh.apply(real + "_DequantizeLinear"), new DequantizeLinear(params), List.of(stored), List.of(real)));
        return real;
    }
}
