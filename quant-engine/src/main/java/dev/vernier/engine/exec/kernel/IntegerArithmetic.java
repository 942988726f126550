package dev.vernier.engine.exec.kernel;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.QuantParams;
import dev.vernier.engine.graph.QuantType;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.op.Clamp;
import dev.vernier.engine.quantize.AffineQuantization;
import dev.vernier.engine.tensor.MemoryFormat;
import dev.vernier.engine.tensor.Tensor;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.javacpp.Pointer;

/**
 * How a layer multiplies codes: products of 8-bit codes summed exactly in 32 bits, and the result put on its grid (Jacob et al. 2018, with
 * a float multiplier).
 *
 * <p>Where the bias is codes too and nothing but saturation limits the result, it is {@code rint((sum + bias) · (input scale · weight
 * scale / result scale)) + zero point}, each step rounded in single precision: bit for bit what ONNX Runtime's QLinearConv and QGemm
 * compute. Elsewhere sums are taken to real values first, by input scale times weight scale, then come bias and post-operations. Against the
 * same layer on fake-quantized values only the rounding of sums differs, by one code at most.
 *
 * <p>Scales and zero points are arguments of the run, not part of the primitive.
 */
public final class IntegerArithmetic {
    /** The bits of oneDNN's instruction sets that stand for VNNI, with 256 and with 512 bits. */
    private static final int VNNI = (dnnl.dnnl_cpu_isa_avx2_vnni & ~dnnl.dnnl_cpu_isa_avx2)
            | (dnnl.dnnl_cpu_isa_avx512_core_vnni & ~dnnl.dnnl_cpu_isa_avx512_core);

    private final QuantParams input;
    private final QuantParams weights;
    private final QuantParams result;
    /** What sums and bias, as codes, are multiplied with; null where they are taken to real values. */
    private final QuantParams factors;

    private IntegerArithmetic(QuantParams input, QuantParams weights, QuantParams result, QuantParams factors) {
        this.input = input;
        this.weights = weights;
        this.result = result;
        this.factors = factors;
    }

    /**
     * Whether this processor sums products of bytes in 32 bits: x86 without VNNI sums pairs of them in 16 bits, which may be too few.
     */
    public static boolean isExact() {
        int isa = OneDnn.instructionSets();
        return isa == dnnl.dnnl_cpu_isa_default || (isa & VNNI) != 0;
    }

    /**
     * For a call whose first operand is coded and whose weights are dequantized codes; empty for another.
     *
     * @param channelAxis axis of the result that the weights' channels run along
     */
    static Optional<IntegerArithmetic> of(KernelCall call, int channelAxis) {
        if (!call.isInteger()) {
            return Optional.empty();
        }
        QuantParams result = call.resultGrid()
                .filter(g -> g.type().equals(QuantType.INT8) || isWholeUnsignedByte(g.type()))
                .orElse(null);
        QuantParams input = call.tensor(0).grid().orElseThrow();
        QuantParams weights = call.constant(1).coded().orElseThrow().grid();
        boolean whole = result != null
                && call.post().stream().allMatch(p -> isSaturation(p, result))
                && (!call.has(2) || isOnSumsGrid(call, input, weights));
        return Optional.of(new IntegerArithmetic(
                input, weights, result, whole ? factors(input, weights, result, channelAxis) : null));
    }

    /** Whether an operation changes nothing that is inside the range of {@code grid}. */
    private static boolean isSaturation(PostOperation p, QuantParams grid) {
        if (!(p instanceof PostOperation.Limit)) {
            return false;
        }
        Clamp clamp = ((PostOperation.Limit) p).clamp();
        float lowest = AffineQuantization.dequantize(grid.type().qMin(), grid.scale(), grid.zeroPoint());
        float highest = AffineQuantization.dequantize(grid.type().qMax(), grid.scale(), grid.zeroPoint());
        return clamp.low() <= lowest && clamp.high() >= highest;
    }

    /** Whether the bias is codes with scales of input times weights, which add to the sums as they are. */
    private static boolean isOnSumsGrid(KernelCall call, QuantParams input, QuantParams weights) {
        Optional<QuantParams> bias =
                call.isConstant(2) ? call.constant(2).coded().map(Constant.Coded::grid) : Optional.empty();
        if (bias.isEmpty() || bias.get().channels() != weights.channels()) {
            return false;
        }
        boolean same = true;
        for (int c = 0; c < weights.channels(); c++) {
            same &= bias.get().zeroPoint(c) == 0 && bias.get().scale(c) == input.scale() * weights.scale(c);
        }
        return same;
    }

    /** {@code input scale · weight scale / result scale}; null where single precision cannot hold one. */
    private static QuantParams factors(QuantParams input, QuantParams weights, QuantParams result, int channelAxis) {
        float[] factors = new float[weights.channels()];
        for (int c = 0; c < factors.length; c++) {
            factors[c] = input.scale() * weights.scale(c) / result.scale();
            if (!(factors[c] >= Float.MIN_NORMAL && factors[c] <= Float.MAX_VALUE)) {
                return null;
            }
        }
        return weights.isPerChannel()
                ? QuantParams.perChannel(QuantType.INT32, factors, new int[factors.length], channelAxis)
                : QuantParams.perTensor(QuantType.INT32, factors[0], 0);
    }

