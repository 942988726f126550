package dev.vernier.io.keras;

import dev.vernier.engine.VernierException;
import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.TensorSpec;
import dev.vernier.engine.graph.op.Identity;
import dev.vernier.engine.graph.op.UnsupportedOp;
import dev.vernier.io.ImportFinding;
import dev.vernier.io.ImportReport;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One Keras model to the engine's graph: inputs, then call after call by {@link KerasOpMappings}; models in the model are written out. */
final class KerasToGraph {
    private static final int MAX_RESULTS = 1000;

    private final KerasFile file;
    private final ImportReport.Builder report;
    private KerasConversion state;

    KerasToGraph(KerasFile file, ImportReport.Builder report) {
        this.file = file;
        this.report = report;
    }

    /** @throws VernierException naming the layer, if the model contradicts itself or is damaged */
    Graph convert() {
        KerasModel model = KerasConfig.parse(file.config());
        boolean flipped = file.backend().equals("theano");
        state = new KerasConversion(model.name(), file.weights().of(model), flipped, file.isKeras3(), report);
        state.reserve(model.layers().stream().map(KerasLayer::name).toList());
        List<String> inputs = new ArrayList<>();
        for (KerasTensor in : inputsOf(model)) {
            KerasLayer layer = layer(model, in.layer());
            TensorSpec spec = InputShapes.of(layer);
            state.input(spec);
            inputs.add(spec.name());
        }
        new LinkedHashSet<>(inline(model, inputs, "")).forEach(state.builder()::output);
        state.reportStoredTypes();
        try {
            return state.builder().build();
        } catch (IllegalArgumentException e) {
            throw new VernierException("The network contradicts itself (" + e.getMessage() + "); save it again.", e);
        }
    }

    private static List<KerasTensor> inputsOf(KerasModel model) {
        if (!model.inputs().isEmpty()) {
            return model.inputs();
        }
        return model.layers().stream()
                .filter(KerasLayer::isInput)
                .map(l -> new KerasTensor(l.name(), 0, 0, Optional.empty()))
                .toList();
    }

    private static KerasLayer layer(KerasModel model, String name) {
        return model.layers().stream()
                .filter(l -> l.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new VernierException("Model " + model.name() + " names a layer " + name
                        + " that it does not have; its config is damaged."));
    }

    /** One call of one layer, still to be converted. */
    private record Pending(KerasLayer layer, int call) {}

    /**
     * Converts {@code model} with the given values as its inputs.
     *
     * @param scope names of the models around its layers, each with a slash behind
     * @return the values that hold its answers
     */
    private List<String> inline(KerasModel model, List<String> inputs, String scope) {
        Map<String, String> values = new HashMap<>();
        List<KerasTensor> given = inputsOf(model);
        if (given.size() != inputs.size()) {
            throw new VernierException("Model " + model.name() + " takes " + given.size()
                    + " tensors but is called with " + inputs.size() + "; its config is damaged.");
        }
        for (int i = 0; i < given.size(); i++) {
            values.put(key(given.get(i)), inputs.get(i));
        }
        Map<String, Integer> firstCall = firstCalls(model);
        List<Pending> pending = new ArrayList<>();
        for (KerasLayer layer : model.layers()) {
            for (int i = 0; i < layer.calls().size() && !layer.isInput(); i++) {
                pending.add(new Pending(layer, i));
            }
        }
        while (!pending.isEmpty()) {
            List<Pending> waiting = new ArrayList<>();
            for (Pending p : pending) {
                if (p.layer().calls().get(p.call()).tensors().stream().allMatch(t -> values.containsKey(key(t)))) {
                    List<String> results = convert(model, p, values, scope);
                    int number = p.call() + firstCall.getOrDefault(p.layer().name(), 0);
                    for (int r = 0; r < results.size(); r++) {
                        values.put(key(p.layer().name(), number, r), results.get(r));
                    }
                } else {
                    waiting.add(p);
                }
            }
            if (waiting.size() == pending.size()) {
                throw new VernierException("Layer " + waiting.get(0).layer().name()
                        + " reads what no layer answers; the model's config is damaged.");
            }
            pending = waiting;
        }
        List<String> answers = new ArrayList<>();
        for (KerasTensor out : model.outputs()) {
            String value = values.get(key(out));
            if (value == null) {
                throw new VernierException("Model " + model.name() + " answers with " + out.layer()
                        + ", which is never computed; its config is damaged.");
            }
            answers.add(value);
        }
        return answers;
    }

