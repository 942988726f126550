package dev.vernier.io.keras;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.op.Concat;
import dev.vernier.engine.graph.op.GateFunction;
import dev.vernier.engine.graph.op.Gru;
import dev.vernier.engine.graph.op.Lstm;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.op.RecurrentDirection;
import dev.vernier.engine.graph.op.Reduce;
import dev.vernier.engine.graph.op.Reshape;
import dev.vernier.engine.graph.op.Rnn;
import dev.vernier.engine.graph.op.Slice;
import dev.vernier.engine.graph.op.Squeeze;
import dev.vernier.engine.graph.op.Unsqueeze;
import dev.vernier.io.ImportFinding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Recurrent layers. Keras keeps {@code [in, gates · units]} with the gates of an LSTM in the order i, f, c, o; the engine has
 * {@code [gates · units, in]} in the order i, o, f, c. GRU has z, r, h in both.
 */
final class RecurrentLayers {
    private RecurrentLayers() {}

    /** Where one kind of layer keeps its gates. */
    private enum Kind {
        LSTM("ifco", new int[] {0, 3, 1, 2}),
        GRU("zrh", new int[] {0, 1, 2}),
        SIMPLE("h", new int[] {0});

        private final String gates;
        /** Gate {@code i} of the engine is gate {@code order[i]} of Keras. */
        private final int[] order;

        Kind(String gates, int[] order) {
            this.gates = gates;
            this.order = order;
        }

        static Kind of(KerasLayer layer) {
            switch (layer.className()) {
                case "LSTM":
                    return LSTM;
                case "GRU":
                    return GRU;
                case "SimpleRNN":
                    return SIMPLE;
                default:
                    throw new UnsupportedLayer("around " + layer.className());
            }
        }
    }

    /** {@code LSTM}, {@code GRU} or {@code SimpleRNN}, in one direction. */
    static List<String> alone(LayerEmitter emit) {
        LayerConfig config = emit.config();
        boolean backwards = config.flag(false, "go_backwards");
        RecurrentDirection direction = backwards ? RecurrentDirection.REVERSE : RecurrentDirection.FORWARD;
        List<String> results = run(emit, direction, List.of(new Half(emit.layer(), "")));
        String y = results.get(0); // [batch, steps, 1, units]
        List<String> answers = new ArrayList<>();
        if (config.flag(false, "return_sequences")) {
            String sequence = emit.helper("sequence", new Squeeze(), y, emit.longs("direction", 2));
            answers.add(backwards ? turned(emit, sequence) : sequence);
        } else {
            String last = step(emit, "last", y, backwards ? 0 : -1, 0);
            answers.add(emit.helper("units", new Squeeze(), last, emit.longs("step", 1, 2)));
        }
        if (config.flag(false, "return_state")) {
            for (int i = 1; i < results.size(); i++) {
                answers.add(emit.helper("state", new Squeeze(), results.get(i), emit.longs("direction", 1)));
            }
        }
        return answers;
    }

    /** Keras answers a sequence that was met backwards in the order it was met. */
    private static String turned(LayerEmitter emit, String sequence) {
        return emit.helper(
                "turned",
                new Slice(),
                sequence,
                emit.longs("starts", -1),
                emit.longs("ends", Long.MIN_VALUE),
                emit.longs("axes", 1),
                emit.longs("steps", -1));
    }

    /** One step of one direction, both axes kept. */
    private static String step(LayerEmitter emit, String role, String y, int step, int direction) {
        return emit.helper(
                role,
                new Slice(),
                y,
                emit.longs(role + "_starts", step, direction),
                emit.longs(role + "_ends", step == -1 ? Long.MAX_VALUE : step + 1, direction + 1),
                emit.longs(role + "_axes", 1, 2));
    }

    static List<String> bidirectional(LayerEmitter emit) {
        LayerConfig config = emit.config();
        KerasLayer forward = KerasConfig.wrapped(config.get("layer"));
        KerasLayer backward =
                config.has("backward_layer") ? KerasConfig.wrapped(config.get("backward_layer")) : forward;
        Half first = new Half(forward, "forward/");
        Half second = new Half(backward, "backward/");
        if (Kind.of(forward) != Kind.of(backward) || forward.config().flag(false, "go_backwards")) {
            throw new UnsupportedLayer("around two layers that do not fit each other");
        }
        if (forward.config().flag(false, "return_state")) {
            throw new UnsupportedLayer("with return_state");
        }
        String y = run(emit, RecurrentDirection.BIDIRECTIONAL, List.of(first, second))
                .get(0);
        int units = units(forward);
        String merge = config.text("concat", "merge_mode");
        boolean sequences = forward.config().flag(false, "return_sequences");
        if (!sequences) {
            // Each direction's last step is where it ends: the sequence's last, and its first.
            String ends = emit.helper(
                    "ends", new Concat(2), step(emit, "forward_end", y, -1, 0), step(emit, "backward_end", y, 0, 1));
            y = emit.helper("end", new Squeeze(), ends, emit.longs("step", 1)); // [batch, 2, units]
        }
        int directions = sequences ? 2 : 1;
        if (merge.equals("concat")) {
            long[] shape = sequences ? new long[] {0, 0, 2L * units} : new long[] {0, 2L * units};
            return List.of(emit.helper("concat", new Reshape(false), y, emit.longs("shape", shape)));
        }
        Reduce.Kind kind = Map.of("sum", Reduce.Kind.SUM, "ave", Reduce.Kind.MEAN, "mul", Reduce.Kind.PROD)
                .get(merge);
        if (kind == null || !config.has("merge_mode")) {
            throw new UnsupportedLayer("with merge_mode " + config.json().path("merge_mode"));
        }
        return List.of(emit.helper(merge, new Reduce(kind, false, false), y, emit.longs("directions", directions)));
    }

