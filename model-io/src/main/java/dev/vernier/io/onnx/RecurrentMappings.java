package dev.vernier.io.onnx;

import dev.vernier.engine.graph.op.GateFunction;
import dev.vernier.engine.graph.op.Gru;
import dev.vernier.engine.graph.op.Lstm;
import dev.vernier.engine.graph.op.RecurrentDirection;
import dev.vernier.engine.graph.op.Rnn;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Recurrent layers, with the functions of their gates and those functions' defaults. */
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

    private static int hidden(OnnxNode node, NodeEmitter emit) {
        if (node.has("hidden_size")) {
            return node.intValue("hidden_size", 0);
        }
        return emit.fact(node.input(2))
                .filter(r -> r.rank() == 3 && r.dim(2).isKnown())
                .map(r -> (int) r.dim(2).value())
                .orElseThrow(() -> new UnsupportedOperator("because the size of its state is not known"));
    }

    private static float clip(OnnxNode node) {
        return node.real("clip", Float.POSITIVE_INFINITY);
    }

    private static RecurrentDirection direction(OnnxNode node) {
        return RecurrentDirection.valueOf(node.text("direction", "forward").toUpperCase(Locale.ROOT));
    }

    /** One list of functions a direction; alphas and betas are used up by the functions that have one, in order. */
    private static List<GateFunction> functions(OnnxNode node, List<String> defaults) {
        List<String> names = new ArrayList<>(node.texts("activations"));
        while (names.size() < defaults.size() * direction(node).count()) {
            names.add(defaults.get(names.size() % defaults.size()));
        }
        float[] alphas = node.reals("activation_alpha").orElse(new float[0]);
        float[] betas = node.reals("activation_beta").orElse(new float[0]);
        int nextAlpha = 0;
        int nextBeta = 0;
        List<GateFunction> functions = new ArrayList<>();
        for (String name : names) {
            GateFunction usual = usual(name);
            float alpha = usual.alpha();
            float beta = usual.beta();
            if (hasAlpha(usual.kind()) && nextAlpha < alphas.length) {
                alpha = alphas[nextAlpha++];
            }
            if (hasBeta(usual.kind()) && nextBeta < betas.length) {
                beta = betas[nextBeta++];
            }
            functions.add(new GateFunction(usual.kind(), alpha, beta));
        }
        return functions;
    }

    /** The function with the defaults of the operator of the same name. */
    private static GateFunction usual(String name) {
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
            default -> throw new UnsupportedOperator("with the function " + name);
        };
    }

    private static boolean hasAlpha(GateFunction.Kind kind) {
        return switch (kind) {
            case AFFINE, LEAKY_RELU, THRESHOLDED_RELU, SCALED_TANH, HARD_SIGMOID, ELU -> true;
            case SIGMOID, TANH, RELU, SOFTSIGN, SOFTPLUS -> false;
        };
    }

    private static boolean hasBeta(GateFunction.Kind kind) {
        return switch (kind) {
            case AFFINE, SCALED_TANH, HARD_SIGMOID -> true;
            case SIGMOID, TANH, RELU, LEAKY_RELU, THRESHOLDED_RELU, ELU, SOFTSIGN, SOFTPLUS -> false;
        };
    }
}
