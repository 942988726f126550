package dev.vernier.io.onnx;

import dev.vernier.engine.graph.op.GateFunction;
import dev.vernier.engine.graph.op.Gru;
import dev.vernier.engine.graph.op.Lstm;
import dev.vernier.engine.graph.op.RecurrentDirection;
import dev.vernier.engine.graph.op.Rnn;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Recurrent layers, with the functions and parameters that the standard leaves out by default written down. */
final class RecurrentMappings {
    private RecurrentMappings() {}

    static String lstm(OnnxNode node, NodeEmitter emit) {
        Lstm op = new Lstm(
                hidden(node, emit),
                direction(node),
                functions(node, List.of("Sigmoid", "Tanh", "Tanh")),
                clip(node),
                node.flag("input_forget", false),
                node.flag("layout", false));
        return emit.mainWithAllResults(op, node.inputs());
    }

    static String gru(OnnxNode node, NodeEmitter emit) {
        Gru op = new Gru(
                hidden(node, emit),
                direction(node),
                functions(node, List.of("Sigmoid", "Tanh")),
                clip(node),
                node.flag("linear_before_reset", false),
                node.flag("layout", false));
        return emit.mainWithAllResults(op, node.inputs());
    }

    static String rnn(OnnxNode node, NodeEmitter emit) {
        Rnn op = new Rnn(
                hidden(node, emit),
                direction(node),
                functions(node, List.of("Tanh")),
                clip(node),
                node.flag("layout", false));
        return emit.mainWithAllResults(op, node.inputs());
    }

    /** Said by the attribute, or by the weights that act on the state. */
    private static int hidden(OnnxNode node, NodeEmitter emit) {
        int said = node.intValue("hidden_size", 0);
        if (said > 0) {
            return said;
        }
        return emit.fact(node.input(2))
                .filter(r -> r.rank() == 3 && r.dim(2).isKnown())
                .map(r -> (int) r.dim(2).value())
                .orElseThrow(() -> new UnsupportedOperator("without hidden_size"));
    }

    private static RecurrentDirection direction(OnnxNode node) {
        String name = node.text("direction", "forward");
        for (RecurrentDirection d : RecurrentDirection.values()) {
            if (d.name().toLowerCase(Locale.ROOT).equals(name)) {
                return d;
            }
        }
        throw new UnsupportedOperator("in direction " + name);
    }

    private static float clip(OnnxNode node) {
        float clip = node.real("clip", 0);
        return clip > 0 ? clip : Float.POSITIVE_INFINITY;
    }

    private static List<GateFunction> functions(OnnxNode node, List<String> byDefault) {
        int directions = direction(node).count();
        List<String> names = node.texts("activations").orElseGet(() -> {
            List<String> all = new ArrayList<>();
            for (int d = 0; d < directions; d++) {
                all.addAll(byDefault);
            }
            return all;
        });
        if (names.size() != directions * byDefault.size()) {
            throw new UnsupportedOperator("with " + names.size() + " activations for " + directions + " directions");
        }
        float[] alphas = node.reals("activation_alpha").orElse(new float[0]);
        float[] betas = node.reals("activation_beta").orElse(new float[0]);
        List<GateFunction> functions = new ArrayList<>();
        int alpha = 0;
        int beta = 0;
        for (String name : names) {
            GateFunction plain = named(name);
            boolean hasAlpha = plain.alpha() != 0;
            boolean hasBeta = plain.kind() == GateFunction.Kind.AFFINE
                    || plain.kind() == GateFunction.Kind.SCALED_TANH
                    || plain.kind() == GateFunction.Kind.HARD_SIGMOID;
            float a = hasAlpha && alpha < alphas.length ? alphas[alpha++] : plain.alpha();
            float b = hasBeta && beta < betas.length ? betas[beta++] : plain.beta();
            functions.add(new GateFunction(plain.kind(), a, b));
        }
        return functions;
    }

    /** A function with the parameters it has where the file gives none; alpha is 0 only where there is none. */
    private static GateFunction named(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "sigmoid" -> GateFunction.SIGMOID;
            case "tanh" -> GateFunction.TANH;
            case "relu" -> GateFunction.RELU;
            case "affine" -> GateFunction.LINEAR;
            case "leakyrelu" -> new GateFunction(GateFunction.Kind.LEAKY_RELU, 0.01f, 0);
            case "thresholdedrelu" -> new GateFunction(GateFunction.Kind.THRESHOLDED_RELU, 1, 0);
            case "scaledtanh" -> new GateFunction(GateFunction.Kind.SCALED_TANH, 1, 1);
            case "hardsigmoid" -> new GateFunction(GateFunction.Kind.HARD_SIGMOID, 0.2f, 0.5f);
            case "elu" -> new GateFunction(GateFunction.Kind.ELU, 1, 0);
            case "softsign" -> new GateFunction(GateFunction.Kind.SOFTSIGN, 0, 0);
            case "softplus" -> new GateFunction(GateFunction.Kind.SOFTPLUS, 0, 0);
            default -> throw new UnsupportedOperator("with activation " + name);
        };
    }
}
