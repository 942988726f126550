package dev.vernier.io.onnx;

import static dev.vernier.io.onnx.OnnxEmitter.integer;
import static dev.vernier.io.onnx.OnnxEmitter.real;
import static dev.vernier.io.onnx.OnnxEmitter.reals;
import static dev.vernier.io.onnx.OnnxEmitter.text;
import static dev.vernier.io.onnx.OnnxEmitter.texts;

import ai.onnx.proto.OnnxMl;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.op.GateFunction;
import dev.vernier.engine.graph.op.Gru;
import dev.vernier.engine.graph.op.Lstm;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.op.RecurrentDirection;
import dev.vernier.engine.graph.op.Rnn;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Recurrent layers. Steps first in ONNX, because ONNX Runtime refuses batches first: those are transposed. */
final class RecurrentExports {
    private static final Map<GateFunction.Kind, String> NAMES = new EnumMap<>(Map.ofEntries(
            Map.entry(GateFunction.Kind.SIGMOID, "Sigmoid"),
            Map.entry(GateFunction.Kind.TANH, "Tanh"),
            Map.entry(GateFunction.Kind.RELU, "Relu"),
            Map.entry(GateFunction.Kind.AFFINE, "Affine"),
            Map.entry(GateFunction.Kind.LEAKY_RELU, "LeakyRelu"),
            Map.entry(GateFunction.Kind.THRESHOLDED_RELU, "ThresholdedRelu"),
            Map.entry(GateFunction.Kind.SCALED_TANH, "ScaledTanh"),
            Map.entry(GateFunction.Kind.HARD_SIGMOID, "HardSigmoid"),
            Map.entry(GateFunction.Kind.ELU, "Elu"),
            Map.entry(GateFunction.Kind.SOFTSIGN, "Softsign"),
            Map.entry(GateFunction.Kind.SOFTPLUS, "Softplus")));

    private static final long[] BATCH_AND_STEPS = {1, 0, 2};
    /** {@code [steps, directions, batch, hidden]} to {@code [batch, steps, directions, hidden]}. */
    private static final long[] RESULT_TO_BATCH_FIRST = {2, 0, 1, 3};

    private static final int FIRST_STATE = 5;
    private static final int LAST_STATE = 6;

    private RecurrentExports() {}

    static void addTo(Map<Class<? extends Op>, OnnxExport> table) {
        table.put(Lstm.class, (n, out) -> {
            Lstm op = (Lstm) n.op();
            List<OnnxMl.AttributeProto> a = attributes(op.hidden(), op.direction(), op.functions(), op.clip());
            if (op.inputForget()) {
                a.add(integer("input_forget", 1));
            }
            emit(n, op.batchFirst(), a, out);
        });
        table.put(Gru.class, (n, out) -> {
            Gru op = (Gru) n.op();
            List<OnnxMl.AttributeProto> a = attributes(op.hidden(), op.direction(), op.functions(), op.clip());
            if (op.resetAfter()) {
                a.add(integer("linear_before_reset", 1));
            }
            emit(n, op.batchFirst(), a, out);
        });
        table.put(Rnn.class, (n, out) -> {
            Rnn op = (Rnn) n.op();
            emit(n, op.batchFirst(), attributes(op.hidden(), op.direction(), op.functions(), op.clip()), out);
        });
    }

    private static List<OnnxMl.AttributeProto> attributes(
            int hidden, RecurrentDirection direction, List<GateFunction> functions, float clip) {
        List<OnnxMl.AttributeProto> a = new ArrayList<>();
        a.add(integer("hidden_size", hidden));
        a.add(text("direction", direction.name().toLowerCase(Locale.ROOT)));
        a.add(texts(
                "activations", functions.stream().map(f -> NAMES.get(f.kind())).toList()));
        List<Float> alphas = new ArrayList<>();
        List<Float> betas = new ArrayList<>();
        for (GateFunction f : functions) {
            switch (f.kind()) {
                case AFFINE, SCALED_TANH, HARD_SIGMOID -> {
                    alphas.add(f.alpha());
                    betas.add(f.beta());
                }
                case LEAKY_RELU, THRESHOLDED_RELU, ELU -> alphas.add(f.alpha());
                default -> {}
            }
        }
        if (!alphas.isEmpty()) {
            a.add(reals("activation_alpha", alphas));
        }
        if (!betas.isEmpty()) {
            a.add(reals("activation_beta", betas));
        }
        if (!Float.isInfinite(clip)) {
            a.add(real("clip", clip));
        }
        return a;
    }

    private static void emit(Node n, boolean batchFirst, List<OnnxMl.AttributeProto> attributes, OnnxEmitter out) {
        OnnxMl.AttributeProto[] a = attributes.toArray(OnnxMl.AttributeProto[]::new);
        if (!batchFirst) {
            out.addSame(n.op().type(), n, a);
            return;
        }
        List<String> inputs = new ArrayList<>(n.inputs());
        for (int i = 0; i < inputs.size(); i++) {
            boolean hasBatch = i == 0 || i == FIRST_STATE || i == LAST_STATE;
            if (hasBatch && n.hasInput(i)) {
                inputs.set(i, out.numbered("v"));
                out.transpose(n.input(i), inputs.get(i), BATCH_AND_STEPS);
            }
        }
        List<String> results = new ArrayList<>();
        n.outputs().forEach(o -> results.add(o.isEmpty() ? "" : out.numbered("v")));
        out.add(n.op().type(), n.name(), inputs, results, a);
        for (int i = 0; i < results.size(); i++) {
            if (!results.get(i).isEmpty()) {
                out.transpose(results.get(i), n.outputs().get(i), i == 0 ? RESULT_TO_BATCH_FIRST : BATCH_AND_STEPS);
            }
        }
    }
}
