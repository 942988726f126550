package dev.vernier.io.onnx;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Float8;
import dev.vernier.engine.graph.QuantParams;
import dev.vernier.engine.graph.QuantType;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.op.DequantizeLinear;
import dev.vernier.engine.graph.op.QuantizeLinear;
import dev.vernier.engine.graph.op.QuantizePerSample;
import dev.vernier.engine.graph.op.RoundToFloat;
import java.util.List;

/** Quantize and dequantize steps with the file's own scales and zero points. */
final class QuantizationMappings {
    private QuantizationMappings() {}

    static String quantize(OnnxNode node, NodeEmitter emit) {
        DataType codes = DataType.UINT8;
        if (node.hasInput(2)) {
            codes = emit.type(2);
        } else if (node.integer("output_dtype", 0) != 0) {
            codes = typeOf(node.intValue("output_dtype", 0));
        }
        if (Float8.isOne(codes) && isTakenStraightBack(node, emit)) {
            emit.markDynamicCodes(node.proto().getOutput(0));
            return node.input(0);
        }
        if (Float8.isOne(codes)
                || isComputed(node, emit)
                || emit.fact(node.input(0)).map(f -> f.type() == DataType.INT32).orElse(false)) {
            return ComputedGrids.quantize(node, emit, codes);
        }
        return emit.main(new QuantizeLinear(grid(node, emit, codes)), node.input(0));
    }

    static String dequantize(OnnxNode node, NodeEmitter emit) {
        if (emit.isDynamicCodes(node.input(0))) {
            return node.hasInput(2) && Float8.isOne(emit.type(2)) ? rounded(node, emit) : node.input(0);
        }
        if (StoredRows.isForm(node, emit)) {
            return StoredRows.dequantize(node, emit);
        }
        if (Float8.isOne(emit.type(0)) || isComputed(node, emit)) {
            return ComputedGrids.dequantize(node, emit);
        }
        return emit.main(new DequantizeLinear(grid(node, emit, emit.type(0))), node.input(0));
    }

    /** Both steps at once, under the name of the real values. */
    private static String rounded(OnnxNode node, NodeEmitter emit) {
        float scale = constant(node, emit, 1, "scale").toFloats()[0];
        return emit.main(new RoundToFloat(emit.type(2), scale), node.input(0));
    }

    /** Whether all that becomes of the codes is real values again, with the one scale they were made with. */
    private static boolean isTakenStraightBack(OnnxNode node, NodeEmitter emit) {
        String codes = node.proto().getOutput(0);
        List<String> grid = node.inputs().subList(1, node.inputs().size());
        return node.integer("saturate", 1) != 0
                && node.hasInput(2)
                && emit.constantOf(node.input(1))
                        .filter(s -> s.elementCount() == 1 && s.toFloats()[0] > 0)
                        .isPresent()
                && emit.isOnlyDequantized(codes)
                && emit.readers(codes).stream()
                        .allMatch(r ->
                                r.getInputList().subList(1, r.getInputCount()).equals(grid));
    }

    /** Whether the grid is not known before the network runs, or there is one for each block. */
    private static boolean isComputed(OnnxNode node, NodeEmitter emit) {
        return emit.constantOf(node.input(1)).filter(s -> s.shape().rank() <= 1).isEmpty()
                || (node.hasInput(2) && emit.constantOf(node.input(2)).isEmpty());
    }

    /**
     * Codes on a grid that is found while the network runs, where they are only dequantized again. The range is the whole operand's in
     * ONNX and each sample's here, which is the same for one sample at a time.
     */
    static String dynamicQuantize(OnnxNode node, NodeEmitter emit) {
        List<String> outputs = node.proto().getOutputList();
        boolean plain = outputs.size() == 3
                && emit.readers(outputs.get(0)).stream()
                        .allMatch(r -> r.getOpType().equals("DequantizeLinear")
                                && r.getInputList().equals(outputs));
        if (!plain || outputs.stream().anyMatch(emit::isAnswered)) {
            return ComputedGrids.dynamicQuantize(node, emit);
        }
        String real = emit.main(new QuantizePerSample(QuantType.INT8, false), node.input(0));
        emit.answerWith(List.of(
                real,
                emit.constant("scale", TensorData.scalar(1)),
                emit.constant("zero_point", TensorData.ofBytes(DataType.UINT8, Shape.SCALAR, (byte) 0))));
        emit.markDynamicCodes(outputs.get(0));
        return real;
    }

    private static DataType typeOf(int onnxType) {
        return OnnxTypes.of(onnxType)
                .orElseThrow(() -> new UnsupportedOperator("to codes of type " + OnnxTypes.nameOf(onnxType)));
    }

    private static QuantParams grid(OnnxNode node, NodeEmitter emit, DataType codes) {
        QuantType type = codeType(codes);
        TensorData scales = constant(node, emit, 1, "scale");
        int count = Math.toIntExact(scales.elementCount());
        int[] zeroPoints = new int[count];
        if (node.hasInput(2)) {
            TensorData given = constant(node, emit, 2, "zero point");
            if (given.elementCount() != count) {
                throw new UnsupportedOperator("with " + count + " scales and " + given.elementCount() + " zero points");
            }
            zeroPoints = given.toInts();
        }
        try {
            if (count == 1 && scales.shape().rank() <= 1) {
                return QuantParams.perTensor(type, scales.toFloats()[0], zeroPoints[0]);
            }
            int axis = emit.axis(node.integer("axis", 1), emit.rank(0));
            return QuantParams.perChannel(type, scales.toFloats(), zeroPoints, axis);
        } catch (IllegalArgumentException e) {
            throw new UnsupportedOperator("because its grid is none: " + e.getMessage());
        }
    }

    private static TensorData constant(OnnxNode node, NodeEmitter emit, int operand, String what) {
        return emit.constantOf(node.input(operand))
                .orElseThrow(() -> new UnsupportedOperator("with a " + what + " that is computed"));
    }

    static QuantType codeType(DataType codes) {
        return switch (codes) {
            case INT4, INT8, INT16 -> QuantType.signed(codes.bits(), false);
            case UINT4, UINT8, UINT16 -> new QuantType(codes.bits(), 0, (1 << codes.bits()) - 1);
            case INT32 -> QuantType.INT32;
            default -> throw new UnsupportedOperator("on codes of type " + codes);
        };
    }
}
