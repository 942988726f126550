package dev.vernier.io.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.op.Add;
import dev.vernier.engine.graph.op.Clamp;
import dev.vernier.engine.graph.op.Div;
import dev.vernier.engine.graph.op.Extremum;
import dev.vernier.engine.graph.op.Mul;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.op.Pow;
import dev.vernier.engine.graph.op.Sub;
import dev.vernier.engine.graph.op.Unary;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Functions applied to tensors of a Functional model ({@code x + y}, {@code tf.nn.relu(x)}, {@code keras.ops.add(x, 1)}), which Keras
 * records as layers of their own: {@code TFOpLambda} in Keras 2, an operation in Keras 3.
 */
final class FunctionLayers {
    private static final Map<String, Op> OF_TWO = new HashMap<>();
    private static final Map<String, Unary.Function> OF_ONE = new HashMap<>();
    private static final Set<String> ACTIVATIONS = Set.of(
            "relu",
            "relu6",
            "sigmoid",
            "tanh",
            "softmax",
            "silu",
            "swish",
            "elu",
            "selu",
            "gelu",
            "softplus",
            "softsign",
            "leaky_relu",
            "log_softmax",
            "hard_sigmoid",
            "hard_silu");

    static {
        two(new Add(Clamp.NONE), "add", "__add__", "__radd__");
        two(new Sub(Clamp.NONE), "subtract", "sub", "__sub__");
        two(new Mul(Clamp.NONE), "multiply", "mul", "__mul__", "__rmul__");
        two(new Div(Clamp.NONE), "divide", "truediv", "true_divide", "__truediv__");
        two(new Extremum(Extremum.Kind.MAX), "maximum");
        two(new Extremum(Extremum.Kind.MIN), "minimum");
        two(new Pow(), "power", "pow", "__pow__");
        for (Unary.Function f : Unary.Function.values()) {
            OF_ONE.put(f.name().toLowerCase(Locale.ROOT), f);
        }
        OF_ONE.put("negative", Unary.Function.NEG);
        OF_ONE.put("absolute", Unary.Function.ABS);
        ACTIVATIONS.forEach(OF_ONE::remove);
    }

    private FunctionLayers() {}

    private static void two(Op op, String... names) {
        for (String name : names) {
            OF_TWO.put(name, op);
        }
    }

    /** Whether {@code layer} records a TensorFlow function. */
    static boolean isFunction(KerasLayer layer) {
        return layer.className().equals("TFOpLambda");
    }

    static List<String> map(LayerEmitter emit) {
        String name = function(emit.layer());
        if (OF_TWO.containsKey(name)) {
            List<String> operands = operands(emit);
            if (operands.size() != 2) {
                throw new UnsupportedLayer("with " + operands.size() + " operands");
            }
            return List.of(emit.main(OF_TWO.get(name), operands.get(0), operands.get(1)));
        }
        boolean plain = emit.call().arguments().size() == 1
                && emit.call().named().keySet().stream().allMatch(k -> k.equals("name"));
        if (plain && OF_ONE.containsKey(name)) {
            return List.of(emit.main(new Unary(OF_ONE.get(name)), emit.x()));
        }
        if (plain && ACTIVATIONS.contains(name)) {
            return Activations.named(emit, name, MissingNode.getInstance());
        }
        throw new UnsupportedLayer(
                "because Vernier does not know function " + name + (plain ? "" : " with these arguments"));
    }

    /** {@code math.add} of TensorFlow, {@code Add} of Keras 3: {@code add}. */
    private static String function(KerasLayer layer) {
        if (layer.isOperation()) {
            return LayerPathWeights.snakeCase(layer.className());
        }
        String name = layer.config().text("", "function");
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /** The tensors and constants it is called with, in order; TensorFlow passes the second by name. */
    private static List<String> operands(LayerEmitter emit) {
        List<String> operands = new ArrayList<>();
        int tensor = 0;
        for (LayerCall.Argument a : emit.call().arguments()) {
            operands.add(
                    a.tensor().isPresent()
                            ? emit.operands().get(tensor++)
                            : constant(emit, "operand_" + operands.size(), a.constant()));
        }
        for (String name : List.of("y", "x2")) {
            LayerCall.Argument a = emit.call().named().get(name);
            if (a != null) {
                operands.add(
                        a.tensor().isPresent() ? emit.named(name).orElseThrow() : constant(emit, name, a.constant()));
            }
        }
        return operands;
    }

    private static String constant(LayerEmitter emit, String role, JsonNode json) {
        LayerConfig values = new LayerConfig(
                emit.name(), JsonNodeFactory.instance.objectNode().set("value", json));
        List<Double> numbers = values.reals("value");
        boolean flat = json.isNumber() || (json.isArray() && json.size() == numbers.size());
        if (numbers.isEmpty() || !flat) {
            throw new UnsupportedLayer("with a constant operand written as " + json.getNodeType());
        }
        float[] floats = new float[numbers.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = numbers.get(i).floatValue();
        }
        return emit.constant(
                role, TensorData.ofFloats(json.isNumber() ? Shape.SCALAR : Shape.of(floats.length), floats));
    }
}
