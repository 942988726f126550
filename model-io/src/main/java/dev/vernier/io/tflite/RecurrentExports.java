package dev.vernier.io.tflite;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.op.GateFunction;
import dev.vernier.engine.graph.op.Lstm;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.op.RecurrentDirection;
import dev.vernier.engine.quantize.AffineQuantization;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.tensorflow.lite.schema.ActivationFunctionType;
import org.tensorflow.lite.schema.BuiltinOperator;
import org.tensorflow.lite.schema.BuiltinOptions;
import org.tensorflow.lite.schema.ConcatenationOptionsT;
import org.tensorflow.lite.schema.StridedSliceOptionsT;
import org.tensorflow.lite.schema.UnidirectionalSequenceLSTMOptionsT;

/** Long short-term memory, on real numbers; a layer in reverse reads its sequence reversed. */
final class RecurrentExports {
    /** Operands of the sequence operator: x, four weights, four recurrent weights, three peepholes, four biases, projection, two states. */
    private static final int OPERANDS = 20;

    /** The gates i, o, f, c of the graph in the operator's order i, f, c, o. */
    private static final int[] GATES = {0, 2, 3, 1};

    private RecurrentExports() {}

    static void addTo(Map<Class<? extends Op>, TfliteExport> table) {
        table.put(Lstm.class, RecurrentExports::lstm);
    }

    private static void lstm(Node n, TfliteEmitter out) {
        Lstm op = (Lstm) n.op();
        check(op, out);
        Arrangement order = op.batchFirst() ? Arrangement.natural(3) : new Arrangement(List.of(1, 0, 2));
        WrittenTensor x = out.operand(0, order);
        List<WrittenTensor> directions = new ArrayList<>();
        for (int d = 0; d < op.direction().count(); d++) {
            boolean reversed = op.direction() == RecurrentDirection.REVERSE || d == 1;
            directions.add(direction(op, d, reversed, x, out));
        }
        results(n, op, directions, x.shape(), out);
    }

    private static void check(Lstm op, TfliteEmitter out) {
        boolean usual = true;
        for (int i = 0; i < op.functions().size(); i++) {
            GateFunction.Kind wanted = i % 3 == 0 ? GateFunction.Kind.SIGMOID : GateFunction.Kind.TANH;
            usual &= op.functions().get(i).kind() == wanted;
        }
        if (!usual || op.inputForget() || !Float.isInfinite(op.clip())) {
            throw out.cannot("its LSTM has the logistic function, tanh and neither limits nor coupled gates");
        }
        if (out.has(4) || out.has(Lstm.MASK)) {
            throw out.cannot("its LSTM takes sequences of one length");
        }
        if (out.has(5) || out.has(6)) {
            throw out.cannot("its LSTM begins with a state of zeros");
        }
        if (out.wants(2)) {
            throw out.cannot("its LSTM does not answer the last cell state");
        }
        if (out.held(0).isPerSample()) {
            throw out.cannot("Vernier writes its LSTM with float activations; choose w8 or fp32 for it");
        }
    }

    private static WrittenTensor direction(
            Lstm op, int direction, boolean reversed, WrittenTensor x, TfliteEmitter out) {
        int hidden = op.hidden();
        int width = Math.toIntExact(x.shape().dim(2));
        List<WrittenTensor> operands = new ArrayList<>(Collections.nCopies(OPERANDS, WrittenTensor.NONE));
        operands.set(0, reversed ? reversed(x, out) : x);
        float[] w = real(1, out);
        float[] r = real(2, out);
        float[] b = out.has(3) ? real(3, out) : new float[op.direction().count() * 8 * hidden];
        float[] p = out.has(7) ? real(7, out) : new float[0];
        for (int g = 0; g < 4; g++) {
            int gate = direction * 4 + GATES[g];
            operands.set(1 + g, rows("w" + g, w, gate * hidden, hidden, width, out));
            operands.set(5 + g, rows("r" + g, r, gate * hidden, hidden, hidden, out));
            float[] bias = new float[hidden];
            for (int i = 0; i < hidden; i++) {
                int at = direction * 8 * hidden + GATES[g] * hidden + i;
                bias[i] = b[at] + b[at + 4 * hidden];
            }
            operands.set(12 + g, out.constant("b" + g, TensorData.ofFloats(Shape.of(hidden), bias)));
        }
        if (p.length > 0) {
            // Peepholes i, o, f here; i, f, o there.
            int[] places = {0, 2, 1};
            for (int g = 0; g < 3; g++) {
                int at = (direction * 3 + places[g]) * hidden;
                float[] peephole = Arrays.copyOfRange(p, at, at + hidden);
                operands.set(9 + g, out.constant("p" + g, TensorData.ofFloats(Shape.of(hidden), peephole)));
            }
        }
        Shape state = Shape.of(x.shape().dim(0), hidden);
        operands.set(18, out.variable("h", state));
        operands.set(19, out.variable("c", state));
        UnidirectionalSequenceLSTMOptionsT o = new UnidirectionalSequenceLSTMOptionsT();
        o.setFusedActivationFunction(ActivationFunctionType.TANH);
        o.setTimeMajor(false);
        WrittenTensor y = out.between(
                "sequence_" + direction,
                DataType.FLOAT32,
                Shape.of(x.shape().dim(0), x.shape().dim(1), hidden));
        out.op(
                BuiltinOperator.UNIDIRECTIONAL_SEQUENCE_LSTM,
                new OperatorOptions(BuiltinOptions.UnidirectionalSequenceLSTMOptions, o),
                operands,
                y);
        return y;
    }