    private static int units(KerasLayer layer) {
        return layer.config().whole("units", "output_dim");
    }

    /** One direction: its layer, and where its variables are. */
    private record Half(KerasLayer layer, String variables) {}

    /** Emits the operation itself; its results are y {@code [batch, steps, directions, units]}, last h and, of an LSTM, last c. */
    private static List<String> run(LayerEmitter emit, RecurrentDirection direction, List<Half> halves) {
        KerasLayer layer = halves.get(0).layer();
        LayerConfig config = layer.config();
        Kind kind = Kind.of(layer);
        int units = units(layer);
        if (config.flag(false, "stateful")) {
            emit.warn(
                    ImportFinding.Code.STATE_FIXED,
                    "Layer " + emit.name()
                            + " keeps its state from batch to batch in Keras; here each sample starts from" + " zero.");
        }
        if (config.flag(false, "time_major")) {
            throw new UnsupportedLayer("with the steps as the first axis");
        }
        List<GateFunction> functions = new ArrayList<>();
        boolean[] resetAfter = new boolean[1];
        List<TensorData> w = new ArrayList<>();
        List<TensorData> r = new ArrayList<>();
        List<TensorData> b = new ArrayList<>();
        for (Half half : halves) {
            LayerEmitter inner = emit.inner(half.layer(), half.variables(), emit.x());
            functions.addAll(functions(inner, kind));
            w.add(gates(inner, kind, "kernel", units));
            r.add(gates(inner, kind, "recurrent_kernel", units));
            bias(inner, kind, units, b);
            resetAfter[0] = half.layer().config().flag(false, "reset_after");
        }
        String weights = emit.weight("kernel", () -> stacked(w));
        String recurrent = emit.weight("recurrent_kernel", () -> stacked(r));
        String bias = b.isEmpty() ? "" : emit.weight("bias", () -> stacked(b));
        float none = Float.POSITIVE_INFINITY;
        Op op = kind == Kind.LSTM
                ? new Lstm(units, direction, functions, none, false, true)
                : kind == Kind.GRU
                        ? new Gru(units, direction, functions, none, resetAfter[0], true)
                        : new Rnn(units, direction, functions, none, true);
        List<String> inputs = inputs(emit, weights, recurrent, bias);
        int mask = kind == Kind.LSTM ? Lstm.MASK : kind == Kind.GRU ? Gru.MASK : Rnn.MASK;
        emit.mask(emit.x()).ifPresent(m -> {
            while (inputs.size() < mask) {
                inputs.add("");
            }
            inputs.add(m);
        });
        return emit.mains(op, kind == Kind.LSTM ? 3 : 2, inputs.toArray(String[]::new));
    }

    /** The operation's operands, among them the first state where the layer is called with one. */
    private static List<String> inputs(LayerEmitter emit, String weights, String recurrent, String bias) {
        List<String> inputs = new ArrayList<>(List.of(emit.x(), weights, recurrent, bias, ""));
        List<String> states =
                new ArrayList<>(emit.operands().subList(1, emit.operands().size()));
        for (int i = 0; states.isEmpty() || i < states.size(); i++) {
            String given = emit.named(
                            i == 0 && emit.named("initial_state").isPresent() ? "initial_state" : "initial_state/" + i)
                    .orElse("");
            if (given.isEmpty()) {
                break;
            }
            states.add(given);
        }
        if (states.size() > 2 || (emit.layer().className().equals("Bidirectional") && !states.isEmpty())) {
            throw new UnsupportedLayer("with first states of both directions");
        }
        for (String state : states) {
            inputs.add(emit.helper("first_state", new Unsqueeze(), state, emit.longs("direction", 1)));
        }
        return inputs;
    }

