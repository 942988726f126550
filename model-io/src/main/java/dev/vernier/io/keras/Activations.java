package dev.vernier.io.keras;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vernier.engine.graph.op.Clamp;
import dev.vernier.engine.graph.op.Clip;
import dev.vernier.engine.graph.op.Compare;
import dev.vernier.engine.graph.op.Elu;
import dev.vernier.engine.graph.op.Gelu;
import dev.vernier.engine.graph.op.HardSigmoid;
import dev.vernier.engine.graph.op.HardSwish;
import dev.vernier.engine.graph.op.LeakyRelu;
import dev.vernier.engine.graph.op.LogSoftmax;
import dev.vernier.engine.graph.op.Mul;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.op.PRelu;
import dev.vernier.engine.graph.op.Relu;
import dev.vernier.engine.graph.op.Sigmoid;
import dev.vernier.engine.graph.op.Softmax;
import dev.vernier.engine.graph.op.Tanh;
import dev.vernier.engine.graph.op.Unary;
import dev.vernier.engine.graph.op.Where;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Activation functions: as layers, and as the {@code activation} of other layers. */
final class Activations {
    private Activations() {}

    /** How a function of one operand is emitted; the last operation goes through the placer. */
    private interface Emission {
        String of(LayerEmitter emit, String x, Placer last);
    }

    /** Puts an operation in the graph: as the layer itself, or as a helper behind it. */
    private interface Placer {
        String place(Op op, String... operands);
    }

    private static final Map<String, Emission> BY_NAME = new HashMap<>();

    static {
        one("relu", new Relu());
        one("relu6", new Clip(0, 6));
        one("sigmoid", new Sigmoid());
        one("tanh", new Tanh());
        one("softmax", new Softmax(-1));
        one("hard_tanh", new Clip(-1, 1));
        one("hard_silu", new HardSwish());
        one("hard_swish", new HardSwish());
        one("leaky_relu", new LeakyRelu(0.2f));
        one("elu", new Elu(1));
        one("exponential", new Unary(Unary.Function.EXP));
        one("softplus", new Unary(Unary.Function.SOFTPLUS));
        one("softsign", new Unary(Unary.Function.SOFTSIGN));
        one("log_softmax", new LogSoftmax(-1));
        BY_NAME.put("gelu", (emit, x, last) -> last.place(new Gelu(false), x));
        BY_NAME.put("selu", Activations::selu);
        BY_NAME.put("mish", Activations::mish);
        BY_NAME.put("log_sigmoid", Activations::logSigmoid);
        BY_NAME.put("silu", Activations::silu);
        BY_NAME.put("swish", Activations::silu);
    }

    private static void one(String name, Op op) {
        BY_NAME.put(name, (emit, x, last) -> last.place(op, x));
    }

    private static String silu(LayerEmitter emit, String x, Placer last) {
        return last.place(new Mul(Clamp.NONE), x, emit.helper("sigmoid", new Sigmoid(), x));
    }

    /** {@code scale · elu(x, alpha)} (Klambauer et al. 2017). */
    private static String selu(LayerEmitter emit, String x, Placer last) {
        String elu = emit.helper("elu", new Elu(1.6732632423543772f), x);
        return last.place(new Mul(Clamp.NONE), elu, emit.scalar("selu_scale", 1.0507009873554805));
    }

    /** {@code x · tanh(softplus(x))} (Misra 2019). */
    private static String mish(LayerEmitter emit, String x, Placer last) {
        String soft = emit.helper("softplus", new Unary(Unary.Function.SOFTPLUS), x);
        return last.place(new Mul(Clamp.NONE), x, emit.helper("tanh", new Tanh(), soft));
    }

    /** {@code -softplus(-x)}. */
    private static String logSigmoid(LayerEmitter emit, String x, Placer last) {
        String negative = emit.helper("negative", new Unary(Unary.Function.NEG), x);
        String soft = emit.helper("softplus", new Unary(Unary.Function.SOFTPLUS), negative);
        return last.place(new Unary(Unary.Function.NEG), soft);
    }

    /** Keras 3 made it {@code relu6(x + 3) / 6}; before it was {@code 0.2 x + 0.5} between 0 and 1. */
    private static HardSigmoid hardSigmoid(LayerEmitter emit) {
        return emit.isKeras3() ? new HardSigmoid(1 / 6f, 0.5f) : new HardSigmoid(0.2f, 0.5f);
    }

