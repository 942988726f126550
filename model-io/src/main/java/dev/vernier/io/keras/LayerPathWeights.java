package dev.vernier.io.keras;

import dev.vernier.engine.graph.TensorData;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The weights of a Keras 3 archive: groups named not by layer but by class and number, {@code layers/conv2d_1/vars/0} being the first
 * variable of the model's second Conv2D (Keras, {@code saving_lib.py}). Archives of Keras 2.12 and 2.13 call the first group
 * {@code _layer_checkpoint_dependencies}.
 */
final class LayerPathWeights implements KerasWeights {
    private static final List<String> CONTAINERS = List.of("layers", "_layer_checkpoint_dependencies");

    private final Hdf5File file;

    LayerPathWeights(Hdf5File file) {
        this.file = file;
    }

    @Override
    public Map<KerasLayer, Map<String, TensorData>> of(KerasModel model) {
        Map<KerasLayer, Map<String, TensorData>> weights = new IdentityHashMap<>();
        collect(model, "", weights);
        return weights;
    }

    private void collect(KerasModel model, String base, Map<KerasLayer, Map<String, TensorData>> weights) {
        Map<String, Integer> numbers = new HashMap<>();
        for (KerasLayer layer : model.layers()) {
            if (layer.isOperation() || (layer.isInput() && model.isSequential())) {
                continue; // not among the layers Keras stores
            }
            String name = snakeCase(layer.className());
            int number = numbers.merge(name, 1, Integer::sum) - 1;
            String numbered = number == 0 ? name : name + "_" + number;
            Optional<String> path = CONTAINERS.stream()
                    .map(c -> base + c + "/" + numbered)
                    .filter(file::hasGroup)
                    .findFirst();
            if (path.isEmpty()) {
                continue;
            }
            if (layer.nested().isPresent()) {
                collect(layer.nested().get(), path.get() + "/", weights);
            } else {
                Map<String, TensorData> variables = variables(layer, path.get());
                if (!variables.isEmpty()) {
                    weights.put(layer, variables);
                }
            }
        }
    }

    private Map<String, TensorData> variables(KerasLayer layer, String path) {
        Map<String, TensorData> found = new HashMap<>();
        for (LayerVariables.Variable v : LayerVariables.of(layer).orElse(List.of())) {
            for (String part : v.part()) {
                String inner = part.isEmpty() ? path : path + "/" + part;
                Optional<TensorData> data = file.tensor(inner + "/vars/" + v.index());
                if (data.isPresent()) {
                    found.put(v.name(), data.get());
                    break;
                }
            }
        }
        return found;
    }

    /** {@code SeparableConv2D} as Keras writes it: {@code separable_conv2d}. */
    static String snakeCase(String className) {
        String name = className.replaceAll("\\W+", "");
        name = name.replaceAll("(.)([A-Z][a-z]+)", "$1_$2");
        return name.replaceAll("([a-z])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }
}