    private static List<GateFunction> functions(LayerEmitter emit, Kind kind) {
        GateFunction activation = function(emit, "tanh", "activation");
        if (kind == Kind.SIMPLE) {
            return List.of(activation);
        }
        // Before Keras 2.3 the gates' function was a hard sigmoid; files of that time say so.
        GateFunction gates = function(emit, "sigmoid", "recurrent_activation", "inner_activation");
        return kind == Kind.LSTM ? List.of(gates, activation, activation) : List.of(gates, activation);
    }

    private static GateFunction function(LayerEmitter emit, String otherwise, String... entries) {
        JsonNode given = emit.config().get(entries);
        String name =
                given.isMissingNode() && !emit.config().json().has(entries[0]) ? otherwise : Activations.name(given);
        switch (name) {
            case "sigmoid":
                return GateFunction.SIGMOID;
            case "tanh":
                return GateFunction.TANH;
            case "relu":
                return GateFunction.RELU;
            case "linear":
                return GateFunction.LINEAR;
            case "hard_sigmoid":
                return emit.isKeras3()
                        ? new GateFunction(GateFunction.Kind.HARD_SIGMOID, 1 / 6f, 0.5f)
                        : new GateFunction(GateFunction.Kind.HARD_SIGMOID, 0.2f, 0.5f);
            case "elu":
                return new GateFunction(GateFunction.Kind.ELU, 1, 0);
            case "softsign":
                return new GateFunction(GateFunction.Kind.SOFTSIGN, 0, 0);
            case "softplus":
                return new GateFunction(GateFunction.Kind.SOFTPLUS, 0, 0);
            default:
                throw new UnsupportedLayer("with activation " + name);
        }
    }

    /** {@code [in, gates · units]} as {@code [1, gates · units, in]}, gates in the engine's order. */
    private static TensorData gates(LayerEmitter emit, Kind kind, String variable, int units) {
        int in;
        float[] to;
        if (emit.hasVariable(kind.gates.charAt(0) + "/" + variable)) {
            in = (int) emit.variable(kind.gates.charAt(0) + "/" + variable, 2)
                    .shape()
                    .dim(0);
            to = new float[kind.order.length * units * in];
            for (int g = 0; g < kind.order.length; g++) {
                TensorData one = emit.variable(kind.gates.charAt(kind.order[g]) + "/" + variable, 2);
                requireShape(one, Shape.of(in, units));
                turn(one.toFloats(), units, 0, in, units, to, g);
            }
        } else {
            TensorData all = emit.variable(variable, 2);
            in = (int) all.shape().dim(0);
            requireShape(all, Shape.of(in, (long) kind.order.length * units));
            to = new float[kind.order.length * units * in];
            for (int g = 0; g < kind.order.length; g++) {
                turn(all.toFloats(), kind.order.length * units, kind.order[g] * units, in, units, to, g);
            }
        }
        return TensorData.ofFloats(Shape.of(1, (long) kind.order.length * units, in), to);
    }

    private static void requireShape(TensorData data, Shape shape) {
        if (!data.shape().equals(shape)) {
            throw new UnsupportedLayer("because its weights have shape " + data.shape() + " instead of " + shape);
        }
    }

    private static void turn(float[] from, int rowLength, int at, int in, int units, float[] to, int gate) {
        for (int i = 0; i < in; i++) {
            for (int u = 0; u < units; u++) {
                to[(gate * units + u) * in + i] = from[i * rowLength + at + u];
            }
        }
    }

    /** {@code [gates · units]}, or two of them (of the input, of the state), as {@code [1, 2 · gates · units]}. */
    private static void bias(LayerEmitter emit, Kind kind, int units, List<TensorData> into) {
        int gates = kind.order.length;
        float[] stored;
        if (emit.hasVariable("bias")) {
            stored = emit.variable("bias").toFloats();
        } else if (emit.hasVariable(kind.gates.charAt(0) + "/bias")) {
            stored = new float[gates * units];
            for (int g = 0; g < gates; g++) {
                float[] one = emit.variable(kind.gates.charAt(g) + "/bias").toFloats();
                System.arraycopy(one, 0, stored, g * units, units);
            }
        } else {
            return;
        }
        if (stored.length != gates * units && stored.length != 2 * gates * units) {
            throw new UnsupportedLayer("because its bias has " + stored.length + " values");
        }
        float[] bias = new float[2 * gates * units];
        for (int half = 0; half < stored.length / (gates * units); half++) {
            for (int g = 0; g < gates; g++) {
                System.arraycopy(
                        stored, (half * gates + kind.order[g]) * units, bias, (half * gates + g) * units, units);
            }
        }
        into.add(TensorData.ofFloats(Shape.of(1, 2L * gates * units), bias));
    }

    /** One after another along the first axis. */
    private static TensorData stacked(List<TensorData> parts) {
        if (parts.size() == 1) {
            return parts.get(0);
        }
        float[] first = parts.get(0).toFloats();
        float[] second = parts.get(1).toFloats();
        float[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return TensorData.ofFloats(parts.get(0).shape().with(0, 2), both);
    }
}