    /** The layer's result behind its {@code activation}, if it has one. */
    static List<String> after(LayerEmitter emit, String y) {
        JsonNode activation = emit.config().get("activation");
        String name = name(activation);
        if (name.equals("linear")) {
            return List.of(y);
        }
        return List.of(apply(emit, name, activation, y, (op, operands) -> emit.helper(name, op, operands)));
    }

    /** The layer {@code Activation}. */
    static List<String> layer(LayerEmitter emit) {
        JsonNode activation = emit.config().get("activation");
        return named(emit, name(activation), activation);
    }

    /** A layer that is one function of its operand. */
    static List<String> named(LayerEmitter emit, String name, JsonNode activation) {
        return name.equals("linear") ? List.of(emit.x()) : List.of(apply(emit, name, activation, emit.x(), emit::main));
    }

    private static String apply(LayerEmitter emit, String name, JsonNode activation, String x, Placer last) {
        if (activation.path("config").isObject()
                && LAYERS.containsKey(activation.path("class_name").asText())) {
            LayerConfig config = new LayerConfig(emit.name(), activation.path("config"));
            return place(LAYERS.get(activation.path("class_name").asText()).apply(config), x, last);
        }
        if (name.equals("hard_sigmoid")) {
            return last.place(hardSigmoid(emit), x);
        }
        Emission emission = BY_NAME.get(name);
        if (emission == null) {
            throw new UnsupportedLayer("with activation " + name);
        }
        return emission.of(emit, x, last);
    }

    /** {@code "relu"}, {@code {"class_name": "function", "config": "relu"}} or {@code {"class_name": "LeakyReLU", "config": {…}}}. */
    static String name(JsonNode activation) {
        if (activation.isMissingNode() || activation.isNull()) {
            return "linear";
        }
        if (activation.isObject()) {
            JsonNode config = activation.path("config");
            return config.isTextual()
                    ? name(config)
                    : LayerPathWeights.snakeCase(activation.path("class_name").asText());
        }
        String text = activation.asText();
        return text.substring(Math.max(text.lastIndexOf('>'), text.lastIndexOf('.')) + 1);
    }

    private static final Map<String, Function<LayerConfig, List<Op>>> LAYERS = Map.of(
            "ReLU", Activations::reluOps,
            "ELU", c -> List.of(new Elu((float) c.real(1, "alpha"))),
            "LeakyReLU", c -> List.of(new LeakyRelu((float) c.real(0.3, "negative_slope", "alpha"))),
            "Softmax", c -> List.of(new Softmax(softmaxAxis(c))));

    private static String place(List<Op> ops, String x, Placer last) {
        String y = x;
        for (Op op : ops) {
            y = last.place(op, y);
        }
        return y;
    }

    /** {@code ReLU}, {@code LeakyReLU}, {@code Softmax} as layers. */
    static List<String> configured(LayerEmitter emit) {
        List<Op> ops = LAYERS.get(emit.layer().className()).apply(emit.config());
        return List.of(ops.isEmpty() ? emit.x() : place(ops, emit.x(), emit::main));
    }

    /** {@code x} where positive, {@code alpha · x} elsewhere; alpha is learned. */
    static List<String> pRelu(LayerEmitter emit) {
        return List.of(emit.main(new PRelu(), emit.x(), emit.weight("alpha")));
    }

    /** {@code x} where greater than theta, 0 elsewhere. */
    static List<String> thresholdedRelu(LayerEmitter emit) {
        String theta = emit.scalar("theta", emit.config().real(1, "theta"));
        String greater = emit.helper("greater", new Compare(Compare.Relation.GREATER), emit.x(), theta);
        return List.of(emit.main(new Where(), greater, emit.x(), emit.scalar("zero", 0)));
    }

    private static List<Op> reluOps(LayerConfig c) {
        double slope = c.real(0, "negative_slope");
        if (c.real(0, "threshold") != 0) {
            throw new UnsupportedLayer("with threshold " + c.real(0, "threshold"));
        }
        boolean limited = c.has("max_value");
        if (slope == 0) {
            return List.of(limited ? new Clip(0, (float) c.real(0, "max_value")) : new Relu());
        }
        Op leaky = new LeakyRelu((float) slope);
        return limited
                ? List.of(leaky, new Clip(Float.NEGATIVE_INFINITY, (float) c.real(0, "max_value")))
                : List.of(leaky);
    }

    private static int softmaxAxis(LayerConfig c) {
        List<Integer> axes = c.ints("axis");
        if (axes.size() > 1) {
            throw new UnsupportedLayer("along several axes");
        }
        return axes.isEmpty() ? -1 : axes.get(0);
    }
}
