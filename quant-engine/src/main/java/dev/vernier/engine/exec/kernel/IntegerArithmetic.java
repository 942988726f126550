package dev.vernier.engine.exec.kernel;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.QuantParams;
import dev.vernier.engine.graph.QuantType;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.tensor.MemoryFormat;
import dev.vernier.engine.tensor.Tensor;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.javacpp.Pointer;

/**
 * How a layer multiplies codes: products of 8-bit codes summed exactly in 32 bits, then taken to real values by input scale times weight
 * scale, bias and post-operations in single precision, and the result put on its grid (Jacob et al. 2018, with a float multiplier as ONNX
 * Runtime has it). Against the same layer on fake-quantized values only the rounding of sums differs.
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

    private IntegerArithmetic(QuantParams input, QuantParams weights, QuantParams result) {
        this.input = input;
        this.weights = weights;
        this.result = result;
    }

    /**
     * Whether this processor sums products of bytes in 32 bits: x86 without VNNI sums pairs of them in 16 bits, which may be too few.
     */
    public static boolean isExact() {
        int isa = dnnl.dnnl_get_effective_cpu_isa();
        return isa == dnnl.dnnl_cpu_isa_default || (isa & VNNI) != 0;
    }

    /** For a call whose first operand is coded and whose weights are dequantized codes. */
    static IntegerArithmetic of(KernelCall call) {
        QuantParams result = call.resultGrid()
                .filter(g -> g.type().equals(QuantType.INT8) || isWholeUnsignedByte(g.type()))
                .orElse(null);
        return new IntegerArithmetic(
                call.tensor(0).grid().orElseThrow(),
                call.constant(1).coded().orElseThrow().grid(),
                result);
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
        return " integer " + weights.isPerChannel() + (result == null) + hasZeroPoint(input) + hasZeroPoint(result);
    }

    /** Zero points of 0 are left out: correcting for one costs up to a fifth of a convolution. */
    private static boolean hasZeroPoint(QuantParams grid) {
        return grid != null && grid.zeroPoint() != 0;
    }

    /** @param channelMask which of the weights' axes have scales of their own, a bit each, if any have */
    void addTo(primitive_attr attributes, int channelMask) {
        attributes.set_scales_mask(dnnl.DNNL_ARG_SRC, 0);
        attributes.set_scales_mask(dnnl.DNNL_ARG_WEIGHTS, weights.isPerChannel() ? channelMask : 0);
        if (hasZeroPoint(input)) {
            attributes.set_zero_points_mask(dnnl.DNNL_ARG_SRC, 0);
        }
        if (result != null) {
            attributes.set_scales_mask(dnnl.DNNL_ARG_DST, 0);
        }
        if (hasZeroPoint(result)) {
            attributes.set_zero_points_mask(dnnl.DNNL_ARG_DST, 0);
        }
    }

    /** Adds its arguments, in the order of {@link #pointers}. */
    void addArguments(NativePrimitive.Recipe recipe) {
        recipe.argument(dnnl.DNNL_ARG_ATTR_SCALES | dnnl.DNNL_ARG_SRC, vector(DataType.FLOAT32, 1));
        recipe.argument(
                dnnl.DNNL_ARG_ATTR_SCALES | dnnl.DNNL_ARG_WEIGHTS, vector(DataType.FLOAT32, weights.channels()));
        if (hasZeroPoint(input)) {
            recipe.argument(dnnl.DNNL_ARG_ATTR_ZERO_POINTS | dnnl.DNNL_ARG_SRC, vector(DataType.INT32, 1));
        }
        if (result != null) {
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
        pointers.add(scales(owned, input).pointer());
        pointers.add(scales(owned, weights).pointer());
        if (hasZeroPoint(input)) {
            pointers.add(zeroPoint(owned, input).pointer());
        }
        if (result != null) {
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