    /** {@code call} with what follows its sums. */
    KernelCall followedBy(KernelCall call) {
        return factors == null
                ? call
                : call.withPost(List.of(new PostOperation.Rescale(factors, hasZeroPoint(result))));
    }

    /** What is added to the sums, FLOAT32: the call's third operand or its codes; borrowed. */
    Tensor bias(KernelCall call) {
        if (factors == null) {
            return call.tensor(2);
        }
        Constant codes = call.constant(2).coded().orElseThrow().codes();
        return call.resources()
                .get(
                        "codes as floats " + codes.fingerprint(),
                        Tensor.class,
                        () -> Tensor.of(
                                TensorData.ofFloats(codes.shape(), codes.data().toFloats())),
                        Tensor::bytes);
    }

    private static boolean isWholeUnsignedByte(QuantType type) {
        return type.qMin() == 0 && type.qMax() == 255;
    }

    /** The tensor the result goes to: codes, or real values where the grid is none that saturation alone limits. */
    Tensor allocateResult(Shape shape, MemoryFormat format) {
        return result == null
                ? Tensor.allocate(DataType.FLOAT32, shape, format)
                : Tensor.allocateCodes(result, shape, format);
    }

    /** What of it is part of a primitive. */
    String key() {
        return " integer " + weights.isPerChannel() + (result == null) + (factors == null) + hasZeroPoint(input)
                + hasZeroPoint(result);
    }

    /** Zero points of 0 are left out: correcting for one costs up to a fifth of a convolution. */
    private static boolean hasZeroPoint(QuantParams grid) {
        return grid != null && grid.zeroPoint() != 0;
    }

    private boolean scalesResult() {
        return result != null && factors == null;
    }

    /** @param channelMask which of the weights' axes have scales of their own, a bit each, if any have */
    void addTo(primitive_attr attributes, int channelMask) {
        if (factors == null) {
            attributes.set_scales_mask(dnnl.DNNL_ARG_SRC, 0);
            attributes.set_scales_mask(dnnl.DNNL_ARG_WEIGHTS, weights.isPerChannel() ? channelMask : 0);
        }
        if (hasZeroPoint(input)) {
            attributes.set_zero_points_mask(dnnl.DNNL_ARG_SRC, 0);
        }
        if (scalesResult()) {
            attributes.set_scales_mask(dnnl.DNNL_ARG_DST, 0);
        }
        if (hasZeroPoint(result)) {
            attributes.set_zero_points_mask(dnnl.DNNL_ARG_DST, 0);
        }
    }

    /** Adds its arguments, in the order of {@link #pointers}. */
    void addArguments(NativePrimitive.Recipe recipe) {
        if (factors == null) {
            recipe.argument(dnnl.DNNL_ARG_ATTR_SCALES | dnnl.DNNL_ARG_SRC, vector(DataType.FLOAT32, 1));
            recipe.argument(
                    dnnl.DNNL_ARG_ATTR_SCALES | dnnl.DNNL_ARG_WEIGHTS, vector(DataType.FLOAT32, weights.channels()));
        }
        if (hasZeroPoint(input)) {
            recipe.argument(dnnl.DNNL_ARG_ATTR_ZERO_POINTS | dnnl.DNNL_ARG_SRC, vector(DataType.INT32, 1));
        }
        if (scalesResult()) {
            recipe.argument(dnnl.DNNL_ARG_ATTR_SCALES | dnnl.DNNL_ARG_DST, vector(DataType.FLOAT32, 1));
        }
        if (hasZeroPoint(result)) {
            recipe.argument(dnnl.DNNL_ARG_ATTR_ZERO_POINTS | dnnl.DNNL_ARG_DST, vector(DataType.INT32, 1));
        }
    }

    private static org.bytedeco.dnnl.memory.desc vector(DataType type, long length) {
        return OneDnn.describe(NativeView.rowMajor(type, length));
    }

    /** @param owned where the numbers live until the run is over */
    List<Pointer> pointers(Owned owned) {
        List<Pointer> pointers = new ArrayList<>();
        if (factors == null) {
            pointers.add(scales(owned, input).pointer());
            pointers.add(scales(owned, weights).pointer());
        }
        if (hasZeroPoint(input)) {
            pointers.add(zeroPoint(owned, input).pointer());
        }
        if (scalesResult()) {
            pointers.add(scales(owned, result).pointer());
        }
        if (hasZeroPoint(result)) {
            pointers.add(zeroPoint(owned, result).pointer());
        }
        return pointers;
    }

    private static Tensor scales(Owned owned, QuantParams grid) {
        Tensor t = owned.add(Tensor.allocate(DataType.FLOAT32, Shape.of(grid.channels())));
        FloatBuffer f = t.floats();
        for (int c = 0; c < grid.channels(); c++) {
            f.put(c, grid.scale(c));
        }
        return t;
    }

    private static Tensor zeroPoint(Owned owned, QuantParams grid) {
        Tensor t = owned.add(Tensor.allocate(DataType.INT32, Shape.of(1)));
        t.buffer().order(ByteOrder.nativeOrder()).putInt(0, grid.zeroPoint());
        return t;
    }
}
