package dev.vernier.io.onnx;

import static dev.vernier.io.onnx.OnnxEmitter.integer;

import ai.onnx.proto.OnnxMl;
import dev.vernier.engine.VernierException;
import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.QuantParams;
import dev.vernier.engine.graph.QuantType;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.op.Clamp;
import dev.vernier.engine.graph.op.DequantizeLinear;
import dev.vernier.engine.graph.op.DequantizeRows;
import dev.vernier.engine.graph.op.Gemm;
import dev.vernier.engine.graph.op.MatMul;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.op.QuantizeLinear;
import dev.vernier.engine.graph.op.QuantizePerSample;
import dev.vernier.engine.graph.op.RoundToFloat;
import dev.vernier.engine.quantize.WidenedWeights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Quantize and dequantize steps, ranges taken at run time, rounding to narrower floats. */
final class QuantizationExports {
    private QuantizationExports() {}

    static void addTo(Map<Class<? extends Op>, OnnxExport> table) {
        table.put(QuantizeLinear.class, new GridExport("QuantizeLinear"));
        table.put(DequantizeLinear.class, new GridExport("DequantizeLinear"));
        table.put(QuantizePerSample.class, QuantizationExports::dynamic);
        table.put(RoundToFloat.class, new RoundingExport());
        table.put(DequantizeRows.class, new RowsExport());
    }

    private static final class GridExport implements OnnxExport {
        private final String operator;

        GridExport(String operator) {
            this.operator = operator;
        }

        @Override
        public void emit(Node n, OnnxEmitter out) {
            QuantParams p = params(n.op());
            QuantType type = p.type();
            boolean fullRange = type.levels() == 1L << type.storage().bits() || n.op() instanceof DequantizeLinear;
            String input = n.input(0);
            if (!fullRange) {
                input = limited(n, p, out);
            } else if (WidenedWeights.areAt(n, out.graph())) {
                input = out.numbered("v");
                out.add("Cast", out.numbered("n"), List.of(n.input(0)), List.of(input), to(DataType.INT8));
            }
            Shape shape = p.isPerChannel() ? Shape.of(p.channels()) : Shape.SCALAR;
            String scale = out.shared("s", TensorData.ofFloats(shape, p.scales()));
            String zero =
                    needsZeroPoint(n, p, out.graph()) ? out.shared("z", zeroPoints(n, p, shape, out.graph())) : "";
            List<String> operands = List.of(input, scale, zero);
            if (p.isPerChannel()) {
                out.add(operator, n.name(), operands, n.outputs(), integer("axis", p.axis()));
            } else {
                out.add(operator, n.name(), operands, n.outputs());
            }
        }

        /**
         * Activations with all codes of 8 bits are written unsigned, moved by 128: on most processors ONNX Runtime has integer kernels for
         * unsigned activations only, and changes signed ones itself where a value has one reader, which leaves layers around a branch
         * with two types and in float.
         */
        private static TensorData zeroPoints(Node n, QuantParams p, Shape shape, Graph graph) {
            DataType storage = storage(n, p, graph);
            if (!areBetweenSteps(n, graph)
                    || storage != DataType.INT8
                    || p.type().levels() != 256) {
                return TensorData.ofCodes(storage, shape, p.zeroPoints());
            }
            int[] moved = p.zeroPoints();
            for (int i = 0; i < moved.length; i++) {
                moved[i] -= p.type().qMin();
            }
            return TensorData.ofCodes(DataType.UINT8, shape, moved);
        }

        /** The type of the codes that the operator reads or makes. */
        private static DataType storage(Node n, QuantParams p, Graph graph) {
            return WidenedWeights.areAt(n, graph) ? DataType.INT8 : p.type().storage();
        }

        /** Whether the codes are made by a step of the graph and read by none but its counterparts, so that their type is free. */
        private static boolean areBetweenSteps(Node n, Graph graph) {
            String made = n.op() instanceof QuantizeLinear ? n.output() : n.input(0);
            return graph.producerOf(made)
                            .filter(p -> p.op() instanceof QuantizeLinear)
                            .isPresent()
                    && !graph.outputs().contains(made)
                    && graph.consumersOf(made).stream().allMatch(c -> c.op() instanceof DequantizeLinear);
        }

        /**
         * A zero point says the type of the codes, too; where they are stored their type is known, and 0 need not be said but beside a
         * matrix product: ONNX Runtime's integer kernel for that is chosen only where it is.
         */
        private static boolean needsZeroPoint(Node n, QuantParams p, Graph graph) {
            boolean stored = n.op() instanceof DequantizeLinear && graph.isConstant(n.input(0));
            boolean affine = Arrays.stream(p.zeroPoints()).anyMatch(z -> z != 0);
            boolean matrix = storage(n, p, graph) == DataType.INT8
                    && graph.consumersOf(n.output()).stream()
                            .anyMatch(c -> c.op() instanceof Gemm || c.op() instanceof MatMul);
            return affine || !stored || matrix;
        }