    /** A model used as a layer may count its calls from 1, the first one being its own construction: the least number referred to. */
    private static Map<String, Integer> firstCalls(KerasModel model) {
        Map<String, Integer> least = new HashMap<>();
        List<KerasTensor> references = new ArrayList<>(model.outputs());
        model.layers().forEach(l -> l.calls().forEach(c -> references.addAll(c.tensors())));
        references.forEach(t -> least.merge(t.layer(), t.call(), Math::min));
        model.layers().stream().filter(l -> l.nested().isEmpty()).forEach(l -> least.remove(l.name()));
        return least;
    }

    private static String key(KerasTensor t) {
        return key(t.layer(), t.call(), t.result());
    }

    private static String key(String layer, int call, int result) {
        return call + "/" + result + "/" + layer;
    }

    private List<String> convert(KerasModel model, Pending pending, Map<String, String> known, String scope) {
        KerasLayer layer = pending.layer();
        LayerCall call = layer.calls().get(pending.call());
        List<String> operands = new ArrayList<>();
        call.arguments().forEach(a -> a.tensor().ifPresent(t -> operands.add(known.get(key(t)))));
        Map<String, String> named = new LinkedHashMap<>();
        call.named().forEach((k, a) -> a.tensor().ifPresent(t -> named.put(k, known.get(key(t)))));
        if (layer.nested().isPresent()) {
            return inline(layer.nested().get(), operands, scope + layer.name() + "/");
        }
        String name = state.layerName(layer.name(), scope);
        LayerEmitter emit = new LayerEmitter(state, layer, name, call, List.copyOf(operands), named);
        try {
            List<String> results = KerasOpMappings.of(layer).map(emit);
            Optional<String> mask = Masks.passedOn(emit);
            List<String> values = added(emit, results);
            mask.ifPresent(m -> state.mask(values.get(0), m));
            return values;
        } catch (UnsupportedLayer e) {
            state.sharedConstantsOf(layer).values().removeAll(emit.constants().keySet());
            List<String> reads = new ArrayList<>(operands);
            reads.addAll(named.values());
            return unsupported(model, layer, name, reads, e.getMessage());
        }
    }

    private List<String> added(LayerEmitter emit, List<String> results) {
        state.add(emit.nodes(), emit.constants());
        List<String> values = new ArrayList<>(results);
        if (emit.nodes().isEmpty()) {
            // A layer that does nothing here (Dropout) is shown as such; normalizing takes it out and says so.
            Node identity = new Node(
                    emit.name(), new Identity(), List.of(results.get(0)), List.of(state.freshValueName(emit.name())));
            state.shapes().node(identity);
            state.add(List.of(identity), Map.of());
            values.set(0, identity.output());
        }
        return values;
    }

    private List<String> unsupported(
            KerasModel model, KerasLayer layer, String name, List<String> reads, String reason) {
        report.error(
                ImportFinding.Code.UNSUPPORTED_OPERATOR,
                name,
                "Layer " + name + " (" + layer.className() + ") cannot be run " + reason
                        + "; what depends on it cannot be evaluated.");
        List<KerasTensor> readers = new ArrayList<>(model.outputs());
        model.layers().forEach(l -> l.calls().forEach(c -> readers.addAll(c.tensors())));
        int results = 1
                + readers.stream()
                        .filter(t -> t.layer().equals(layer.name()))
                        .mapToInt(KerasTensor::result)
                        .max()
                        .orElse(0);
        if (results > MAX_RESULTS) {
            throw new VernierException("Layer " + layer.name() + " is said to have " + results
                    + " results; the model's config is damaged.");
        }
        List<String> values = new ArrayList<>();
        for (int i = 0; i < results; i++) {
            int result = i;
            String value = state.freshValueName(i == 0 ? name : name + ":" + i);
            values.add(value);
            readers.stream()
                    .filter(t -> t.layer().equals(layer.name()) && t.result() == result)
                    .flatMap(t -> t.shape().stream())
                    .findFirst()
                    .map(shape -> new TensorSpec(value, DataType.FLOAT32, shape))
                    .ifPresent(spec -> {
                        state.shapes().declare(spec);
                        state.builder().spec(spec);
                    });
        }
        Node node = new Node(name, new UnsupportedOp("keras", layer.className(), reason), reads, values);
        state.shapes().node(node);
        state.add(List.of(node), Map.of());
        return values;
    }
}