    /** The real numbers of a constant operand; those of the weights are what the plan makes of them. */
    private static float[] real(int operand, TfliteEmitter out) {
        HeldValue h = out.held(operand);
        if (!h.isConstant()) {
            throw out.cannot("its weights are computed while it runs");
        }
        TensorData data = h.constant().orElseThrow();
        return h.grid()
                .map(g -> AffineQuantization.dequantize(data, g).toFloats())
                .orElseGet(data::toFloats);
    }

    private static WrittenTensor rows(String role, float[] all, int firstRow, int rows, int width, TfliteEmitter out) {
        float[] part = Arrays.copyOfRange(all, firstRow * width, (firstRow + rows) * width);
        return out.constant(role, TensorData.ofFloats(Shape.of(rows, width), part));
    }

    private static WrittenTensor reversed(WrittenTensor x, TfliteEmitter out) {
        WrittenTensor to = out.between("reversed", x, x.shape());
        out.op(BuiltinOperator.REVERSE_V2, List.of(x, out.ints(1)), to);
        return to;
    }

    /** All hidden states {@code [batch, steps, directions, hidden]} and the last ones {@code [batch, directions, hidden]}. */
    private static void results(Node n, Lstm op, List<WrittenTensor> directions, Shape x, TfliteEmitter out) {
        int count = directions.size();
        List<WrittenTensor> all = new ArrayList<>();
        List<WrittenTensor> last = new ArrayList<>();
        for (int d = 0; d < count; d++) {
            boolean reversed = op.direction() == RecurrentDirection.REVERSE || d == 1;
            WrittenTensor y = directions.get(d);
            if (out.wants(1)) {
                last.add(lastStep(y, x.dim(1), out));
            }
            if (out.wants(0)) {
                WrittenTensor forward = reversed ? reversed(y, out) : y;
                all.add(out.reshaped("direction", forward, Shape.of(x.dim(0), x.dim(1), 1, op.hidden())));
            }
        }
        // The graph has [steps, directions, batch, hidden] or, batch first, [batch, steps, directions, hidden].
        if (out.wants(0)) {
            joined(
                    all,
                    2,
                    out.result(0, op.batchFirst() ? Arrangement.natural(4) : new Arrangement(List.of(2, 0, 1, 3))),
                    out);
        }
        if (out.wants(1)) {
            joined(
                    last,
                    1,
                    out.result(1, op.batchFirst() ? Arrangement.natural(3) : new Arrangement(List.of(1, 0, 2))),
                    out);
        }
    }

    private static WrittenTensor lastStep(WrittenTensor y, long steps, TfliteEmitter out) {
        if (steps == Shape.UNKNOWN) {
            throw out.cannot("the length of its sequences is not known");
        }
        StridedSliceOptionsT o = new StridedSliceOptionsT();
        o.setBeginMask(0b101);
        o.setEndMask(0b111);
        WrittenTensor to = out.between("last", y, y.shape().with(1, 1));
        out.op(
                BuiltinOperator.STRIDED_SLICE,
                new OperatorOptions(BuiltinOptions.StridedSliceOptions, o),
                List.of(y, out.ints(0, (int) steps - 1, 0), out.ints(0, 0, 0), out.ints(1, 1, 1)),
                to);
        return to;
    }

    private static void joined(List<WrittenTensor> parts, int axis, WrittenTensor to, TfliteEmitter out) {
        if (parts.size() == 1) {
            out.op(
                    BuiltinOperator.RESHAPE,
                    List.of(parts.get(0), out.ints(to.shape().toArray())),
                    to);
            return;
        }
        ConcatenationOptionsT o = new ConcatenationOptionsT();
        o.setAxis(axis);
        out.op(BuiltinOperator.CONCATENATION, new OperatorOptions(BuiltinOptions.ConcatenationOptions, o), parts, to);
    }
}