        /** A grid with fewer codes than its storage type: the real values are limited first, to the ends of the grid. */
        private static String limited(Node n, QuantParams p, OnnxEmitter out) {
            if (p.isPerChannel()) {
                throw new VernierException("Cannot export layer \"" + n.name()
                        + "\": activations of fewer codes per channel have no ONNX form");
            }
            float low = (p.type().qMin() - p.zeroPoint()) * p.scale();
            float high = (p.type().qMax() - p.zeroPoint()) * p.scale();
            String limited = out.numbered("v");
            out.addClamp(out.numbered("n"), new Clamp(low, high), n.input(0), limited);
            return limited;
        }

        /** 16 and 4 bits came with operator set 21. */
        @Override
        public int neededOpset(Node n, Graph graph) {
            DataType storage = params(n.op()).type().storage();
            return storage.bits() == 16 || storage.bits() == 4 ? 21 : 13;
        }

        private static QuantParams params(Op op) {
            return op instanceof QuantizeLinear ? ((QuantizeLinear) op).params() : ((DequantizeLinear) op).params();
        }
    }

    /** DynamicQuantizeLinear takes one range for its whole input: one sample, at the batch size of deployment. */
    private static void dynamic(Node n, OnnxEmitter out) {
        QuantizePerSample op = (QuantizePerSample) n.op();
        if (op.symmetric() || op.codes().bits() != 8) {
            throw new VernierException(
                    "Cannot export layer \"" + n.name()
                            + "\": ONNX takes ranges at run time only for affine 8-bit activations; choose those, or a calibrated range");
        }
        String codes = out.numbered("v");
        String scale = out.numbered("s");
        String zero = out.numbered("z");
        out.add("DynamicQuantizeLinear", n.name(), n.inputs(), List.of(codes, scale, zero));
        out.add("DequantizeLinear", out.numbered("dq"), List.of(codes, scale, zero), n.outputs());
    }

    /**
     * A pair of casts, for floats of 8 bits, which came with operator set 19, between division by the scale and multiplication: ONNX Runtime
     * 1.29 would fuse quantize and dequantize steps of them around a sum into an integer kernel, which cannot read them.
     */
    private static final class RoundingExport implements OnnxExport {
        @Override
        public void emit(Node n, OnnxEmitter out) {
            RoundToFloat op = (RoundToFloat) n.op();
            boolean scaled = op.scale() != 1;
            String scale = scaled ? out.shared("s", TensorData.scalar(op.scale())) : "";
            String from = n.input(0);
            if (scaled) {
                from = out.numbered("v");
                out.add("Div", out.numbered("n"), List.of(n.input(0), scale), List.of(from));
            }
            String narrow = out.numbered("v");
            String wide = scaled ? out.numbered("v") : n.output();
            out.add("Cast", n.name(), List.of(from), List.of(narrow), to(op.format()));
            out.add("Cast", out.numbered("n"), List.of(narrow), List.of(wide), to(DataType.FLOAT32));
            if (scaled) {
                out.add("Mul", out.numbered("n"), List.of(wide, scale), n.outputs());
            }
        }

        @Override
        public int neededOpset(Node n, Graph graph) {
            return ((RoundToFloat) n.op()).format().bits() == 8 ? 19 : 13;
        }
    }

    private static OnnxMl.AttributeProto to(DataType type) {
        return integer("to", OnnxTypes.numberOf(type));
    }

    /**
     * Integers with a scale a row by {@code axis}, with more by {@code block_size}, which came with operator set 21; floats of 8 bits with a scale
     * a row by a cast and a product, see {@link RoundingExport}.
     */
    private static final class RowsExport implements OnnxExport {
        @Override
        public void emit(Node n, OnnxEmitter out) {
            if (hasBlocks(n, out.graph())) {
                out.add(
                        "DequantizeLinear",
                        n.name(),
                        n.inputs(),
                        n.outputs(),
                        integer("axis", 1),
                        integer("block_size", ((DequantizeRows) n.op()).blockSize()));
                return;
            }
            TensorData codes = out.graph().constant(n.input(0)).orElseThrow();
            if (codes.type().isFloating()) {
                String wide = out.numbered("v");
                out.add("Cast", n.name(), List.of(n.input(0)), List.of(wide), to(DataType.FLOAT32));
                out.add("Mul", out.numbered("n"), List.of(wide, n.input(1)), n.outputs());
                return;
            }
            List<String> operands = new ArrayList<>(List.of(n.input(0)));
            for (String parameter : n.inputs().subList(1, n.inputs().size())) {
                TensorData column = out.graph().constant(parameter).orElseThrow();
                operands.add(out.shared("s", column.reshaped(Shape.of(column.elementCount()))));
            }
            out.add("DequantizeLinear", n.name(), operands, n.outputs(), integer("axis", 0));
        }

        private static boolean hasBlocks(Node n, Graph graph) {
            return graph.constant(n.input(1)).orElseThrow().shape().dim(1) > 1;
        }

        @Override
        public int neededOpset(Node n, Graph graph) {
            DataType codes = graph.constant(n.input(0)).orElseThrow().type();
            return hasBlocks(n, graph) || codes.bits() == 4 || codes.bits() == 16 ? 21 : codes.isFloating() ? 19 : 13;
        }
    }
}
