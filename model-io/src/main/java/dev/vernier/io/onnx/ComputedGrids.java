package dev.vernier.io.onnx;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Float8;
import dev.vernier.engine.graph.op.Cast;
import dev.vernier.engine.graph.op.Clamp;
import dev.vernier.engine.graph.op.Clip;
import dev.vernier.engine.graph.op.Conv;
import dev.vernier.engine.graph.op.Expand;
import dev.vernier.engine.graph.op.Extremum;
import dev.vernier.engine.graph.op.MatMul;
import dev.vernier.engine.graph.op.Mul;
import dev.vernier.engine.graph.op.Reduce;
import dev.vernier.engine.graph.op.Unary;
import dev.vernier.engine.graph.shape.Dimension;
import dev.vernier.engine.graph.shape.SymbolicTensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Quantization whose scales are computed while the network runs, or are given for blocks, and products of codes: written as the arithmetic it
 * is. Codes are held in float32 on the way, which is exact up to 2²⁴.
 */
final class ComputedGrids {
    private ComputedGrids() {}

    /** {@code (x - zero point) · scale}. */
    static String dequantize(OnnxNode node, NodeEmitter emit) {
        Formula f = new Formula(emit);
        String scale = f.cast(aligned(node, f, emit, node.input(1)), DataType.FLOAT32);
        String codes = f.cast(node.input(0), DataType.FLOAT32);
        if (node.hasInput(2) && !f.fact(node.input(2)).type().isFloating()) {
            codes = f.subtract(codes, f.cast(aligned(node, f, emit, node.input(2)), DataType.FLOAT32));
        }
        return emit.main(new Mul(Clamp.NONE), codes, scale);
    }

    /** {@code round(x / scale) + zero point}, halves to even, held within the codes; to 8-bit floats, which have no zero point, {@code x / scale}. */
    static String quantize(OnnxNode node, NodeEmitter emit, DataType codes) {
        boolean floats = Float8.isOne(codes) && node.integer("saturate", 1) != 0;
        if (!codes.isInteger() && !floats) {
            throw new UnsupportedOperator("to codes of type " + codes);
        }
        Formula f = new Formula(emit);
        String scale = f.cast(aligned(node, f, emit, node.input(1)), DataType.FLOAT32);
        String x = f.cast(node.input(0), DataType.FLOAT32);
        if (floats) {
            return emit.main(new Cast(codes), f.divide(x, scale));
        }
        String zeroPoint = node.hasInput(2) ? aligned(node, f, emit, node.input(2)) : "";
        return emit.main(new Cast(codes), held(f, emit, f.divide(x, scale), zeroPoint, codes));
    }

    private static String held(Formula f, NodeEmitter emit, String steps, String zeroPoint, DataType codes) {
        String rounded = emit.helper("rounded", new Unary(Unary.Function.ROUND), steps);
        String moved = zeroPoint.isEmpty() ? rounded : f.add(rounded, f.cast(zeroPoint, DataType.FLOAT32));
        double half = Math.pow(2, codes.bits() - 1);
        float low = codes.isSigned() ? (float) -half : 0;
        float high = (float) (codes.isSigned() ? half - 1 : 2 * half - 1);
        return emit.helper("held", new Clip(low, high), moved);
    }

    /** Scales or zero points shaped so that they are broadcast over operand 0: one for all, one a channel, or one a block. */
    private static String aligned(OnnxNode node, Formula f, NodeEmitter emit, String list) {
        SymbolicTensor given = f.fact(list);
        SymbolicTensor x = f.fact(node.input(0));
        if (given.rank() == 0 || (given.rank() == 1 && given.dim(0).is(1))) {
            return f.reshape(list);
        }
        int axis = emit.axis(node.integer("axis", 1), x.rank());
        if (given.rank() == 1) {
            long[] target = new long[x.rank() - axis];
            Arrays.fill(target, 1);
            target[0] = -1;
            return f.reshape(list, target);
        }
        int block = node.intValue("block_size", 0);
        if (block < 1 || given.rank() != x.rank()) {
            throw new UnsupportedOperator("with a scale of shape " + given.shape());
        }
        long[] times = new long[x.rank() + 1];
        Arrays.fill(times, 1);
        times[axis + 1] = block;
        String repeated =
                emit.helper("repeated", new Expand(), f.unsqueeze(list, axis + 1), emit.longs("times", times));
        long[] target = new long[x.rank()];
        for (int i = axis; i < target.length; i++) {
            if (!given.dim(i).isKnown()) {
                throw new UnsupportedOperator("with blocks whose number is not known");
            }
            target[i] = Math.multiplyExact(given.dim(i).value(), i == axis ? block : 1L);
        }
        String all = f.reshape(repeated, target);
        Dimension length = x.dim(axis);
        return length.is(target[axis]) ? all : f.slice(all, axis, 0, length.isKnown() ? length.value() : target[axis]);
    }

    /** The whole operand's range stretched to hold 0, as 256 codes (ONNX {@code DynamicQuantizeLinear}). */
    static String dynamicQuantize(OnnxNode node, NodeEmitter emit) {
        Formula f = new Formula(emit);
        String x = f.cast(node.input(0), DataType.FLOAT32);
        String zero = f.number(DataType.FLOAT32, 0);
        long[] all = IntStream.range(0, f.rank(x)).asLongStream().toArray();
        String high =
                emit.helper("high", new Extremum(Extremum.Kind.MAX), f.reduce(Reduce.Kind.MAX, x, false, all), zero);
        String low =
                emit.helper("low", new Extremum(Extremum.Kind.MIN), f.reduce(Reduce.Kind.MIN, x, false, all), zero);
        String scale = f.divide(f.subtract(high, low), f.number(DataType.FLOAT32, 255));
        String offset = held(f, emit, f.divide(f.subtract(zero, low), scale), "", DataType.UINT8);
        String codes = emit.main(new Cast(DataType.UINT8), held(f, emit, f.divide(x, scale), offset, DataType.UINT8));
        emit.answerWith(List.of(codes, scale, f.cast(offset, DataType.UINT8)));
        return codes;
    }

    static String matMulInteger(OnnxNode node, NodeEmitter emit) {
        Formula f = new Formula(emit);
        boolean byRow = node.hasInput(2)
                && f.rank(node.input(2)) == 1
                && !f.fact(node.input(2)).dim(0).is(1);
        String a = withoutZeroPoint(f, node.input(0), byRow ? f.unsqueeze(node.input(2), 1) : node.input(2));
        String b = withoutZeroPoint(f, node.input(1), node.input(3));
        return f.cast(emit.main(new MatMul(Clamp.NONE), a, b), DataType.INT32);
    }

    static String convInteger(OnnxNode node, NodeEmitter emit) {
        Formula f = new Formula(emit);
        String zeroPoints = node.input(3);
        if (!zeroPoints.isEmpty() && f.rank(zeroPoints) == 1) {
            long[] target = new long[f.rank(node.input(1))];
            Arrays.fill(target, 1);
            target[0] = -1;
            zeroPoints = f.reshape(zeroPoints, target);
        }
        String x = withoutZeroPoint(f, node.input(0), node.input(2));
        String w = withoutZeroPoint(f, node.input(1), zeroPoints);
        Conv op = WindowMappings.convolution(node, emit);
        return f.cast(emit.main(op, x, w), DataType.INT32);
    }

    private static String withoutZeroPoint(Formula f, String codes, String zeroPoint) {
        String real = f.cast(codes, DataType.FLOAT32);
        return zeroPoint.isEmpty() ? real : f.subtract(real, f.cast(zeroPoint, DataType.FLOAT32));
    }
}
